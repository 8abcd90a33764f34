"""Doing a job exactly once: claim its row, work in its scope, mark it done in the same transaction.

Long work is done a chunk at a time: each chunk is a claim of its own, which says how far it has come, and
what it wrote lands together with that. A worker that dies loses the chunk at hand, which is done again.
"""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import Select, select

from kernel import clock
from kernel.db import Database, UnitOfWork
from kernel.jobs import Doorbell, Job, Kind, Queue, ring_after_commit
from kernel.scope import Scope
from kernel.tables import Json

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
ENDED_ITS_PROCESS = "its process ended each time"


class TooLong(Exception):  # noqa: N818 - it names what the work is
    """The work at hand would hold up the short acts of its queue: it moves to the queue of long ones."""


@dataclass
class Claim:
    """A job being done: its unit of work, its row, and whether more of it is to come."""

    session: UnitOfWork
    job: Job
    more: bool = False

    @property
    def job_id(self) -> UUID:
        """The job's own id."""
        return self.job.id

    @property
    def ids(self) -> Json:
        """The ids the job was given."""
        return self.job.ids

    @property
    def progress(self) -> int:
        """How far earlier chunks have come, from 0, in units of the job's own."""
        return self.job.progress or 0

    def id(self, name: str) -> UUID:
        """One of the ids the job was given."""
        return UUID(self.ids[name])

    def advance(self, progress: int, total: int) -> None:
        """Say that the work has come to `progress` of `total`; short of it, the next chunk is asked for.

        Raises ValueError unless it goes forward: a job that did not would come back for ever.
        """
        if not self.progress < progress <= total:
            raise ValueError(f"from {self.progress} to {progress} of {total} is no progress")
        self.job.progress, self.job.total = progress, total
        self.more = progress < total

    def keep_short(self, size: int, largest: int) -> None:
        """Raise TooLong when work of this size, beyond the largest, is about to be done among short acts."""
        if size > largest and self.job.queue == Queue.FAST:
            raise TooLong


@contextmanager
def claimed(database: Database, kind: Kind, scope_id: UUID, job_id: UUID) -> Iterator[Claim | None]:
    """The claim on a job, or None when it is done, given up, or in other hands.

    What the block writes and the mark that the job is done land together. When the block fails, nothing of
    it is kept, the job is tried again later, and the fault is raised. The attempt is counted before it
    begins: a job that ends its process each time is given up like any other.
    """
    own = scope_of(kind, scope_id, {})
    with database.unit_of_work(own, kind.role) as session:
        ids = _attempt(session, scope_id, job_id)
    if ids is None:
        yield None
        return
    with begun(database, kind, scope_id, job_id, ids) as claim:
        yield claim


@contextmanager
def begun(database: Database, kind: Kind, scope_id: UUID, job_id: UUID, ids: Json) -> Iterator[Claim | None]:
    """The same, for a job whose attempt is counted already."""
    own = scope_of(kind, scope_id, {})
    try:
        with database.unit_of_work(scope_of(kind, scope_id, ids), kind.role) as session:
            job = session.scalar(_waiting(scope_id, job_id).with_for_update(skip_locked=True))
            claim = Claim(session, job) if job else None
            yield claim
            if claim:
                _end(claim)
    except TooLong:
        with database.unit_of_work(own, kind.role) as session:
            _move(session, scope_id, job_id)
    except Exception as fault:
        with database.unit_of_work(own, kind.role) as session:
            postpone(session, scope_id, job_id, fault)
        raise


def scope_of(kind: Kind, scope_id: UUID, ids: Json) -> Scope:
    """The scope a job works in: its owner's, widened by the ids it carries."""
    given = {name: UUID(ids[name]) for name in ("person", "cooperative", "member") if name in ids}
    given[kind.owner.value] = scope_id
    return Scope(given.get("person"), given.get("cooperative"), given.get("member"))


def postpone(session: UnitOfWork, scope_id: UUID, job_id: UUID, fault: Exception) -> None:
    """Note that a job failed, where, and when to try again; give up after eight attempts."""
    job = session.scalar(_waiting(scope_id, job_id).with_for_update())
    if job is None:
        return
    job.fault = place_of(fault)
    job.next_try_at = job.moved_at = clock.now() + min(FIRST_PAUSE * 2**job.attempts, LONGEST_PAUSE)
    if job.attempts >= MOST_ATTEMPTS:
        job.failed_at = clock.now()
    log.warning("a job of kind %s failed (attempt %s): %s", job.kind, job.attempts, job.fault)


def place_of(fault: Exception) -> str:
    """The type of a fault and the line it came from: never its message, which may quote somebody."""
    frames = traceback.extract_tb(fault.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(fault).__name__}{place}"


def _attempt(session: UnitOfWork, scope_id: UUID, job_id: UUID) -> Json | None:
    """Count one more attempt, and give the ids of the job; None when there is nothing to attempt."""
    job = session.scalar(_waiting(scope_id, job_id).with_for_update(skip_locked=True))
    if job is None:
        return None
    if job.attempts >= MOST_ATTEMPTS:
        job.failed_at, job.fault = clock.now(), ENDED_ITS_PROCESS
        log.error("a job of kind %s is given up: %s", job.kind, job.fault)
        return None
    job.attempts += 1
    job.moved_at = clock.now()
    job.fault = None
    return job.ids


def _end(claim: Claim) -> None:
    """Mark a job done, or ask for its next chunk; a chunk that succeeds begins the count of attempts anew."""
    if claim.more:
        _again(claim.session, claim.job, attempts=0)
    else:
        claim.job.done_at = clock.now()


def _move(session: UnitOfWork, scope_id: UUID, job_id: UUID) -> None:
    """Put a job among the long ones; finding out was no attempt."""
    job = session.scalar(_waiting(scope_id, job_id).with_for_update())
    if job:
        job.queue = Queue.BULK.value
        _again(session, job, attempts=max(job.attempts - 1, 0))


def _again(session: UnitOfWork, job: Job, *, attempts: int) -> None:
    """Have a job taken up at once by whoever serves its queue."""
    job.attempts = attempts
    job.next_try_at = job.moved_at = clock.now()
    ring_after_commit(session, Doorbell(job.kind, job.queue, job.scope_id, job.id))


def _waiting(scope_id: UUID, job_id: UUID) -> Select[Job]:
    return select(Job).where(
        Job.scope_id == scope_id,
        Job.id == job_id,
        Job.done_at.is_(None),
        Job.failed_at.is_(None),
    )
