"""Accounts nobody uses: announced twice, then erased; signing in at any time forgets all of it."""

from uuid import UUID

from kernel.db import UnitOfWork
from kernel.jobs import later, later_once
from musette import jobs
from musette.service.erasure import erase_unused
from people import service as people
from people.queries import reader, unused
from people.rules import Step

BATCH = 500  # accounts looked at in one turn of the schedule


def waiting(session: UnitOfWork) -> list[UUID]:
    """The accounts for which something is due, five hundred at most; as the identity role."""
    return [each.id for each in unused(session, BATCH)]


def look_after(session: UnitOfWork) -> None:
    """Ask for what is due for the account in scope, once for where it stands; as the identity role."""
    found = reader(session, session.person)
    if found is not None and people.due(session):
        period = (
            f"{found.last_seen_at:%Y-%m-%d} {found.notices} {found.noticed_at or found.created_at:%Y-%m-%d}"
        )
        later_once(session, jobs.UNUSED, period=period)


def follow(session: UnitOfWork, *, needed: bool, secret_key: str) -> str | None:
    """Announce the end of the account in scope, or erase it, if its time has come; as the identity role.

    One that is `needed`, because nobody else coordinates a cooperative, is put off instead. Gives the address
    of an account that was erased.
    """
    step = people.due(session)
    if step is Step.ANNOUNCE:
        people.announce(session)
        later(session, jobs.UNUSED_MAIL)
    elif step is Step.ERASE and needed:
        people.put_off(session)
    elif step is Step.ERASE:
        return erase_unused(session, secret_key=secret_key)
    return None
