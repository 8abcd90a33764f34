"""A job that does nothing: that it was done says that PostgreSQL, Redis and a worker work together."""

import sys
import time
from uuid import UUID, uuid4

from sqlalchemy import select

from kernel import settings
from kernel.db import Database
from kernel.house import furnish
from kernel.jobs import Job, Kind, Owner, later
from kernel.scope import Scope

PING = Kind("kernel.ping", owner=Owner.PERSON)
LOOK_EVERY = 0.02  # seconds
PATIENCE = 60.0  # seconds


def ping(database: Database, *, patience: float) -> bool:
    """Send a job and wait for it; gives whether it was done within `patience` seconds."""
    scope = Scope(person=uuid4())
    with database.unit_of_work(scope) as session:
        job_id = later(session, PING)
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if _done(database, scope, job_id):
            return True
        time.sleep(LOOK_EVERY)
    return False


def _done(database: Database, scope: Scope, job_id: UUID) -> bool:
    with database.reading(scope) as session:
        found = session.scalar(select(Job.done_at).where(Job.scope_id == scope.person, Job.id == job_id))
    return found is not None


if __name__ == "__main__":
    sys.exit(0 if ping(furnish(settings.load()).database, patience=PATIENCE) else 1)
