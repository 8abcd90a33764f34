"""What the beat asks for, again and again. Each act is harmless when asked for twice."""

from datetime import date

from celery import Celery
from sqlalchemy import select

import dashboards.jobs
from kernel import clock
from kernel.jobs import Queue
from kernel.relay import plan, sweep
from kernel.walls import Role
from tenants.models import Cooperative
from worker.parts import house

SWEEP_EVERY = 5.0
PLAN_EVERY = 60.0
ALIVE_EVERY = 10.0
ALIVE_FOR = 45


def install(app: Celery) -> None:
    """Register the periodic tasks, and when they run."""
    app.task(name="relay.sweep")(relay_lost)
    app.task(name="relay.plan")(plan_campaigns)
    app.task(name="relay.alive")(say_alive)
    app.conf.beat_schedule = {
        "sweep": {"task": "relay.sweep", "schedule": SWEEP_EVERY, "options": _fleeting(SWEEP_EVERY)},
        "plan": {"task": "relay.plan", "schedule": PLAN_EVERY, "options": _fleeting(PLAN_EVERY)},
        **{
            f"alive-{queue}": {
                "task": "relay.alive",
                "schedule": ALIVE_EVERY,
                "args": (queue.value,),
                "options": {**_fleeting(ALIVE_EVERY), "queue": queue.value},
            }
            for queue in Queue
        },
    }


def relay_lost() -> None:
    """Hand over the jobs whose wake-up was lost, or whose time has come."""
    with house().database.unit_of_work(role=Role.RELAY) as session:
        found = sweep(session)
    for doorbell in found:
        house().bell.ring(doorbell)


def plan_campaigns() -> None:
    """Ask for the closing of campaigns whose day is over, and for the nightly counts of the others."""
    with house().database.unit_of_work(role=Role.RELAY) as session:
        rows = session.execute(
            select(Cooperative.cooperative_id, Cooperative.next_close_on, Cooperative.zone).where(
                Cooperative.next_close_on.is_not(None), Cooperative.closed_at.is_(None)
            )
        ).all()
        days = {row.cooperative_id: (row.next_close_on, clock.today(row.zone)) for row in rows}
        due = {key: closes for key, (closes, today) in days.items() if closes < today}
        running = {key: today for key, (closes, today) in days.items() if closes >= today}
        made = [
            *plan(session, dashboards.jobs.CLOSE, _periods(due)),
            *plan(session, dashboards.jobs.COUNT, _periods(running)),
        ]
    for doorbell in made:
        house().bell.ring(doorbell)


def say_alive(queue: str) -> None:
    """Leave a sign that this queue is served."""
    house().cache.say_alive(f"worker-{queue}", seconds=ALIVE_FOR)


def _periods(days: dict[object, date]) -> dict[object, str]:
    return {key: day.isoformat() for key, day in days.items()}


def _fleeting(every: float) -> dict[str, object]:
    return {"expires": every * 2}  # a worker that was away does not find a pile of them
