"""Words that can be reported, and the reports made of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from peer.models.mediations import Report, Reported
from peer.models.requests import ReviewRequest
from peer.models.statements import Answer, Statement
from peer.models.thanks import Thanks
from peer.queries.mediations import may_mediate

Row = ReviewRequest | Statement | Answer | Thanks


@dataclass(frozen=True)
class Written:
    """Words as they stand in their row: who wrote them, and to whom (None: to everyone who reads the row)."""

    row: Row
    words: str
    author_id: UUID | None
    to: UUID | None


def words_seen(session: UnitOfWork, kind: Reported, about_id: UUID) -> Written:
    """Words that somebody else wrote to the member in scope; raises Unknown otherwise."""
    found = words_written(session, kind, about_id)
    theirs = found is not None and found.author_id != session.member and found.to in (None, session.member)
    if found is None or not theirs or not found.words:
        raise Unknown
    return found


def words_written(session: UnitOfWork, kind: Reported, about_id: UUID) -> Written | None:
    """The words of a row, as they are now; None when there is no such row."""
    return READERS[kind](session, about_id)


def own_report(session: UnitOfWork, kind: Reported, about_id: UUID) -> Report | None:
    """The report the member in scope made of these words, if they did."""
    statement = select(Report).where(
        Report.reporter_id == session.member, Report.kind == kind, Report.about_id == about_id
    )
    return session.scalar(statement)


def report_given(session: UnitOfWork, report_id: UUID) -> Report:
    """A report given to the member in scope, who still mediates; raises Unknown otherwise."""
    statement = select(Report).where(Report.id == report_id, Report.mediator_id == session.member)
    found = session.scalar(statement)
    if found is None or not may_mediate(session):
        raise Unknown
    return found


def reports_waiting(session: UnitOfWork, mediator_id: UUID) -> Sequence[Report]:
    """The reports given to a mediator that wait for a decision, the oldest first."""
    statement = select(Report).where(Report.mediator_id == mediator_id, Report.decided_at.is_(None))
    return session.scalars(statement.order_by(Report.reported_at, Report.id)).all()


def _of_request(session: UnitOfWork, request_id: UUID) -> Written | None:
    row = session.get(ReviewRequest, (session.cooperative, request_id))
    if row is None:
        return None
    return Written(row, "\n\n".join(filter(None, (row.message, row.evidence))), row.subject_id, None)


def _of_statement(session: UnitOfWork, statement_id: UUID) -> Written | None:
    row = session.get(Statement, (session.cooperative, statement_id))
    return Written(row, row.words, row.author_id, row.subject_id) if row else None


def _of_answer(session: UnitOfWork, statement_id: UUID) -> Written | None:
    row = session.get(Answer, (session.cooperative, statement_id))
    return Written(row, row.words, row.subject_id, row.author_id) if row and row.author_id else None


def _of_thanks(session: UnitOfWork, thanks_id: UUID) -> Written | None:
    row = session.get(Thanks, (session.cooperative, thanks_id))
    return Written(row, row.words, row.author_id, row.recipient_id) if row else None


READERS: dict[Reported, Callable[[UnitOfWork, UUID], Written | None]] = {
    Reported.REQUEST: _of_request,
    Reported.STATEMENT: _of_statement,
    Reported.ANSWER: _of_answer,
    Reported.THANKS: _of_thanks,
}
