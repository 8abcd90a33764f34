"""What strangers ask for: no row, no scope; what is published, and what they handed over."""

from badges.queries.public import Home
from badges.service import verifications
from worker.parts import house


def verify(ticket: str) -> None:
    """Judge what was handed over under a ticket."""
    parts = house()
    with parts.database.reading() as session:
        verifications.judge(Home(session, parts.settings.public_url), parts.slate, ticket=ticket)
