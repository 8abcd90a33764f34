"""What strangers ask for: no row, no scope; what is published, and what they handed over."""

from uuid import UUID

from badges.queries.public import Home
from badges.service import verifications
from kernel.scope import Scope
from musette.service import arriving
from worker.parts import house


def verify(ticket: str) -> None:
    """Judge what was handed over under a ticket, once nothing else is being judged."""
    parts = house()
    with parts.database.reading() as session:
        home = Home(session, parts.settings.public_url)
        verifications.attend(home, parts.slate, parts.bell, ticket=ticket)


def check_together(ticket: str) -> None:
    """Check a file that several people made, once: what ends its process is never looked at twice."""
    parts = house()
    cooperative, _mark, arrival = ticket.partition(":")
    scope = Scope(cooperative=UUID(cooperative), member=UUID(arrival))
    with parts.database.unit_of_work(scope) as session:
        if not arriving.take_up(session):
            return
    with parts.database.unit_of_work(scope) as session:
        arriving.check(session, known=Home(session, parts.settings.public_url))
