"""The entries of status lists: drawn by lot, so that a rank does not tell when a badge was given."""

import secrets

from badges import jobs, status
from badges.models import StatusEntry, StatusList
from badges.queries.issued import last_list
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import Unknown

GIVING_OUT = "status list"  # what is done one at a time in a cooperative


def take_entry(session: UnitOfWork) -> tuple[int, int]:
    """An entry given to nobody else, ever: the number of its list, and a rank drawn among those free."""
    session.one_at_a_time(GIVING_OUT)
    filled = last_list(session)
    if filled is None or filled.taken >= status.room(filled.bits):
        number = filled.number + 1 if filled else 1
        filled = StatusList(number=number, taken=0, bits=status.blank(status.LENGTH))
        session.add(filled)
        session.flush()
    rank = secrets.randbelow(len(filled.bits) * 8)
    while not session.add_once(StatusEntry(number=filled.number, rank=rank)):
        rank = secrets.randbelow(len(filled.bits) * 8)
    filled.taken += 1
    session.flush()
    return filled.number, rank


def mark(session: UnitOfWork, *, number: int, index: int) -> None:
    """Set a bit for good, and have its list signed again; raises Unknown for a list that is not there."""
    session.one_at_a_time(GIVING_OUT)
    kept = session.get(StatusList, (session.cooperative, number), populate_existing=True)
    if kept is None:
        raise Unknown
    kept.bits = status.marked(kept.bits, index)
    later(session, jobs.LIST_WITHDRAWN, list=str(number))
