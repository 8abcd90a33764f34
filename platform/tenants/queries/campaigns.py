"""Campaigns, and who wants no reminder of them."""

from uuid import UUID

from sqlalchemy import select

from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from tenants.models import Campaign, ReminderStop


def campaign(session: UnitOfWork, campaign_id: UUID) -> Campaign:
    """A campaign of the cooperative in scope; raises Unknown otherwise."""
    found = session.scalar(select(Campaign).where(Campaign.id == campaign_id))
    if found is None:
        raise Unknown
    return found


def last_contributors(session: UnitOfWork) -> int | None:
    """How many contributed to the last portrait, rounded down to 5; None when it showed nothing."""
    closed = select(Campaign.contributors).where(Campaign.closed_at.is_not(None))
    return session.scalars(closed.order_by(Campaign.closes_on.desc()).limit(1)).first()


def wants_no_reminder(session: UnitOfWork) -> bool:
    """Whether the member in scope has stopped the reminders of this cooperative."""
    return session.get(ReminderStop, (session.cooperative, session.member)) is not None
