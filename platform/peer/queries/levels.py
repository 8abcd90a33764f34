"""What peers said of the levels of the member in scope, and where these stand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from assessment.referential import Axis
from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from peer.models.mediations import Ending, Mediation
from peer.models.origins import Origin
from peer.models.requests import Witness
from peer.models.statements import Answer, AnswerKind, Standing, Statement
from peer.rules import WITHIN, Heard, Stance, confirming
from tenants.models import Membership
from tenants.queries.cooperatives import present_day

ANSWERING = (Ending.OUTCOME, Ending.LEFT)


@dataclass(frozen=True)
class Said:
    """A statement, the name of its author or witness (None once gone), its answer and its mediation."""

    statement: Statement
    author: str | None
    answer: Answer | None
    mediation: Mediation | None

    @property
    def answered(self) -> bool:
        """Whether the member has answered; asking for mediation is an answer once it has ended, if begun."""
        if self.answer is None or self.answer.kind is not AnswerKind.MEDIATE:
            return self.answer is not None
        return self.mediation is not None and self.mediation.ending in ANSWERING


@dataclass(frozen=True)
class Confirmed:
    """A statement that confirms a level, the name of its author (None once gone), whether it is returned."""

    statement: Statement
    author: str | None
    reciprocal: bool


def standings(session: UnitOfWork) -> dict[Axis, Standing]:
    """Where each level of the member in scope stands."""
    statement = select(Standing).where(Standing.member_id == session.member)
    return {each.axis: each for each in session.scalars(statement)}


def statements_about(session: UnitOfWork, axis: Axis) -> list[Said]:
    """What peers said of the member in scope on an axis and still stand by, newest first."""
    statement = _about_us(session).where(Statement.axis == axis)
    rows = session.execute(statement.order_by(Statement.said_at.desc(), Statement.id))
    return [Said(*row) for row in rows]


def said_about(session: UnitOfWork) -> dict[Axis, int]:
    """How many statements about the member in scope stand on each axis; axes without one are absent."""
    statement = (
        select(Statement.axis, func.count(Statement.id))
        .where(Statement.subject_id == session.member, live(session))
        .group_by(Statement.axis)
    )
    return {axis: count for axis, count in session.execute(statement)}  # noqa: C416 - rows are not pairs to mypy


def heard_about(session: UnitOfWork, axis: Axis) -> list[Heard]:
    """The same as the rule needs it, for the member in scope."""
    return _heard(session, axis, statements_about(session, axis))


def confirmed_by(session: UnitOfWork, axis: Axis, level: int) -> list[Confirmed]:
    """The peers who confirm this level of the member in scope, as the rule counts them, oldest first."""
    said = statements_about(session, axis)
    heard = _heard(session, axis, said)
    counted = {id(each) for each in confirming(level, heard)}
    pairs = [(row, each) for row, each in zip(said, heard, strict=True) if id(each) in counted]
    return [Confirmed(row.statement, row.author, each.reciprocal) for row, each in reversed(pairs)]


def _heard(session: UnitOfWork, axis: Axis, said: Sequence[Said]) -> list[Heard]:
    returned = reciprocal(session, axis, said)
    return [
        Heard(
            stance=row.statement.stance,
            level_seen=row.statement.level_seen,
            level=row.statement.level,
            author=row.statement.author_id,
            period=row.statement.period,
            drawn=row.statement.drawn,
            outside=row.statement.outside,
            reciprocal=row.statement.id in returned,
            answered=row.answered,
        )
        for row in said
    ]


def homes(session: UnitOfWork) -> dict[UUID, str]:
    """Where statements about the member in scope were made, for those that were brought from elsewhere."""
    statement = select(Origin.statement_id, Origin.home).where(Origin.subject_id == session.member)
    return {row[0]: row[1] for row in session.execute(statement)}


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
    """The statements whose author the member in scope confirms too on this axis, unless the lot drew both.

    A view that differs is among them: should the member come near it, it would be a confirmation.
    """
    ours = _confirmed_by_us(
        session, axis, [row.statement.author_id for row in said if row.statement.author_id]
    )
    statements = [row.statement for row in said]
    return {
        each.id for each in statements if each.author_id in ours and not (each.drawn and ours[each.author_id])
    }


def come_near(session: UnitOfWork, axis: Axis, level: int) -> list[UUID]:
    """The views that differed, that a level of the member in scope has come near, and not yet noted so."""
    statement = select(Statement.id).where(
        Statement.subject_id == session.member,
        Statement.axis == axis,
        Statement.stance == Stance.CONTEST,
        Statement.level.between(level - WITHIN, level + WITHIN),
        Statement.joined_at.is_(None),
        live(session),
    )
    return list(session.scalars(statement))


def answer_to(session: UnitOfWork, statement_id: UUID) -> Answer | None:
    """The answer to a statement as it is now, if there is one."""
    return session.get(Answer, (session.cooperative, statement_id), populate_existing=True)


def live(session: UnitOfWork) -> ColumnElement[bool]:
    """The condition that a statement was neither withdrawn nor outlived."""
    return and_(Statement.withdrawn_at.is_(None), Statement.expires_on > present_day(session))


def _about_us(session: UnitOfWork) -> Select[Statement, str, Answer, Mediation]:
    return (
        select(Statement, func.coalesce(Membership.display_name, Witness.name), Answer, Mediation)
        .outerjoin(Membership, and_(Membership.id == Statement.author_id, Membership.until.is_(None)))
        .outerjoin(Witness, Witness.id == Statement.witness_id)
        .outerjoin(Answer, Answer.statement_id == Statement.id)
        .outerjoin(Mediation, Mediation.statement_id == Statement.id)
        .where(Statement.subject_id == session.member, live(session))
    )


def _confirmed_by_us(session: UnitOfWork, axis: Axis, members: Collection[UUID]) -> dict[UUID, bool]:
    """Those the member in scope confirms (or saw otherwise until they came near), and whether when drawn."""
    adjusted = and_(Statement.stance == Stance.CONTEST, Answer.kind == AnswerKind.ADJUST)
    statement = (
        select(Statement.subject_id, Statement.drawn)
        .outerjoin(Answer, Answer.statement_id == Statement.id)
        .where(
            Statement.author_id == session.member,
            Statement.subject_id.in_(members),
            Statement.axis == axis,
            or_(Statement.stance == Stance.ENDORSE, adjusted),
            live(session),
        )
        .order_by(Statement.drawn.desc())  # confirmed in two periods: chosen once is enough
    )
    return {row.subject_id: row.drawn for row in session.execute(statement)}
