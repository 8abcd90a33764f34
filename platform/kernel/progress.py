"""How far work has come: for the page of those who wait for it, for the operator, for the watchdog."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import Job, Kind
from kernel.relay import OPEN

STALLED = timedelta(minutes=10)  # twice the time limit of a task: nobody can be at it any more


@dataclass(frozen=True)
class Progress:
    """How far a job has come, in units of its own: 0 of `total`, at least 1, until its first is done."""

    done: int
    total: int
    begun: bool = True


@dataclass(frozen=True)
class Backlog:
    """The open jobs of one kind: how many have begun, how many wait, since when the oldest could go on."""

    queue: str
    kind: str
    begun: int
    waiting: int
    since: datetime


@dataclass(frozen=True)
class UnderWay:
    """A job that has said how far it is; its ids name no person to whoever reads this."""

    kind: str
    scope_id: UUID
    job_id: UUID
    progress: Progress
    moved_at: datetime


def progress_of(session: UnitOfWork, kind: Kind, **ids: UUID | str) -> Progress | None:
    """How far the open job of this kind about these ids has come, in the present scope; None without one."""
    named = {name: str(each) for name, each in ids.items()}
    wanted = select(Job.progress, Job.total, Job.attempts)
    statement = wanted.where(*OPEN, Job.kind == kind.name, Job.ids.contains(named))
    row = session.execute(statement.order_by(Job.created_at.desc()).limit(1)).first()
    return (
        Progress(row.progress or 0, row.total or 1, begun=bool(row.attempts or row.progress)) if row else None
    )


def backlog(session: UnitOfWork) -> list[Backlog]:
    """The open jobs kind by kind, as the relay."""
    begun = func.count().filter(Job.attempts > 0)
    waiting = func.count().filter(Job.attempts == 0)
    statement = select(Job.queue, Job.kind, begun, waiting, func.min(Job.moved_at)).where(*OPEN)
    rows = session.execute(statement.group_by(Job.queue, Job.kind).order_by(Job.queue, Job.kind))
    return [Backlog(*row) for row in rows]


def under_way(session: UnitOfWork) -> list[UnderWay]:
    """The open jobs that have said how far they are, as the relay, the one that moved last first."""
    columns = (Job.kind, Job.scope_id, Job.id, Job.progress, Job.total, Job.moved_at)
    statement = select(*columns).where(*OPEN, Job.progress.is_not(None))
    rows = session.execute(statement.order_by(Job.moved_at.desc()))
    return [
        UnderWay(row.kind, row.scope_id, row.id, Progress(row.progress, row.total), row.moved_at)
        for row in rows
    ]


def stalled(session: UnitOfWork) -> int:
    """How many jobs should have gone forward in the last ten minutes and have not, as the relay.

    A job that has begun and neither moved on, ended nor failed; a job that waits while nothing of its queue
    is done. The relay hands all of them over again: a number that stays says that no worker takes them.
    """
    limit = clock.now() - STALLED
    old = session.execute(select(Job.queue, Job.attempts).where(*OPEN, Job.moved_at < limit)).all()
    if not old:
        return 0
    served = set(session.scalars(select(Job.queue).where(Job.done_at >= limit).distinct()))
    return sum(row.attempts > 0 or row.queue not in served for row in old)
