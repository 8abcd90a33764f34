"""What peers said of the levels of the member in scope, and where these stand."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select

from assessment.referential import Axis
from kernel import clock
from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from peer.models import Answer, Standing, Statement
from peer.rules import Heard, Stance
from tenants.models import Membership


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
    statement = (
        select(Statement, Membership.display_name, Answer)
        .outerjoin(Membership, and_(Membership.id == Statement.author_id, Membership.until.is_(None)))
        .outerjoin(Answer, Answer.statement_id == Statement.id)
        .where(Statement.subject_id == session.member, Statement.axis == axis, live())
        .order_by(Statement.said_at.desc(), Statement.id)
    )
    return [Said(*row) for row in session.execute(statement)]


def heard_about(session: UnitOfWork, axis: Axis) -> list[Heard]:
    """The same as the rule needs it, for the member in scope."""
    said = [row.statement for row in statements_about(session, axis)]
    returned = _endorsed_by_us(session, axis, [each.author_id for each in said if each.author_id])
    answered = _answered(session, [each.id for each in said])
    return [
        Heard(
            stance=each.stance,
            level_seen=each.level_seen,
            level=each.level,
            author=each.author_id,
            period=each.period,
            drawn=each.drawn,
            outside=False,
            reciprocal=not each.drawn and each.stance is Stance.ENDORSE and each.author_id in returned,
            answered=each.id in answered,
        )
        for each in said
    ]


def statement_about_us(session: UnitOfWork, statement_id: UUID) -> Statement:
    """A live statement about the member in scope, locked; raises Unknown otherwise."""
    found = session.scalar(
        select(Statement)
        .where(Statement.id == statement_id, Statement.subject_id == session.member, live())
        .with_for_update()
    )
    if found is None:
        raise Unknown
    return found


def answer_to(session: UnitOfWork, statement_id: UUID) -> Answer | None:
    """The answer to a statement, if there is one."""
    return session.scalar(select(Answer).where(Answer.statement_id == statement_id))


def live() -> ColumnElement[bool]:
    """The condition that a statement was neither withdrawn nor outlived."""
    return and_(Statement.withdrawn_at.is_(None), Statement.expires_on > clock.now().date())


def _endorsed_by_us(session: UnitOfWork, axis: Axis, members: Collection[UUID]) -> set[UUID]:
    statement = select(Statement.subject_id).where(
        Statement.author_id == session.member,
        Statement.subject_id.in_(members),
        Statement.axis == axis,
        Statement.stance == Stance.ENDORSE,
        Statement.drawn.is_(False),
        live(),
    )
    return set(session.scalars(statement))


def _answered(session: UnitOfWork, statements: Collection[UUID]) -> set[UUID]:
    return set(session.scalars(select(Answer.statement_id).where(Answer.statement_id.in_(statements))))
