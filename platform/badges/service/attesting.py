"""What a member has signed for themself alone: that their key is a member's, and their own levels.

Nothing of it is published. The cooperative signs the first, their own key the rest; they give the files to
whom they like.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID, uuid4

from assessment.queries import latest
from assessment.referential import Axis, Language
from badges import jobs, permissions
from badges.claims import Level, MembershipFacts, SelfFacts, StatusPlace, expiry
from badges.documents.bundles import bundle
from badges.documents.cooperatives import membership
from badges.documents.levels import self_assertion
from badges.models import MEMBERSHIP, TOGETHER, Attestation
from badges.plain import Document
from badges.queries.issued import standing_at
from badges.queries.own import attestations_here
from badges.service.acts import Act
from badges.service.entries import mark, take_entry
from badges.service.keys import Desk, issuer_of, issuer_signer, member_did, member_signer, places_of
from badges.service.lists import publish_list
from badges.service.publishing import written
from badges.signing import signed
from journal.service import record
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import N_, Invalid
from kernel.scope import Scope
from tenants.queries.members import member

ATTESTING = "attest"  # what is done one at a time for each member
NO_LEVEL = N_("You have no level of your own on this axis yet.")


@dataclass(frozen=True)
class AttestationWishes:
    """What a member wants signed: in which language, with their name or not, which of their own levels."""

    language: Language
    named: bool
    axes: Collection[Axis] = ()


def ask(session: UnitOfWork, *, wishes: AttestationWishes, by: Scope) -> None:
    """Have the worker sign, as of today, that one is a member, and the levels chosen: those only are kept."""
    permissions.TAKE_ATTESTATIONS.check(by)
    prepare(session, wishes=wishes)
    for about, each in attestations_here(session, hold=True).items():
        if about not in (MEMBERSHIP, TOGETHER, *wishes.axes):
            session.delete(each)
    later(session, jobs.ATTEST, person=session.person, member=session.member)
    record(session, verb=Act.TAKE_ATTESTATIONS, about="attestations")


def prepare(session: UnitOfWork, *, wishes: AttestationWishes) -> None:
    """Note what the member in scope wants signed, beside what they have; the worker signs what is noted."""
    session.one_at_a_time(ATTESTING, session.member)
    name = member(session, session.member).display_name if wishes.named else None
    levels = own_levels(session)
    for axis in wishes.axes:
        if axis not in levels:
            raise Invalid(NO_LEVEL, field="axes")
    kept = attestations_here(session, hold=True)
    for about in (MEMBERSHIP, TOGETHER, *wishes.axes):
        row = kept.get(about) or _new(session, about)
        row.language, row.holder_name, row.body = wishes.language, name, None
        row.asked_at, row.expires_at = clock.now(), expiry(clock.now())
        row.level = None if about in (MEMBERSHIP, TOGETHER) else levels[Axis(about)]
        session.add(row)
    session.flush()


def own_levels(session: UnitOfWork) -> dict[Axis, int]:
    """The levels the person in scope gave last, in the activity that counts here."""
    found = latest(session)
    return {axis: level for axis, level in found.levels.items() if level is not None} if found else {}


def withdraw(session: UnitOfWork, *, by: Scope) -> None:
    """Take back all that was signed for the person in scope in the cooperative in scope; files given stay.

    Whoever verifies the membership is told that it was withdrawn. What a person signed alone has no list: it
    is only forgotten here.
    """
    permissions.KEEP_BADGES.check(by)
    if attestations_here(session, hold=True):
        forget(session)
        record(session, verb=Act.WITHDRAW_ATTESTATIONS, about="attestations")


def forget(session: UnitOfWork) -> None:
    """The same at an erasure, without a line in the journal."""
    for each in attestations_here(session, hold=True).values():
        if each.status_number is not None and each.status_index is not None:
            mark(session, number=each.status_number, index=each.status_index)
        session.delete(each)
    session.flush()


def attest(session: UnitOfWork, *, desk: Desk) -> dict[str, Document]:
    """Sign what is awaited by the member in scope; gives all they have, by what each document is about."""
    rows = attestations_here(session, hold=True)
    awaited = [each for each in rows.values() if each.body is None]
    for each in awaited:
        if each.about != TOGETHER:
            each.body = written(_signed(session, each, desk))
    documents = {about: read(each) for about, each in rows.items() if about != TOGETHER}
    if awaited and TOGETHER in rows:
        row = rows[TOGETHER]
        made = bundle(_urn(row.id), member_did(session, desk=desk).did, list(documents.values()))
        row.body = written(signed(made, member_signer(session, desk=desk), at=row.asked_at))
    session.flush()
    return documents


def read(row: Attestation) -> Document:
    """What was signed; raises ValueError while it is awaited."""
    found: Document = json.loads(row.body or b"")
    return found


def _new(session: UnitOfWork, about: str) -> Attestation:
    number, index = take_entry(session) if about == MEMBERSHIP else (None, None)
    return Attestation(
        cooperative_id=session.cooperative,
        about=about,
        id=uuid4(),
        member_id=session.member,
        status_number=number,
        status_index=index,
    )


def _signed(session: UnitOfWork, row: Attestation, desk: Desk) -> Document:
    if row.status_number is None or row.status_index is None:
        return signed(_own_level(session, row, desk), member_signer(session, desk=desk), at=row.asked_at)
    place = places_of(session, desk=desk).status_list(row.status_number)
    made = signed(_membership(session, row, place, desk), issuer_signer(session, desk=desk), at=row.asked_at)
    if standing_at(session, place) is None:
        publish_list(session, number=row.status_number, desk=desk)
    return made


def _membership(session: UnitOfWork, row: Attestation, place: str, desk: Desk) -> Document:
    home = places_of(session, desk=desk)
    return membership(
        MembershipFacts(
            id=_urn(row.id),
            issuer=issuer_of(session, desk=desk),
            holder=member_did(session, desk=desk).did,
            language=row.language,
            since=row.asked_at,
            expires=row.expires_at,
            status=StatusPlace(home.at(place), row.status_index or 0),
            achievement=f"{home.home}#member",
            criteria=home.criteria,
            holder_name=row.holder_name,
        )
    )


def _own_level(session: UnitOfWork, row: Attestation, desk: Desk) -> Document:
    axis = Axis(row.about)
    return self_assertion(
        SelfFacts(
            id=_urn(row.id),
            holder=member_did(session, desk=desk).did,
            level=Level(axis, row.level or 0),
            language=row.language,
            valid_from=row.asked_at,
            expires=row.expires_at,
            criteria=places_of(session, desk=desk).criteria,
            achievement=f"urn:musette:own:{axis.value.replace('_', '-')}",
            holder_name=row.holder_name,
        )
    )


def _urn(row_id: UUID) -> str:
    """A name that is no address: there is nothing to read there."""
    return f"urn:uuid:{row_id}"
