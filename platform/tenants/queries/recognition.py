"""Who is asking, and where they belong: the one statement every request of somebody signed in begins with."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, and_, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from kernel import clock
from kernel.db import Database
from kernel.keys import digest
from kernel.prepared import Prepared
from kernel.scope import Belonging
from kernel.tables import alphabetical
from kernel.walls import Role
from people.queries import signed_in
from tenants.models import Cooperative, Membership, RoleHeld


@dataclass(frozen=True)
class Recognised:
    """Whose token this is, when the sign-in was last seen, and this person's cooperatives, by name."""

    person_id: UUID
    email: str
    language: str
    login_id: UUID
    last_seen_at: datetime
    belongings: tuple[Belonging, ...]


def recognise(database: Database, token: str) -> Recognised | None:
    """Whose sign-in this token is, None when it is unknown or over."""
    found = RECOGNISE.rows(database, digest=digest(token), now=clock.now())
    if not found:
        return None
    person_id, email, language, login_id, last_seen_at, places = found[0]
    belongings = tuple(_belonging(each) for each in places or ())
    return Recognised(person_id, email, language, login_id, last_seen_at, belongings)


def _recognise() -> Executable:
    who = signed_in()
    held = and_(
        RoleHeld.cooperative_id == Membership.cooperative_id,
        RoleHeld.member_id == Membership.id,
        RoleHeld.until.is_(None),
    )
    roles = select(func.json_agg(RoleHeld.name)).where(held).correlate(Membership).scalar_subquery()
    belonging = {
        "cooperative_id": Cooperative.cooperative_id,
        "slug": Cooperative.slug,
        "name": Cooperative.name,
        "zone": Cooperative.zone,
        "closed": Cooperative.closed_at.is_not(None),
        "member_id": Membership.id,
        "display_name": Membership.display_name,
        "roles": roles,
    }
    told = func.json_build_object(*chain.from_iterable(belonging.items()))
    by_name = aggregate_order_by(told, alphabetical(Cooperative.name), Cooperative.slug)
    places = (
        select(func.json_agg(by_name))
        .join_from(Membership, Cooperative, Membership.cooperative_id == Cooperative.cooperative_id)
        .where(Membership.until.is_(None), who.c.here.is_not(None))
        .correlate(who)
        .scalar_subquery()
    )
    return select(*(each for each in who.c if each is not who.c.here), places)


def _belonging(told: dict[str, Any]) -> Belonging:
    ids = {name: UUID(told[name]) for name in ("cooperative_id", "member_id")}
    return Belonging(**{**told, **ids, "roles": frozenset(told["roles"] or ())})


RECOGNISE = Prepared(_recognise(), Role.IDENTITY)
