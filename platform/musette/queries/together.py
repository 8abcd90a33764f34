"""Those who go together, as each of them may read it; and what each agreed to."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from musette.joint import Companion, JointArrival, JointConsent, JointExport, JointSeat
from peer.models.statements import Statement
from tenants.models import Membership


def joint(session: UnitOfWork, joint_id: UUID, *, hold: bool = False) -> JointExport:
    """A common departure the scope lets in, held from others while it changes; raises Unknown otherwise."""
    key = (session.cooperative, joint_id)
    found = session.get(JointExport, key, populate_existing=True, with_for_update=hold or None)
    if found is None:
        raise Unknown
    return found


def joints(session: UnitOfWork) -> Sequence[JointExport]:
    """The common departures the member in scope opened or joined, the last one first."""
    return session.scalars(select(JointExport).order_by(JointExport.opened_at.desc(), JointExport.id)).all()


def here_already(session: UnitOfWork, statements: Sequence[UUID]) -> set[UUID]:
    """Those of these statements that have come into the cooperative in scope."""
    return set(session.scalars(select(Statement.id).where(Statement.id.in_(statements))))


def companions(session: UnitOfWork, joint_id: UUID) -> Sequence[Companion]:
    """Those who go along, as the scope sees them, the first one first."""
    statement = select(Companion).where(Companion.joint_id == joint_id)
    return session.scalars(statement.order_by(Companion.joined_at, Companion.member_id)).all()


def names(session: UnitOfWork, joint_id: UUID) -> dict[UUID, str]:
    """What those who go along are called, in the order they joined."""
    statement = (
        select(Companion.member_id, Membership.display_name)
        .join(Membership, Membership.id == Companion.member_id)
        .where(Companion.joint_id == joint_id)
        .order_by(Companion.joined_at, Companion.member_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def joint_file(session: UnitOfWork, joint_id: UUID) -> bytes:
    """The file; raises Unknown until it is made, and once it is deleted."""
    found = session.scalar(select(JointExport.body).where(JointExport.id == joint_id))
    if found is None:
        raise Unknown
    return found


def own_consent(session: UnitOfWork, consent_id: UUID) -> JointConsent:
    """A common departure the person in scope has joined; raises Unknown otherwise."""
    found = session.scalar(select(JointConsent).where(JointConsent.id == consent_id))
    if found is None:
        raise Unknown
    return found


def agreed_to(session: UnitOfWork, joint_id: UUID) -> JointConsent | None:
    """What the person in scope agreed to take along in a common departure."""
    return session.scalar(select(JointConsent).where(JointConsent.joint_id == joint_id))


def joint_arrival(session: UnitOfWork, arrival_id: UUID, *, whole: bool = False) -> JointArrival:
    """A file that was brought, as the scope lets in; `whole`: with what it holds; raises Unknown."""
    statement = select(JointArrival).where(JointArrival.id == arrival_id)
    statement = statement.options(undefer(JointArrival.body)) if whole else statement
    found = session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise Unknown
    return found


def own_seat(session: UnitOfWork, arrival_id: UUID, *, hold: bool = False) -> JointSeat:
    """The place of the member in scope in a file, held while it changes; raises Unknown without one."""
    statement = select(JointSeat).where(
        JointSeat.arrival_id == arrival_id, JointSeat.member_id == session.member
    )
    statement = statement.with_for_update() if hold else statement
    found = session.scalar(statement.execution_options(populate_existing=hold))
    if found is None:
        raise Unknown
    return found


def own_seats(session: UnitOfWork) -> Sequence[JointSeat]:
    """The places the member in scope has taken, the last one first."""
    statement = select(JointSeat).where(JointSeat.member_id == session.member)
    return session.scalars(statement.order_by(JointSeat.seated_at.desc())).all()


def brought(session: UnitOfWork) -> Sequence[JointArrival]:
    """The files the member in scope brought, the last one first."""
    statement = select(JointArrival).where(JointArrival.brought_by_id == session.member)
    return session.scalars(statement.order_by(JointArrival.arrived_at.desc())).all()


def seated(session: UnitOfWork, arrival_id: UUID) -> Sequence[JointSeat]:
    """Every place of a file that was taken and confirmed, as the machine role."""
    statement = select(JointSeat).where(JointSeat.arrival_id == arrival_id, JointSeat.taken_at.is_not(None))
    return session.scalars(statement.order_by(JointSeat.place)).all()


def going(session: UnitOfWork, joint_id: UUID) -> int:
    """How many go along, as the scope sees them."""
    return session.scalar(select(func.count()).where(Companion.joint_id == joint_id)) or 0
