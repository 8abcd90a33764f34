"""Naming witnesses from outside, a client or a partner, while a request is written."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from kernel.db import UnitOfWork
from kernel.refusals import N_, Invalid, Unknown
from kernel.scope import Scope
from peer import permissions
from peer.models.requests import Witness
from peer.queries.witnesses import witnesses
from peer.service.requests import unsent
from people.service import LANGUAGES, checked_address
from tenants.service.invitations import checked_name

MOST_WITNESSES = 2


@dataclass(frozen=True)
class Outsider:
    """Somebody to ask outside of the cooperative, and the language they read."""

    name: str
    email: str
    language: str


def name_witness(
    session: UnitOfWork, *, request_id: UUID, outsider: Outsider, own_address: str, by: Scope
) -> Witness:
    """Name a witness, two at most; naming an address again corrects what stands beside it.

    Nothing tells whether the address is that of another member.
    """
    permissions.ASK_FOR_REVIEWS.check(by)
    request = unsent(session, request_id=request_id)
    name, email = checked_name(outsider.name), checked_address(outsider.email)
    if outsider.language not in LANGUAGES:
        raise Invalid(N_("Musette speaks French and English."), field="language")
    if email.lower() == own_address.lower():
        raise Invalid(N_("This address is yours: a witness is somebody else."), field="email")
    present = {each.email.lower(): each for each in witnesses(session, request.id) if each.email}
    if email.lower() not in present and len(present) >= MOST_WITNESSES:
        raise Invalid(N_("Two witnesses from outside are named already: that is the most."), field="name")
    named = present.get(email.lower()) or Witness(
        id=uuid4(), request_id=request.id, subject_id=session.member, email=email
    )
    named.name, named.language = name, outsider.language
    session.add(named)
    session.flush()
    return named


def remove_witness(session: UnitOfWork, *, request_id: UUID, witness_id: UUID, by: Scope) -> None:
    """Take a witness off a request being written."""
    permissions.ASK_FOR_REVIEWS.check(by)
    request = unsent(session, request_id=request_id)
    found = next((each for each in witnesses(session, request.id) if each.id == witness_id), None)
    if found is None:
        raise Unknown
    session.delete(found)
    session.flush()
