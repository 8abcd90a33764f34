"""What this room writes to people: never what they mean to do, nor on which axis."""

from uuid import UUID

from sqlalchemy import select

from kernel.db import UnitOfWork
from kernel.mail import Letter
from kernel.settings import Settings
from musette.models import Intention


def intention_letter(session: UnitOfWork, intention_id: UUID, settings: Settings) -> Letter | None:
    """The day chosen by the person in scope has come; None once the intention is closed or forgotten.

    The mail says that something waits, and where: nothing of what it is.
    """
    found = session.scalar(select(Intention).where(Intention.id == intention_id))
    if found is None or found.closed_at is not None:
        return None
    facts = {"day": found.created_at, "link": f"{settings.public_url}/me/intentions/{found.id}"}
    return Letter("musette/mail/intention", settings.default_language, facts)
