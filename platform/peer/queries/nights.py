"""What a night looks for among the requests and statements of a cooperative: read as the machine role."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, SQLColumnExpression, and_, cast, exists, func, select

from assessment.referential import Axis
from kernel.db import UnitOfWork
from peer.models.requests import Asked, AskedState, ReviewRequest
from peer.models.statements import Standing, Statement
from peer.queries.availability import askable
from peer.rules import Stance
from tenants.models import Membership


@dataclass(frozen=True)
class Drawing:
    """A drawn peer of an open request: whether they spoke, and whether they may be asked today."""

    asked: Asked
    spoke: bool
    available: bool


def drawings(
    session: UnitOfWork, *, answer_from: date, today: date
) -> list[tuple[ReviewRequest, list[Drawing]]]:
    """The requests sent that may be answered on this day still, each with its draw in order."""
    statement = (
        select(ReviewRequest, Asked, _spoke(), askable(Asked.subject_id, today))
        .join(Asked, Asked.request_id == ReviewRequest.id)
        .join(Membership, Membership.id == Asked.reviewer_id)
        .where(
            ReviewRequest.withdrawn_at.is_(None),
            ReviewRequest.answer_by >= answer_from,
            Asked.drawn,
        )
        .order_by(ReviewRequest.id, Asked.rank)
    )
    rows = session.execute(statement).all()
    return [
        (request, [Drawing(row[1], row[2], row[3]) for row in group])
        for request, group in groupby(rows, key=lambda row: row[0])
    ]


def outlived(session: UnitOfWork, *, today: date, zone: str) -> list[tuple[UUID, Axis]]:
    """The levels last settled before a statement that weighed on them ended.

    A statement weighs on the level it is about, and on its author's own: two people who confirm each other
    do so no more once one of the two statements has ended.
    """
    statement = (
        select(Standing.member_id, Standing.axis)
        .join(
            Statement,
            and_(
                Standing.member_id.in_((Statement.subject_id, Statement.author_id)),
                Standing.axis == Statement.axis,
            ),
        )
        .where(
            Statement.withdrawn_at.is_(None),
            Statement.stance != Stance.ABSTAIN,
            Statement.expires_on <= today,
            Statement.expires_on > day_in(zone, Standing.settled_at),
        )
        .distinct()
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def open_until(first: date, last: date) -> Select[UUID]:
    """The requests sent and not withdrawn whose last day lies between two."""
    return select(ReviewRequest.id).where(
        ReviewRequest.withdrawn_at.is_(None), ReviewRequest.answer_by.between(first, last)
    )


def day_in(
    zone: str, moment: SQLColumnExpression[datetime] | SQLColumnExpression[datetime | None]
) -> ColumnElement[date]:
    """The day a moment belongs to in a time zone."""
    return cast(func.timezone(zone, moment), Date)


def _spoke() -> ColumnElement[bool]:
    return exists().where(
        Statement.request_id == Asked.request_id,
        Statement.author_id == Asked.reviewer_id,
        Statement.stance != Stance.ABSTAIN,
        Statement.withdrawn_at.is_(None),
    )


def is_waited_for(asked: Asked) -> bool:
    """Whether a drawn peer has been asked, or is about to be."""
    return asked.asked_at is not None or asked.state is AskedState.NAMED
