"""Campaigns, and who wants no reminder of them."""

from datetime import date
from uuid import UUID

from sqlalchemy import Select, select

from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from tenants.models import Campaign, ReminderStop
from tenants.queries.cooperatives import present_day


def campaign(session: UnitOfWork, campaign_id: UUID) -> Campaign:
    """A campaign of the cooperative in scope; raises Unknown otherwise."""
    found = session.scalar(select(Campaign).where(Campaign.id == campaign_id))
    if found is None:
        raise Unknown
    return found


def closing(session: UnitOfWork) -> Campaign | None:
    """The campaign whose last day is over and whose portrait is still to come; None when there is none."""
    over = select(Campaign).where(Campaign.closed_at.is_(None), Campaign.closes_on < present_day(session))
    return session.scalars(over.order_by(Campaign.closes_on).limit(1)).first()


def last_contributors(session: UnitOfWork) -> int | None:
    """How many contributed to the last portrait, rounded down to 5; None when it showed nothing."""
    found = last_closed(session)
    return found.contributors if found else None


def campaign_of(session: UnitOfWork, closed_on: date) -> Campaign:
    """The campaign whose portrait was made for a closing day; raises Unknown when there is none."""
    found = session.scalar(_closed().where(Campaign.closes_on == closed_on))
    if found is None:
        raise Unknown
    return found


def previous_commitments(session: UnitOfWork, closed_on: date) -> list[str]:
    """What was committed to beside the portrait just before a closing day, three at most."""
    before = _closed().where(Campaign.closes_on < closed_on).order_by(Campaign.closes_on.desc()).limit(1)
    found = session.scalars(before).first()
    return list(found.commitments) if found else []


def last_closed(session: UnitOfWork) -> Campaign | None:
    """The campaign closed last."""
    return session.scalars(_closed().order_by(Campaign.closes_on.desc()).limit(1)).first()


def may_be_noted(session: UnitOfWork, closed: Campaign) -> bool:
    """Whether the note of a closed campaign may still be written: the last day of the next is not over."""
    later = select(Campaign).where(Campaign.closes_on > closed.closes_on).order_by(Campaign.closes_on)
    following = session.scalars(later.limit(1)).first()
    return following is None or (following.closed_at is None and following.closes_on >= present_day(session))


def wants_no_reminder(session: UnitOfWork) -> bool:
    """Whether the member in scope has stopped the reminders of this cooperative."""
    return session.get(ReminderStop, (session.cooperative, session.member)) is not None


def _closed() -> Select[Campaign]:
    return select(Campaign).where(Campaign.closed_at.is_not(None))
