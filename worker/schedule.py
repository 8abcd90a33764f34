"""When the periodic tasks run: names and seconds only, so that the beat stays light."""

from kernel.jobs import Queue

SWEEP = "relay.sweep"
PLAN = "relay.plan"
PLAN_NIGHTS = "relay.plan-nights"
FORGET = "relay.forget"
ALIVE = "relay.alive"
KEYS = "relay.keys"
UNUSED = "relay.unused"
SWEEP_EVERY = 5.0
PLAN_EVERY = 60.0
FORGET_EVERY = 3600.0
ALIVE_EVERY = 10.0
KEYS_EVERY = 60.0
UNUSED_EVERY = 600.0
KEYS_FOR = 90
ALIVE_FOR = 45  # seconds a sign of life lasts


def entries() -> dict[str, dict[str, object]]:
    """The schedule, as Celery's beat reads it."""
    alive: dict[str, dict[str, object]] = {
        f"alive-{queue}": {
            "task": ALIVE,
            "schedule": ALIVE_EVERY,
            "args": (queue.value,),
            "options": {**_fleeting(ALIVE_EVERY), "queue": queue.value},
        }
        for queue in Queue
    }
    return {
        "sweep": {"task": SWEEP, "schedule": SWEEP_EVERY, "options": _fleeting(SWEEP_EVERY)},
        "plan": {"task": PLAN, "schedule": PLAN_EVERY, "options": _fleeting(PLAN_EVERY)},
        "plan-nights": {"task": PLAN_NIGHTS, "schedule": PLAN_EVERY, "options": _fleeting(PLAN_EVERY)},
        "forget": {"task": FORGET, "schedule": FORGET_EVERY, "options": _fleeting(FORGET_EVERY)},
        "keys": {"task": KEYS, "schedule": KEYS_EVERY, "options": _fleeting(KEYS_EVERY)},
        "unused": {"task": UNUSED, "schedule": UNUSED_EVERY, "options": _fleeting(UNUSED_EVERY)},
        **alive,
    }


def _fleeting(every: float) -> dict[str, object]:
    return {"expires": every * 2}  # a worker that was away does not find a pile of them
