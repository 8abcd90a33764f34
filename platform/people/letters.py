"""What this room writes to people."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel import clock
from kernel.db import UnitOfWork
from kernel.keys import derived_token
from kernel.mail import Letter
from kernel.settings import Settings
from people.models import Person, Purpose, Token
from people.rules import ends_on


@dataclass(frozen=True)
class Addressed:
    """A letter and the address it goes to."""

    letter: Letter
    to: str


def reset_letter(session: UnitOfWork, token_id: UUID, settings: Settings) -> Addressed | None:
    """The link that allows a new password; None for an unknown address or a link too old."""
    return _with_link(
        session, token_id, settings, Purpose.RESET_PASSWORD, "people/mail/reset", "password/new"
    )


def address_letter(session: UnitOfWork, token_id: UUID, settings: Settings) -> Addressed | None:
    """The link that confirms a new address; None for a link too old."""
    purpose = Purpose.CHANGE_ADDRESS
    return _with_link(session, token_id, settings, purpose, "people/mail/address", "address")


def unused_letter(session: UnitOfWork, alone: Sequence[str], settings: Settings) -> Addressed | None:
    """The end of the account in scope comes near; None once it was used again.

    `alone` names the cooperatives where nobody else coordinates: there, the account waits for somebody.
    """
    person = session.get(Person, session.person)
    if person is None or person.noticed_at is None or not person.notices:
        return None
    facts = {
        "last": person.notices > 1,
        "seen_at": person.last_seen_at,
        "ends_on": ends_on(person.last_seen_at, person.notices, person.noticed_at),
        "alone": list(alone),
        "link": f"{settings.public_url}/sign-in",
        "contact": settings.operator_contact,
    }
    return Addressed(Letter("people/mail/unused", person.language, facts), person.email)


def _with_link(
    session: UnitOfWork, token_id: UUID, settings: Settings, purpose: Purpose, template: str, path: str
) -> Addressed | None:
    token = session.get(Token, token_id)
    if token is None or token.person_id is None or token.used_at or token.expires_at < clock.now():
        return None
    person = session.get(Person, token.person_id)
    if person is None:
        return None
    secret = derived_token(settings.secret_key, purpose, token.id)
    link = f"{settings.public_url}/{path}/{secret}"
    return Addressed(Letter(template, person.language, {"link": link}), token.email)
