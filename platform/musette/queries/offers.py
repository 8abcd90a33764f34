"""What the members of the cooperative in scope offer each other."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from assessment.referential import Axis
from kernel.db import UnitOfWork
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


def offers(session: UnitOfWork) -> dict[Axis, list[Offered]]:
    """The offers of present members by axis, by name: never by level, nor by how often they are asked.

    A workshop is shown until its day is over.
    """
    statement = (
        select(Offer, Membership.display_name)
        .join(Membership, Membership.id == Offer.member_id)
        .where(Membership.until.is_(None), Membership.person_id.is_not(None))
        .where(or_(Offer.on.is_(None), Offer.on >= present_day(session)))
        .order_by(alphabetical(Membership.display_name), Offer.created_at, Offer.id)
    )
    found: dict[Axis, list[Offered]] = {axis: [] for axis in Axis}
    for row, name in session.execute(statement):
        found[row.axis].append(Offered(row, name))
    return found


def own_offer(session: UnitOfWork, offer_id: UUID) -> Offer:
    """An offer of the member in scope; raises Unknown otherwise."""
    found = session.scalar(select(Offer).where(Offer.id == offer_id, Offer.member_id == session.member))
    if found is None:
        raise Unknown
    return found
