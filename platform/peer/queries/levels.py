"""What peers said of the levels of the member in scope, and where these stand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select

from assessment.referential import Axis
from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from peer.models import Answer, AnswerKind, Standing, Statement
from peer.rules import Heard, Stance
from tenants.models import Membership
from tenants.queries.cooperatives import present_day


@dataclass(frozen=True)
class Said:
    """A statement with its author's name (None once they left) and the member's answer, if any."""

    statement: Statement
    author: str | None
    answer: Answer | None


def standings(session: UnitOfWork) -> dict[Axis, Standing]:
    """Where each level of the member in scope stands."""
    statement = select(Standing).where(Standing.member_id == session.member)
    return {each.axis: each for each in session.scalars(statement)}


def statements_about(session: UnitOfWork, axis: Axis) -> list[Said]:
    """What peers said of the member in scope on an axis and still stand by, newest first."""
    statement = _about_us(session).where(Statement.axis == axis)
    rows = session.execute(statement.order_by(Statement.said_at.desc(), Statement.id))
    return [Said(*row) for row in rows]


def heard_about(session: UnitOfWork, axis: Axis) -> list[Heard]:
    """The same as the rule needs it, for the member in scope."""
    said = statements_about(session, axis)
    returned = reciprocal(session, axis, said)
    return [
        Heard(
            stance=row.statement.stance,
            level_seen=row.statement.level_seen,
            level=row.statement.level,
            author=row.statement.author_id,
            period=row.statement.period,
            drawn=row.statement.drawn,
            outside=False,
            reciprocal=row.statement.id in returned,
            answered=row.answer is not None,
        )
        for row in said
    ]


def statement_about_us(session: UnitOfWork, statement_id: UUID) -> Statement:
    """A live statement about the member in scope; raises Unknown otherwise."""
    found = session.scalar(
        select(Statement).where(
            Statement.id == statement_id, Statement.subject_id == session.member, live(session)
        )
    )
    if found is None:
        raise Unknown
    return found


def contest_about_us(session: UnitOfWork, statement_id: UUID) -> Said:
    """Somebody's live statement that sees a level of the member in scope otherwise; raises Unknown."""
    row = session.execute(
        _about_us(session).where(Statement.id == statement_id, Statement.stance == Stance.CONTEST)
    ).one_or_none()
    if row is None:
        raise Unknown
    return Said(*row)


def reciprocal(session: UnitOfWork, axis: Axis, said: Sequence[Said]) -> set[UUID]:
    """The statements whose author the member in scope confirms too on this axis, neither being drawn.

    A view that differs is among them: should the member come near it, it would be a confirmation.
    """
    chosen = [row.statement for row in said if not row.statement.drawn]
    ours = _confirmed_by_us(session, axis, [each.author_id for each in chosen if each.author_id])
    return {each.id for each in chosen if each.author_id in ours}


def answer_to(session: UnitOfWork, statement_id: UUID) -> Answer | None:
    """The answer to a statement, if there is one."""
    return session.scalar(select(Answer).where(Answer.statement_id == statement_id))


def live(session: UnitOfWork) -> ColumnElement[bool]:
    """The condition that a statement was neither withdrawn nor outlived."""
    return and_(Statement.withdrawn_at.is_(None), Statement.expires_on > present_day(session))


def _about_us(session: UnitOfWork) -> Select[Statement, str, Answer]:
    return (
        select(Statement, Membership.display_name, Answer)
        .outerjoin(Membership, and_(Membership.id == Statement.author_id, Membership.until.is_(None)))
        .outerjoin(Answer, Answer.statement_id == Statement.id)
        .where(Statement.subject_id == session.member, live(session))
    )


def _confirmed_by_us(session: UnitOfWork, axis: Axis, members: Collection[UUID]) -> set[UUID]:
    """Those the member in scope confirms, undrawn: endorsed, or seen otherwise until they came near."""
    adjusted = and_(Statement.stance == Stance.CONTEST, Answer.kind == AnswerKind.ADJUST)
    statement = (
        select(Statement.subject_id)
        .outerjoin(Answer, Answer.statement_id == Statement.id)
        .where(
            Statement.author_id == session.member,
            Statement.subject_id.in_(members),
            Statement.axis == axis,
            Statement.drawn.is_(False),
            or_(Statement.stance == Stance.ENDORSE, adjusted),
            live(session),
        )
    )
    return set(session.scalars(statement))
