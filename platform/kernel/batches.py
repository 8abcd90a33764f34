"""Many due jobs of one kind, done by one task: thousands of cooperatives close on the same night.

One wake-up serves fifty. The relay leases them in one statement, which counts their first attempt; each is
then done in its own scope and its own transaction, as if it were alone. A job that has failed, or whose batch
has died, is never in a batch again: it is tried alone, so that it takes nobody along. A batch stops well
before the time limit, gives back what it has not begun, and leaves its queue to others before the next one.
"""

import logging
import time
from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from sqlalchemy import select, tuple_, update

from kernel import clock
from kernel.claims import Claim, begun, place_of
from kernel.db import Database, UnitOfWork
from kernel.jobs import Batch, Job, Kind, Queue
from kernel.relay import BATCH_SIZE, LEASE, OPEN, OVERDUE
from kernel.walls import Role

log = logging.getLogger(__name__)

SLICES = {Queue.FAST: 1.0, Queue.BULK: 20.0}  # seconds in which a batch begins jobs, then gives way
Key = tuple[UUID, UUID]


def do_batch(database: Database, kind: Kind, queue: Queue, act: Callable[[Claim], None]) -> bool:
    """Do up to fifty due jobs of a kind that were never tried; gives whether more may be waiting."""
    with database.unit_of_work(role=Role.RELAY) as session:
        leased = lease(session, kind, queue)
    until = time.monotonic() + SLICES[queue]
    left: list[Key] = []
    for place, key in enumerate(leased):
        if time.monotonic() >= until and place:
            left += leased[place:]
            break
        if not _do(database, kind, key, act):
            left.append(key)
    if left:
        with database.unit_of_work(role=Role.RELAY) as session:
            give_back(session, left)
    return bool(left) or len(leased) == BATCH_SIZE


def lease(session: UnitOfWork, kind: Kind, queue: Queue) -> Sequence[Key]:
    """Take the fifty that have waited longest, and count their first attempt; nobody else takes them."""
    due = (
        select(Job.scope_id, Job.id)
        .where(*OPEN, Job.kind == kind.name, Job.queue == queue.value)
        .where(Job.attempts == 0, Job.next_try_at <= clock.now())
        .order_by(Job.next_try_at)
        .limit(BATCH_SIZE)
        .with_for_update(skip_locked=True)
    )
    keys = [(row.scope_id, row.id) for row in session.execute(due)]
    if keys:
        values = {"attempts": 1, "next_try_at": clock.now() + LEASE, "moved_at": clock.now()}
        _change(session, keys, values)
    return keys


def give_back(session: UnitOfWork, keys: Sequence[Key]) -> None:
    """Let others have what was not begun; it was no attempt."""
    now = clock.now()
    _change(session, keys, {"attempts": 0, "next_try_at": now, "moved_at": now})


def overdue(session: UnitOfWork, kinds: Collection[Kind]) -> list[Batch]:
    """The batches whose wake-up was lost, or has not been followed: one for each kind and queue."""
    waiting = select(Job.kind, Job.queue).where(
        *OPEN,
        Job.kind.in_([kind.name for kind in kinds]),
        Job.attempts == 0,
        Job.next_try_at <= clock.now() - OVERDUE,
    )
    return [Batch(*row) for row in session.execute(waiting.distinct())]


def _change(session: UnitOfWork, keys: Sequence[Key], values: dict[str, object]) -> None:
    chosen = update(Job).where(*OPEN, tuple_(Job.scope_id, Job.id).in_(keys), Job.attempts <= 1)
    session.execute(chosen.values(values).execution_options(synchronize_session=False))


def _do(database: Database, kind: Kind, key: Key, act: Callable[[Claim], None]) -> bool:
    """One of them, which fails alone; gives False when its row was not to be had.

    Another batch that looks for work touches rows for a moment; a job in other hands has more attempts.
    """
    try:
        with begun(database, kind, *key, {}) as claim:
            if claim is None:
                return False
            act(claim)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the others are not to pay for it
        log.warning("one of a batch of %s failed: %s", kind.name, place_of(fault))
    return True
