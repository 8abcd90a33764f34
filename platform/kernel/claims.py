"""Doing a job exactly once: claim its row, work in its scope, mark it done in the same transaction."""

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
from kernel.jobs import Job, Kind
from kernel.scope import Scope
from kernel.tables import Json

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
ENDED_ITS_PROCESS = "its process ended each time"


@dataclass(frozen=True)
class Claim:
    """A job being done: its unit of work, its own id, and the ids it was given."""

    session: UnitOfWork
    job_id: UUID
    ids: Json

    def id(self, name: str) -> UUID:
        """One of the ids the job was given."""
        return UUID(self.ids[name])


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
    try:
        with database.unit_of_work(scope_of(kind, scope_id, ids), kind.role) as session:
            job = session.scalar(_waiting(scope_id, job_id).with_for_update(skip_locked=True))
            yield Claim(session, job_id, ids) if job else None
            if job:
                job.done_at = clock.now()
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
    job.next_try_at = clock.now() + min(FIRST_PAUSE * 2**job.attempts, LONGEST_PAUSE)
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
    job.fault = None
    return job.ids


def _waiting(scope_id: UUID, job_id: UUID) -> Select[Job]:
    return select(Job).where(
        Job.scope_id == scope_id,
        Job.id == job_id,
        Job.done_at.is_(None),
        Job.failed_at.is_(None),
    )
