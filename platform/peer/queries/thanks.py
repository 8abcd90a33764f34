"""The thank-yous the member in scope has received and not put away."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select

from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from peer.models.thanks import Thanks
from tenants.models import Membership


@dataclass(frozen=True)
class Received:
    """A thank-you and the name of its author."""

    thanks: Thanks
    author: str


def received(session: UnitOfWork) -> list[Received]:
    """Those not put away yet, newest first."""
    rows = session.execute(_received(session).order_by(Thanks.said_at.desc(), Thanks.id))
    return [Received(*row) for row in rows]


def received_one(session: UnitOfWork, thanks_id: UUID) -> Received:
    """One of them; raises Unknown otherwise."""
    row = session.execute(_received(session).where(Thanks.id == thanks_id)).one_or_none()
    if row is None:
        raise Unknown
    return Received(*row)


def _received(session: UnitOfWork) -> Select[Thanks, str]:
    return (
        select(Thanks, Membership.display_name)
        .join(Membership, Membership.id == Thanks.author_id)
        .where(Thanks.recipient_id == session.member, Thanks.put_away_at.is_(None))
    )
