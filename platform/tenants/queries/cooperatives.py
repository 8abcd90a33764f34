"""The cooperative itself, and its campaigns."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select

from kernel import clock
from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from tenants.models import Campaign, Cooperative


def cooperative(session: UnitOfWork) -> Cooperative:
    """The cooperative in scope."""
    found = session.get(Cooperative, session.cooperative)
    if found is None:
        raise Unknown
    session.info["cooperative"] = (
        found  # a session holds its rows weakly: this one is asked for again and again
    )
    return found


def named_cooperatives(session: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, str]:
    """What cooperatives are called, those left and those closed included."""
    columns = (Cooperative.cooperative_id, Cooperative.name)
    rows = session.execute(select(*columns).where(Cooperative.cooperative_id.in_(ids)))
    return {row.cooperative_id: row.name for row in rows}


def present_day(session: UnitOfWork) -> date:
    """The day it is in the cooperative in scope."""
    return clock.today(cooperative(session).zone)


def open_campaign(session: UnitOfWork) -> Campaign | None:
    """The campaign that has not closed yet."""
    return session.scalar(select(Campaign).where(Campaign.closed_at.is_(None)).order_by(Campaign.closes_on))


def closing_days(session: UnitOfWork) -> list[date]:
    """The closing days of all campaigns, oldest first."""
    return list(session.scalars(select(Campaign.closes_on).order_by(Campaign.closes_on)))
