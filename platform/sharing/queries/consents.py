"""Reading one's own decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from kernel.db import UnitOfWork
from sharing.models import Consent


@dataclass(frozen=True)
class Decision:
    """What a person last decided for one axis, and when."""

    given: bool
    at: datetime


def decisions(session: UnitOfWork, cooperative_id: UUID) -> Mapping[str, Decision]:
    """The last decision of the person in scope on each axis for a cooperative; undecided axes are absent."""
    statement = (
        select(Consent)
        .where(Consent.cooperative_id == cooperative_id)
        .ext(distinct_on(Consent.axis))
        .order_by(Consent.axis, Consent.decided_at.desc(), Consent.id)
    )
    return {
        each.axis: Decision(each.withdrawn_at is None, each.decided_at) for each in session.scalars(statement)
    }
