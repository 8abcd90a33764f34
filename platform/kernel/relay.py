"""The relay finds what a lost wake-up left waiting. It reads envelopes, never what a job is about."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import Doorbell, Job, Kind

OVERDUE = timedelta(seconds=10)  # a wake-up that has not been followed by then is taken for lost
LEASE = timedelta(seconds=60)  # a row handed over is left alone for that long
BATCH = 500


def sweep(session: UnitOfWork) -> list[Doorbell]:
    """Lease the jobs overdue by ten seconds, oldest first, at most 500; gives what to tell the workers."""
    now = clock.now()
    due = (
        select(Job.scope_id, Job.id)
        .where(Job.done_at.is_(None), Job.failed_at.is_(None), Job.next_try_at <= now - OVERDUE)
        .order_by(Job.next_try_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    keys = [tuple(row) for row in session.execute(due)]
    if not keys:
        return []
    leased = (
        update(Job)
        .where(tuple_(Job.scope_id, Job.id).in_(keys))
        .values(next_try_at=now + LEASE)
        .returning(Job.kind, Job.queue, Job.scope_id, Job.id)
        .execution_options(synchronize_session=False)
    )
    return [Doorbell(*row) for row in session.execute(leased)]


def plan(session: UnitOfWork, kind: Kind, due: Mapping[UUID, str]) -> list[Doorbell]:
    """One job for each owner and period given, unless it exists already: two schedules do no harm."""
    if not due:
        return []
    rows = [
        {
            "scope_id": owner,
            "id": uuid4(),
            "kind": kind.name,
            "queue": kind.queue.value,
            "period": period,
            "created_at": clock.now(),
            "next_try_at": clock.now(),
        }
        for owner, period in due.items()
    ]
    statement = insert(Job).values(rows).on_conflict_do_nothing()
    made = session.execute(statement.returning(Job.kind, Job.queue, Job.scope_id, Job.id))
    return [Doorbell(*row) for row in made]


def revive(session: UnitOfWork, scope_id: UUID, job_id: UUID) -> None:
    """Give a job that was given up another chance, at once."""
    statement = update(Job).where(Job.scope_id == scope_id, Job.id == job_id, Job.done_at.is_(None))
    overdue = clock.now() - OVERDUE
    session.execute(statement.values(failed_at=None, attempts=0, next_try_at=overdue))
