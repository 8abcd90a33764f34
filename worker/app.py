"""The one Celery object of the workers: every kind of job tied to its task."""

import sys
from collections.abc import Callable
from uuid import UUID

from celery import Celery
from celery.signals import worker_init, worker_process_init
from sqlalchemy.exc import DBAPIError

from kernel import settings
from kernel.claims import Claim, claimed, place_of
from kernel.jobs import Kind, client
from web import safety
from worker import parts, periodic
from worker.jobs import ACTS

app: Celery = client(settings.load().redis_url)


class Failed(Exception):  # noqa: N818 - it names what became of the job
    """A job failed; the message is the place of the fault, never its words."""


def tie(kind: Kind, act: Callable[[Claim], None]) -> None:
    """Register the task of a kind of job: claim the row, act, mark it done."""

    @app.task(name=kind.name)
    def run(scope_id: str, job_id: str) -> None:
        try:
            with claimed(parts.house().database, kind, UUID(scope_id), UUID(job_id)) as claim:
                if claim:
                    act(claim)
        except Exception as fault:  # noqa: BLE001 - Celery logs what is raised, and a fault may quote somebody
            raise Failed(place_of(fault)) from None


for each, act in ACTS.items():
    tie(each, act)
periodic.tie(app)


@worker_init.connect
def check_walls(**_signal: object) -> None:
    """Leave, saying why, when the walls of the database do not stand or cannot be looked at."""
    try:
        safety.check(parts.house().database)
    except (safety.Unsafe, DBAPIError) as fault:
        # Any other exception of a receiver is only logged by Celery, which goes on.
        sys.exit(f"This worker does not start. {fault}")
    parts.forget()


@worker_process_init.connect
def start_afresh(**_signal: object) -> None:
    """Nothing made before the fork is used after it."""
    parts.forget()
