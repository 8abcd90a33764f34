"""What strangers ask for: no row, no scope; what is published, and what they handed over."""

from badges.queries.public import Home
from badges.service import verifications
from worker.parts import house


def verify(ticket: str) -> None:
    """Judge what was handed over under a ticket, once nothing else is being judged."""
    parts = house()
    with parts.database.reading() as session:
        home = Home(session, parts.settings.public_url)
        verifications.attend(home, parts.slate, parts.bell, ticket=ticket)
