"""What was said of a person, where they still are and where they no longer are."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from kernel.db import UnitOfWork
from musette.models import CarriedStatement, Onward
from peer.models.statements import Answer, Statement
from peer.rules import Stance
from tenants.models import Membership


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
