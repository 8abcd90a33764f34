"""Asking those named in a request that was sent, or noting that they are away: as the machine role.

Who takes requests now is behind walls: the member who asks never learns why somebody was passed by.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from journal.service import record
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from peer import jobs
from peer.models.requests import Asked, AskedState, ReviewRequest
from peer.queries.availability import away
from peer.service.acts import Act
from tenants.queries.cooperatives import present_day

ASKING = "ask"  # what is done one at a time in a cooperative, so that nobody is asked beyond the ceiling


def deliver(session: UnitOfWork, *, request_id: UUID) -> None:
    """Ask everyone named in a request, as its author; a drawn one who is away is replaced by the next.

    Doing it again asks nobody twice; nobody is asked once the request is withdrawn or over.
    """
    session.one_at_a_time(ASKING)
    request = session.get(ReviewRequest, (session.cooperative, request_id), with_for_update=True)
    if request is None or not _is_open(session, request):
        return
    named, reserve = (_in_state(session, request, state) for state in (AskedState.NAMED, AskedState.RESERVE))
    absent = away(session, request.subject_id, [each.reviewer_id for each in (*named, *reserve)])
    following = iter([each for each in reserve if each.reviewer_id not in absent])
    for asked in named:
        if asked.reviewer_id not in absent:
            _ask(session, request, asked)
            continue
        asked.state = AskedState.AWAY
        instead = next(following, None) if asked.drawn else None
        if instead:
            _ask(session, request, instead)


def _is_open(session: UnitOfWork, request: ReviewRequest) -> bool:
    if request.answer_by is None or request.withdrawn_at is not None:
        return False
    return request.answer_by >= present_day(session)


def _in_state(session: UnitOfWork, request: ReviewRequest, state: AskedState) -> Sequence[Asked]:
    statement = select(Asked).where(Asked.request_id == request.id, Asked.state == state)
    return session.scalars(statement.order_by(Asked.drawn.desc(), Asked.rank, Asked.id)).all()


def _ask(session: UnitOfWork, request: ReviewRequest, asked: Asked) -> None:
    asked.state, asked.asked_at = AskedState.ASKED, clock.now()
    later(session, jobs.REQUEST_MAIL, asked=asked.id)
    record(session, verb=Act.ASK, about=request.axis, about_id=request.id, subject=asked.reviewer_id)
