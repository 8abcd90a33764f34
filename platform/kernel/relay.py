"""The relay finds what a lost wake-up left waiting. It reads envelopes, never what a job is about."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from math import ceil
from uuid import UUID, uuid4

from sqlalchemy import and_, delete, not_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import Batch, Doorbell, Job, Kind

OVERDUE = timedelta(seconds=10)  # a wake-up that has not been followed by then is taken for lost
LEASE = timedelta(seconds=60)  # a row handed over is left alone for that long
MOST_SWEPT = 500
BATCH_SIZE = 50  # jobs
BATCHES_AT_ONCE = 2  # as many as a queue usually has hands
KEPT = timedelta(days=30)
MOST_FORGOTTEN = 10_000  # at once: a task is to stay short
OPEN = (Job.done_at.is_(None), Job.failed_at.is_(None))


def sweep(session: UnitOfWork, batched: Collection[Kind] = ()) -> list[Doorbell]:
    """Lease the jobs overdue by ten seconds, oldest first, at most 500; gives what to tell the workers.

    The first attempts of kinds done in batches are left to `kernel.batches.overdue`.
    """
    now = clock.now()
    in_batches = and_(Job.kind.in_([kind.name for kind in batched]), Job.attempts == 0)
    due = (
        select(Job.scope_id, Job.id)
        .where(*OPEN, Job.next_try_at <= now - OVERDUE, not_(in_batches))
        .order_by(Job.next_try_at)
        .limit(MOST_SWEPT)
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


def plan(session: UnitOfWork, kind: Kind, due: Mapping[UUID, str], *, most: int | None = None) -> list[Batch]:
    """One job for each owner and period given, unless it exists already: two schedules do no harm.

    At most `most` of them, if given. They are done in batches: gives those to tell the workers of, one for
    fifty jobs, and no more than a queue usually has hands: each asks for the next one when it ends.
    """
    asked = select(Job.scope_id, Job.period).where(Job.kind == kind.name, Job.period.in_({*due.values()}))
    known = {tuple(row) for row in session.execute(asked)} if due else set()
    now = clock.now()
    rows = [
        {
            "scope_id": owner,
            "id": uuid4(),
            "kind": kind.name,
            "queue": kind.queue.value,
            "period": period,
            "created_at": now,
            "next_try_at": now,
            "moved_at": now,
        }
        for owner, period in [*(due.items() - known)][:most]
    ]
    if rows:
        session.execute(insert(Job).on_conflict_do_nothing(), rows)
    return [Batch(kind.name, kind.queue.value)] * min(BATCHES_AT_ONCE, ceil(len(rows) / BATCH_SIZE))


def done_but_still_due(session: UnitOfWork, kind: Kind, due: Mapping[UUID, str]) -> set[UUID]:
    """The owners whose job of the period given is done, and did nothing: what it was for is still due."""
    asked = select(Job.scope_id, Job.period).where(Job.kind == kind.name, Job.done_at.is_not(None))
    rows = session.execute(asked.where(Job.period.in_({*due.values()}))) if due else ()
    return {row.scope_id for row in rows if due.get(row.scope_id) == row.period}


def forget(session: UnitOfWork) -> int:
    """Forget jobs done more than thirty days ago, at most ten thousand; gives how many."""
    old = select(Job.scope_id, Job.id).where(Job.done_at < clock.now() - KEPT).limit(MOST_FORGOTTEN)
    statement = delete(Job).where(tuple_(Job.scope_id, Job.id).in_(old)).returning(Job.id)
    return len(session.scalars(statement.execution_options(synchronize_session=False)).all())


def revive(session: UnitOfWork, scope_id: UUID, job_id: UUID) -> bool:
    """Give a job that was given up another chance, at once; gives whether there was such a job."""
    statement = update(Job).where(Job.scope_id == scope_id, Job.id == job_id, Job.failed_at.is_not(None))
    overdue = clock.now() - OVERDUE
    values = {"failed_at": None, "attempts": 0, "next_try_at": overdue, "moved_at": clock.now()}
    revived = statement.values(values).returning(Job.id)
    return session.execute(revived).first() is not None
