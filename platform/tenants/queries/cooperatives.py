"""The cooperative itself, its campaigns, and where a person belongs."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import Executable, and_, func, select

from kernel import clock
from kernel.db import Glance, UnitOfWork
from kernel.prepared import Prepared
from kernel.refusals import Unknown
from kernel.scope import Belonging
from kernel.tables import alphabetical
from tenants.models import (
    Campaign,
    Cooperative,
    Membership,
    RoleHeld,
)


def _belongings() -> Executable:
    roles = func.array_agg(RoleHeld.name).filter(RoleHeld.id.is_not(None))
    held = and_(
        RoleHeld.cooperative_id == Membership.cooperative_id,
        RoleHeld.member_id == Membership.id,
        RoleHeld.until.is_(None),
    )
    return (
        select(
            Cooperative.cooperative_id,
            Cooperative.slug,
            Cooperative.name,
            Cooperative.zone,
            Cooperative.closed_at.is_not(None),
            Membership.id,
            Membership.display_name,
            roles,
        )
        .join(Membership, Membership.cooperative_id == Cooperative.cooperative_id)
        .outerjoin(RoleHeld, held)
        .where(Membership.until.is_(None))
        .group_by(Cooperative.cooperative_id, Membership.cooperative_id, Membership.id)
        .order_by(alphabetical(Cooperative.name), Cooperative.slug)
    )


BELONGINGS = Prepared(_belongings())


def belongings(glance: Glance) -> list[Belonging]:
    """The cooperatives of the person in scope, by name; read as the identity role, one statement."""
    return [Belonging(*(*row[:-1], frozenset(row[-1] or ()))) for row in BELONGINGS.rows(glance)]


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
