"""What the members of the cooperative in scope offer each other."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true

from assessment.referential import Axis
from kernel.db import UnitOfWork
from kernel.paging import Page, page_of
from kernel.refusals import Unknown
from kernel.tables import alphabetical
from musette.models import Offer
from tenants.models import Membership
from tenants.queries.cooperatives import present_day


@dataclass(frozen=True)
class Offered:
    """An offer, and the name of whoever makes it."""

    row: Offer
    name: str


def offers(session: UnitOfWork, *, axis: Axis | None = None, page: int = 0) -> Page[Offered]:
    """A page of what present members offer, axis by axis, then by name; on one axis alone if it is given.

    Never by level, nor by how often they are asked. A workshop is shown until its day is over.
    """
    rank = case({each: number for number, each in enumerate(Axis)}, value=Offer.axis)
    statement = (
        select(Offer, Membership.display_name)
        .join(Membership, Membership.id == Offer.member_id)
        .where(_stands(session), Offer.axis == axis if axis else true())
        .order_by(rank, alphabetical(Membership.display_name), Offer.created_at, Offer.id)
    )
    return page_of(session, statement, page).of(lambda row: Offered(*row))


def offers_by_axis(session: UnitOfWork) -> dict[Axis, int]:
    """How many offers there are on each axis that has some, in the order of axes."""
    statement = (
        select(Offer.axis, func.count())
        .join(Membership, Membership.id == Offer.member_id)
        .where(_stands(session))
        .group_by(Offer.axis)
    )
    found = {row[0]: row[1] for row in session.execute(statement)}
    return {axis: found[axis] for axis in Axis if axis in found}


def own_offer(session: UnitOfWork, offer_id: UUID) -> Offer:
    """An offer of the member in scope; raises Unknown otherwise."""
    found = session.scalar(select(Offer).where(Offer.id == offer_id, Offer.member_id == session.member))
    if found is None:
        raise Unknown
    return found


def _stands(session: UnitOfWork) -> ColumnElement[bool]:
    """Its author is still a member, and its day, if it has one, is not over."""
    here = and_(Membership.until.is_(None), Membership.person_id.is_not(None))
    return and_(here, or_(Offer.on.is_(None), Offer.on >= present_day(session)))
