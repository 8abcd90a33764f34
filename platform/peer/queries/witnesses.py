"""Witnesses from outside: as the member who names them, and as themselves, by their link."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select

from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from kernel.tables import alphabetical
from peer.models.requests import ReviewRequest, Witness
from peer.models.statements import Statement
from tenants.models import Cooperative, Membership


@dataclass(frozen=True)
class Called:
    """A request as the witness in scope reads it: whose, about what, and what they said already."""

    witness: Witness
    request: ReviewRequest
    subject: str
    cooperative: str
    statement: Statement | None


def witnesses(session: UnitOfWork, request_id: UUID) -> Sequence[Witness]:
    """The witnesses named in a request of the member in scope, by name."""
    statement = select(Witness).where(Witness.request_id == request_id, Witness.subject_id == session.member)
    return session.scalars(statement.order_by(alphabetical(Witness.name), Witness.id)).all()


def called(session: UnitOfWork) -> Called:
    """What the witness in scope is asked; raises Unknown once there is nothing left to say or take back.

    A request that was withdrawn is still read by a witness who has spoken: they may take it back.
    """
    theirs = and_(Statement.witness_id == Witness.id, Statement.withdrawn_at.is_(None))
    row = session.execute(
        select(Witness, ReviewRequest, Membership.display_name, Cooperative.name, Statement)
        .join(ReviewRequest, ReviewRequest.id == Witness.request_id)
        .join(Membership, Membership.id == Witness.subject_id)
        .join(Cooperative, Cooperative.cooperative_id == Witness.cooperative_id)
        .outerjoin(Statement, theirs)
        .where(
            Witness.id == session.member,
            ReviewRequest.sent_at.is_not(None),
            or_(ReviewRequest.withdrawn_at.is_(None), Statement.id.is_not(None)),
            Membership.until.is_(None),
            Cooperative.closed_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        raise Unknown
    return Called(*row)
