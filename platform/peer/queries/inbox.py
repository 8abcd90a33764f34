"""The requests the member in scope has received, and what they said of others."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, and_, select

from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from peer.models.requests import Asked, AskedState, ReviewRequest
from peer.models.statements import Statement
from peer.queries.levels import live
from tenants.models import Membership
from tenants.queries.cooperatives import present_day


@dataclass(frozen=True)
class Wanted:
    """A request as the peer asked reads it: whose, about what, and what they said already."""

    asked: Asked
    request: ReviewRequest
    subject: str
    statement: Statement | None


def inbox(session: UnitOfWork, today: date | None = None) -> list[Wanted]:
    """The requests the member in scope may still answer, the nearest day first."""
    today = today or present_day(session)
    rows = session.execute(
        _wanted(session)
        .where(ReviewRequest.withdrawn_at.is_(None), ReviewRequest.answer_by >= today, Statement.id.is_(None))
        .order_by(ReviewRequest.answer_by, Asked.id)
    )
    return [Wanted(*row) for row in rows]


def said_by_us(session: UnitOfWork) -> list[Wanted]:
    """The requests the member in scope has answered and still stands by, newest first."""
    rows = session.execute(_wanted(session).where(live(session)).order_by(Statement.said_at.desc(), Asked.id))
    return [Wanted(*row) for row in rows]


def wanted(session: UnitOfWork, asked_id: UUID) -> Wanted:
    """One request as the member in scope was asked it; raises Unknown otherwise."""
    row = session.execute(_wanted(session).where(Asked.id == asked_id)).one_or_none()
    if row is None:
        raise Unknown
    return Wanted(*row)


def own_statement(session: UnitOfWork, statement_id: UUID) -> Statement:
    """A statement the member in scope made; raises Unknown otherwise."""
    found = session.scalar(
        select(Statement).where(Statement.id == statement_id, Statement.author_id == session.member)
    )
    if found is None:
        raise Unknown
    return found


def _wanted(session: UnitOfWork) -> Select[Asked, ReviewRequest, str, Statement]:
    ours = and_(
        Statement.request_id == ReviewRequest.id,
        Statement.author_id == session.member,
        Statement.withdrawn_at.is_(None),
    )
    return (
        select(Asked, ReviewRequest, Membership.display_name, Statement)
        .join(ReviewRequest, ReviewRequest.id == Asked.request_id)
        .join(Membership, Membership.id == Asked.subject_id)
        .outerjoin(Statement, ours)
        .where(
            Asked.reviewer_id == session.member,
            Asked.state == AskedState.ASKED,
            Membership.until.is_(None),
        )
    )
