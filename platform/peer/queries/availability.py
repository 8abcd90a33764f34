"""Who may be asked now: whole for the draw, as the machine role; one's own part for each member."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    and_,
    exists,
    func,
    or_,
    select,
)

from assessment.referential import Axis
from kernel.db import UnitOfWork
from kernel.tables import alphabetical
from peer.draw import OPEN_AT_MOST
from peer.models.availability import Block, Pause, Validator
from peer.models.requests import Asked, AskedState, ReviewRequest
from peer.models.statements import Statement
from tenants.models import Membership
from tenants.queries.cooperatives import present_day
from tenants.queries.members import current_members

Someone = UUID | SQLColumnExpression[UUID]


def askable(subject: Someone, today: date) -> ColumnElement[bool]:
    """The condition that a `Membership` takes a request of this member today; as the machine role."""
    return and_(
        Membership.until.is_(None),
        Membership.person_id.is_not(None),
        ~paused(Membership.id, today),
        ~apart(subject, Membership.id),
        waiting(today) < OPEN_AT_MOST,
    )


def paused(member_id: Someone, today: date) -> ColumnElement[bool]:
    """The condition that somebody takes no new request today; as the machine role."""
    return exists().where(Pause.member_id == member_id, Pause.until > today)


def apart(one: Someone, other: Someone) -> ColumnElement[bool]:
    """The condition that one of two members keeps the other apart; as the machine role."""
    return exists().where(
        or_(
            and_(Block.member_id == one, Block.other_id == other),
            and_(Block.member_id == other, Block.other_id == one),
        )
    )


def validating(axis: Axis) -> ColumnElement[bool]:
    """The condition that a `Membership` accepts to be drawn more often; as the machine role."""
    return exists().where(Validator.member_id == Membership.id, Validator.axis == axis)


def waiting(today: date) -> ScalarSelect[int]:
    """How many requests wait for the answer of a `Membership`; as the machine role."""
    return (
        select(func.count())
        .select_from(Asked)
        .join(ReviewRequest, ReviewRequest.id == Asked.request_id)
        .where(
            Asked.reviewer_id == Membership.id,
            Asked.state == AskedState.ASKED,
            ReviewRequest.withdrawn_at.is_(None),
            ReviewRequest.answer_by >= today,
            ~answered(),
        )
        .correlate(Membership)
        .scalar_subquery()
    )


def answered() -> ColumnElement[bool]:
    """The condition that an `Asked` row was answered, be it by an abstention; as the machine role."""
    return exists().where(Statement.request_id == Asked.request_id, Statement.author_id == Asked.reviewer_id)


def away(session: UnitOfWork, subject_id: UUID, reviewers: Collection[UUID]) -> set[UUID]:
    """Those among these who take no request of this member today, or have left; as the machine role."""
    statement = current_members().order_by(None).with_only_columns(Membership.id)
    may = statement.where(Membership.id.in_(reviewers), askable(subject_id, present_day(session)))
    return {*reviewers} - {*session.scalars(may)}


def own_pause(session: UnitOfWork) -> Pause | None:
    """The pause of the member in scope, if it lasts."""
    statement = select(Pause).where(Pause.member_id == session.member, Pause.until > present_day(session))
    return session.scalar(statement)


def kept_apart(session: UnitOfWork) -> Sequence[Membership]:
    """Those the member in scope keeps apart, by name."""
    statement = select(Membership).where(Membership.id.in_(own_blocks(session)))
    return session.scalars(statement.order_by(alphabetical(Membership.display_name), Membership.id)).all()


def own_blocks(session: UnitOfWork) -> Select[UUID]:
    """The ids of those the member in scope keeps apart."""
    return select(Block.other_id).where(Block.member_id == session.member)


def own_validations(session: UnitOfWork) -> set[Axis]:
    """The axes on which the member in scope accepts to be drawn more often."""
    return {*session.scalars(select(Validator.axis).where(Validator.member_id == session.member))}
