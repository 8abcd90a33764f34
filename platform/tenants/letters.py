"""What this room writes to people."""

from uuid import UUID

from sqlalchemy import select

from kernel import clock
from kernel.db import UnitOfWork
from kernel.mail import Letter
from kernel.settings import Settings
from people.letters import Addressed
from tenants.amendments import sentences
from tenants.models import Invitation, Membership
from tenants.queries.charters import in_force, version
from tenants.queries.cooperatives import cooperative
from tenants.queries.members import is_member
from tenants.service.invitations import token_of


def invitation_letter(session: UnitOfWork, invitation_id: UUID, settings: Settings) -> Addressed | None:
    """An invitation; None once it was answered, cancelled or is too old."""
    found = session.scalar(select(Invitation).where(Invitation.id == invitation_id))
    if found is None or found.accepted_at or found.declined_at or found.cancelled_at:
        return None
    if found.expires_at < clock.now():
        return None
    home = cooperative(session)
    by = session.scalar(select(Membership.display_name).where(Membership.id == found.invited_by_id))
    token = token_of(settings.secret_key, session.cooperative, found.id)
    facts = {
        "cooperative": home.name,
        "invited_by": by,
        "until": found.expires_at,
        "link": f"{settings.public_url}/invitations/{token}",
        "link_who_sees_what": f"{settings.public_url}/who-sees-what?invitation={token}",
        "contact": settings.operator_contact,
    }
    return Addressed(Letter("tenants/mail/invitation", found.language, facts), found.email)


def charter_letter(session: UnitOfWork, number: int, settings: Settings) -> Letter | None:
    """What a new version of the charter changes, to the member in scope.

    None for somebody who has left, and once another version is in force: its own mail tells of it.
    """
    if in_force(session).number != number or not is_member(session, session.member):
        return None
    home, made, before = cooperative(session), version(session, number), version(session, number - 1)
    facts = {
        "cooperative": home.name,
        "number": number,
        "published_at": made.published_at,
        "said": sentences(before.terms, made.terms, home.name),
        "link": f"{settings.public_url}/c/{home.slug}/charter/versions/{number}",
    }
    return Letter("tenants/mail/charter", home.language, facts)
