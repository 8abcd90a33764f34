"""The one Celery object of the workers: every kind of job tied to its task."""

from collections.abc import Callable
from uuid import UUID

from celery import Celery
from celery.signals import worker_init, worker_process_init

from kernel import settings
from kernel.claims import Claim, claimed
from kernel.jobs import Kind, client
from web import safety
from worker import parts, periodic
from worker.jobs import ACTS

app: Celery = client(settings.load().redis_url)


def tie(kind: Kind, act: Callable[[Claim], None]) -> None:
    """Register the task of a kind of job: claim the row, act, mark it done."""

    @app.task(name=kind.name)
    def run(scope_id: str, job_id: str) -> None:
        with claimed(parts.house().database, kind, UUID(scope_id), UUID(job_id)) as claim:
            if claim:
                act(claim)


for each, act in ACTS.items():
    tie(each, act)
periodic.tie(app)


@worker_init.connect
def check_walls(**_signal: object) -> None:
    """Refuse to work on a database whose walls do not stand."""
    safety.check(parts.house().database)
    parts.forget()


@worker_process_init.connect
def start_afresh(**_signal: object) -> None:
    """Nothing made before the fork is used after it."""
    parts.forget()
