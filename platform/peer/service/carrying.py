"""What was asked and said elsewhere, brought here by both its people: written by each in their own scope.

Nothing here is overwritten: what already stands under the same id, or in the same place, stays as it is.
No mail leaves and nothing is drawn: all this has happened already.
"""

from datetime import timedelta
from uuid import UUID

from kernel.db import UnitOfWork
from peer.models.origins import Origin
from peer.models.requests import Asked, AskedState, ReviewRequest
from peer.models.statements import Answer, Statement
from peer.service.standings import settle_later
from tenants.queries.cooperatives import present_day


def ask_again(session: UnitOfWork, *, request: ReviewRequest, author: UUID, drawn: bool) -> bool:
    """Write a request of the member in scope, closed, and who was asked; gives whether it is theirs.

    False when a request of somebody else stands under this id.
    """
    yesterday = present_day(session) - timedelta(days=1)
    request.answer_by = min(request.answer_by or yesterday, yesterday)
    request.subject_id = session.member
    session.add_once(request)
    held = session.get(ReviewRequest, (session.cooperative, request.id), populate_existing=True)
    if held is None or held.subject_id != session.member:
        return False
    asked = Asked(
        request_id=held.id,
        subject_id=session.member,
        reviewer_id=author,
        drawn=drawn,
        state=AskedState.ASKED,
        asked_at=held.sent_at,
    )
    session.add_once(asked)
    return True


def say_again(session: UnitOfWork, *, said: Statement, home: str, did: str) -> bool:
    """Write what the member in scope said elsewhere, and where; gives whether it was not here yet.

    To be named on badges is agreed to in each cooperative anew.
    """
    said.author_id, said.outside, said.named = session.member, False, False
    if not session.add_once(said):
        return False
    whose = {"subject_id": said.subject_id, "author_id": said.author_id}
    session.add_once(Origin(statement_id=said.id, **whose, home=home, did=did))
    return True


def answer_again(session: UnitOfWork, *, statement_id: UUID, answer: Answer | None) -> None:
    """Write the answer of the member in scope if they gave one, and have both levels settled again."""
    said = session.get(Statement, (session.cooperative, statement_id))
    if said is None or said.subject_id != session.member:
        return
    if answer is not None:
        answer.statement_id, answer.subject_id, answer.author_id = said.id, session.member, said.author_id
        session.add_once(answer)
    settle_later(session, member_id=session.member, axis=said.axis)
    if said.author_id is not None:  # what the other said of the author weighs less while both confirm
        settle_later(session, member_id=said.author_id, axis=said.axis)
