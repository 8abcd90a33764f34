"""What was said of a person, where they still are and where they no longer are."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from musette.models import CarriedBadge, CarriedStatement, Onward
from peer.models.statements import Answer, Statement
from peer.rules import Stance
from tenants.models import Membership

FILES = (
    CarriedBadge.document,
    CarriedBadge.voices,
    CarriedBadge.bundle,
    CarriedBadge.issuer_keys,
    CarriedBadge.status,
    CarriedBadge.png,
    CarriedBadge.svg,
)


def carried(session: UnitOfWork) -> Sequence[CarriedStatement]:
    """What the person in scope carries of what peers said, the last first."""
    order = (CarriedStatement.said_at.desc(), CarriedStatement.id)
    return session.scalars(select(CarriedStatement).order_by(*order)).all()


def said_of_me(session: UnitOfWork) -> list[tuple[Statement, Answer | None]]:
    """What stands about the member in scope, outlived or not, and the answers they gave."""
    statement = (
        select(Statement, Answer)
        .outerjoin(Answer, Answer.statement_id == Statement.id)
        .where(
            Statement.subject_id == session.member,
            Statement.stance != Stance.ABSTAIN,
            Statement.withdrawn_at.is_(None),
        )
    )
    return [(row[0], row[1]) for row in session.execute(statement.order_by(Statement.said_at, Statement.id))]


def holders_of_my_words(session: UnitOfWork) -> list[tuple[UUID, UUID]]:
    """The statements of the member in scope that others carried away, and who carries them."""
    statement = (
        select(Onward.statement_id, Membership.person_id)
        .join(Membership, Membership.id == Onward.subject_id)
        .where(Onward.author_id == session.member)
    )
    return [(row[0], row[1]) for row in session.execute(statement) if row[1] is not None]


def carried_badges(session: UnitOfWork, *, whole: bool = False) -> list[CarriedBadge]:
    """The badges of the person in scope that come from elsewhere, newest first; `whole`: with their files."""
    wanted = select(CarriedBadge).order_by(CarriedBadge.awarded_at.desc(), CarriedBadge.id)
    if whole:
        wanted = wanted.options(*(undefer(each) for each in FILES))
    return list(session.scalars(wanted))


def carried_badge(session: UnitOfWork, badge_id: UUID) -> CarriedBadge:
    """One of them, with its files; raises Unknown otherwise."""
    wanted = select(CarriedBadge).where(CarriedBadge.id == badge_id)
    found = session.scalar(wanted.options(*(undefer(each) for each in FILES)))
    if found is None:
        raise Unknown
    return found
