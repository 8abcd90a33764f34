"""Creating and closing a cooperative: acts of the operator, from the command line."""

from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select

from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later_each
from kernel.refusals import N_, Invalid
from people.service import LANGUAGES
from tenants import jobs
from tenants.models import Cooperative
from tenants.queries.cooperatives import cooperative
from tenants.queries.members import members
from tenants.rules import LONGEST_NAME, is_slug
from tenants.service.charters import begin


def create(session: UnitOfWork, *, name: str, slug: str, zone: str, language: str) -> Cooperative:
    """Make a cooperative, in a scope that holds its id to be. Its slug is for ever."""
    if not name.strip() or len(name) > LONGEST_NAME:
        raise Invalid(N_("Give a name of 80 characters at most."), field="name")
    if not is_slug(slug):
        raise Invalid(N_("The short name holds lower-case letters, digits and single hyphens."), field="slug")
    if session.scalar(select(Cooperative.slug).where(Cooperative.slug == slug)):
        raise Invalid(N_("This short name is taken; one is never given twice."), field="slug")
    _check_zone(zone)
    if language not in LANGUAGES:
        raise Invalid(N_("Musette speaks French and English."), field="language")
    made = Cooperative(
        cooperative_id=session.cooperative, name=name.strip(), slug=slug, zone=zone, language=language
    )
    session.add(made)
    session.flush()
    begin(session)
    return made


def close(session: UnitOfWork) -> None:
    """Close the cooperative in scope: nobody enters it any more; every musette stays with its owner.

    What peers said of each member is copied there, since no page shows it any more.
    """
    found = cooperative(session)
    if found.closed_at is None:
        owners = [
            {"person": each.person_id, "member": each.id} for each in members(session) if each.person_id
        ]
        later_each(session, jobs.CARRY, owners)
    found.closed_at = found.closed_at or clock.now()
    found.next_close_on = None


def by_slug(session: UnitOfWork, *, slug: str) -> UUID | None:
    """The id of the cooperative with this slug, open or closed."""
    return session.scalar(select(Cooperative.cooperative_id).where(Cooperative.slug == slug))


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise Invalid(N_("This time zone is unknown: write it like Europe/Paris."), field="zone") from fault
