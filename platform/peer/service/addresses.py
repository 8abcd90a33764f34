"""The addresses of witnesses: written to when the request is sent, forgotten when it ends."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from journal.service import record
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from peer import jobs
from peer.models.requests import ReviewRequest, Witness
from peer.queries.witnesses import witnesses
from peer.service.acts import Act

MARGIN = timedelta(days=2)  # the last day is then over, whatever the zone


def write(session: UnitOfWork, *, request: ReviewRequest) -> None:
    """Write to each witness of a request just sent, and forget where once it can be answered no more."""
    named = witnesses(session, request.id)
    for each in named:
        later(session, jobs.WITNESS_MAIL, witness=each.id)
        record(session, verb=Act.ASK_OUTSIDE, about=request.axis, about_id=request.id)
    if named and request.sent_at and request.answer_by:
        left = request.answer_by - request.sent_at.date()
        later(session, jobs.FORGET_ADDRESSES, not_before=clock.now() + left + MARGIN, request=request.id)


def forget(session: UnitOfWork, *, request_id: UUID) -> None:
    """Keep the address of no witness of a request; their names stay beside what they said."""
    session.execute(update(Witness).where(Witness.request_id == request_id).values(email=None))


def forget_somebody(session: UnitOfWork, *, is_theirs: Callable[[str], bool]) -> None:
    """Keep neither the address nor the name of witnesses who are this person, as the machine role.

    What they said stays, said by somebody from outside.
    """
    known = select(Witness).where(Witness.email.is_not(None))
    for each in session.scalars(known).all():
        if each.email and is_theirs(each.email):
            each.email, each.name = None, ""
    session.flush()
