"""Mediations, as the three people of one exchange read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased

from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from peer.models.mediations import Ending, Mediation
from peer.models.statements import Answer, Statement
from tenants.models import COORDINATING, Membership, RoleName
from tenants.queries.members import mediators


@dataclass(frozen=True)
class Mediated:
    """A mediation, its exchange, and its three names (None once somebody left).

    For the mediator there is no exchange any more once the mediation has ended.
    """

    mediation: Mediation
    statement: Statement | None
    answer: Answer | None
    subject: str | None
    author: str | None
    mediator: str | None


def mediation_seen(session: UnitOfWork, statement_id: UUID) -> Mediated:
    """The mediation of an exchange the member in scope takes part in, as it is now; raises Unknown.

    Its mediator sees it from the author's agreement, and only as long as they hold the role.
    """
    statement = _mediated().where(
        Mediation.statement_id == statement_id, or_(_between_us(session), _mediated_by_us(session))
    )
    row = session.execute(statement, execution_options={"populate_existing": True}).one_or_none()
    if row is None or (row[0].mediator_id == session.member and not may_mediate(session)):
        raise Unknown
    return Mediated(*row)


def mediation_of(session: UnitOfWork, statement_id: UUID) -> Mediation | None:
    """The mediation of an exchange, if one was asked for."""
    return session.get(Mediation, (session.cooperative, statement_id), populate_existing=True)


def our_mediations(session: UnitOfWork) -> list[Mediated]:
    """The mediations that are proposed or under way between the member in scope and somebody else."""
    statement = _mediated().where(_between_us(session), Mediation.ended_at.is_(None))
    return _listed(session, statement)


def to_mediate(session: UnitOfWork) -> list[Mediated]:
    """The mediations under way that the member in scope leads."""
    statement = _mediated().where(_mediated_by_us(session), Mediation.ended_at.is_(None))
    return _listed(session, statement)


def open_mediations(session: UnitOfWork, member_id: UUID) -> Sequence[Mediation]:
    """Those that have not ended and involve a member, as one of the three; read as the machine role."""
    three = (Mediation.subject_id, Mediation.author_id, Mediation.mediator_id)
    statement = select(Mediation).where(
        or_(*(each == member_id for each in three)), Mediation.ended_at.is_(None)
    )
    return session.scalars(statement.order_by(Mediation.asked_at, Mediation.statement_id)).all()


def mediators_for(session: UnitOfWork, *concerned: UUID | None) -> list[Membership]:
    """Who may mediate between these members, or read words for them: neither of them, the longest first."""
    return [each for each in mediators(session) if each.id not in concerned]


def may_mediate(session: UnitOfWork) -> bool:
    """Whether the member in scope holds the role, and does not coordinate."""
    roles = session.scope.roles
    return RoleName.MEDIATOR in roles and not roles & {*COORDINATING}


def may_be_asked_again(session: UnitOfWork, mediation: Mediation) -> bool:
    """Whether another mediator may be asked: the first one is not there any more."""
    present = {each.id for each in mediators(session)}
    return mediation.ending is Ending.LEFT and mediation.mediator_id not in present


def _between_us(session: UnitOfWork) -> ColumnElement[bool]:
    return or_(Mediation.subject_id == session.member, Mediation.author_id == session.member)


def _mediated_by_us(session: UnitOfWork) -> ColumnElement[bool]:
    return and_(Mediation.mediator_id == session.member, Mediation.agreed_at.is_not(None))


def _listed(
    session: UnitOfWork, statement: Select[Mediation, Statement, Answer, str, str, str]
) -> list[Mediated]:
    rows = session.execute(statement.order_by(Mediation.asked_at, Mediation.statement_id))
    return [Mediated(*row) for row in rows]


def _mediated() -> Select[Mediation, Statement, Answer, str, str, str]:
    subject, author, mediator = aliased(Membership), aliased(Membership), aliased(Membership)
    return (
        select(
            Mediation,
            Statement,
            Answer,
            subject.display_name,
            author.display_name,
            mediator.display_name,
        )
        .outerjoin(Statement, Statement.id == Mediation.statement_id)
        .outerjoin(Answer, Answer.statement_id == Mediation.statement_id)
        .outerjoin(subject, and_(subject.id == Mediation.subject_id, subject.until.is_(None)))
        .outerjoin(author, and_(author.id == Mediation.author_id, author.until.is_(None)))
        .outerjoin(mediator, and_(mediator.id == Mediation.mediator_id, mediator.until.is_(None)))
    )
