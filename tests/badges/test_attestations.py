"""What is signed for a member alone: that they were one, and what they say of their levels."""

import json
from typing import Any
from uuid import uuid4

import pytest
from jsonschema import Draft201909Validator
from openbadgeslib.ob3 import verify_data_integrity_proof

from assessment.referential import Axis, Language
from badges.identifiers import key_document, key_in
from badges.models import MEMBERSHIP, TOGETHER, Attestation
from badges.plain import Document
from badges.queries.own import own_attestations
from badges.queries.public import Home
from badges.service import attesting
from badges.service.attesting import AttestationWishes
from badges.verifying import Verdict, verdict
from kernel import clock
from kernel.refusals import Invalid
from tenants.service.members import leave
from tests.badges.ring import AXIS, Ring
from tests.badges.test_documents import SCHEMA, pem_of
from tests.badges.test_verification import given
from tests.badges.test_verification import judged as told
from tests.conftest import Visitor
from tests.musette.test_erasure import erase
from tests.world import LEVELS

OWN = AttestationWishes(Language.FRENCH, named=True, axes=(AXIS, Axis.REST_TIME))


def attested(ring: Ring, wishes: AttestationWishes = OWN) -> dict[str, Document]:
    """What Awa has once the worker has signed."""
    with ring.awa.acting() as session:
        attesting.ask(session, wishes=wishes, by=ring.awa.scope)
    ring.world.run_jobs()
    return {each.about: attesting.read(each) for each in held(ring)}


def held(ring: Ring) -> list[Attestation]:
    with ring.awa.acting() as session:
        return own_attestations(session)


def judged(ring: Ring, document: Any) -> Verdict:
    house = ring.world.house
    with house.database.reading() as session:
        known = Home(session, house.settings.public_url)
        return verdict(json.dumps(document).encode(), known=known, now=clock.now())


def test_a_membership_and_the_levels_chosen_are_signed_and_verify(ring: Ring) -> None:
    found = attested(ring)
    assert set(found) == {MEMBERSHIP, TOGETHER, *OWN.axes}
    said = found[AXIS]
    assert said["issuer"]["id"] == said["credentialSubject"]["id"]
    assert "image" not in said["credentialSubject"]["achievement"]
    for about in (MEMBERSHIP, AXIS, Axis.REST_TIME):
        assert list(Draft201909Validator(SCHEMA).iter_errors(found[about])) == []
        assert judged(ring, found[about]).accepted, about
    verdicts = {part.what.title: part for part in judged(ring, found[TOGETHER]).parts if part.what}
    assert len(verdicts) == 3
    percents = {part.what.percent for part in verdicts.values() if part.what}
    assert percents == {None, 60, LEVELS[Axis.REST_TIME]}


def test_openbadgeslib_accepts_them(ring: Ring) -> None:
    found = attested(ring)
    ours = ring.document(f"t/{ring.awa.slug}/did.json")
    for about, document in found.items():
        method = document["proof"]["verificationMethod"]
        keys = ours if about == MEMBERSHIP else key_document(found[AXIS]["issuer"]["id"])
        public = key_in(dict(keys), method)
        assert public is not None
        verify_data_integrity_proof(document, pem_of(public))


def test_nothing_of_it_is_published(ring: Ring) -> None:
    found = attested(ring)
    for each in found.values():
        assert each["id"].startswith("urn:uuid:")
    holder = found[AXIS]["issuer"]["id"].encode()
    place = found[MEMBERSHIP]["credentialStatus"]["statusListCredential"].partition("/t/")[2]
    for path in (f"t/{place}", f"t/{ring.awa.slug}/profile.json", f"t/{ring.awa.slug}/did.json"):
        row = ring.row(path)
        assert row is not None
        assert ring.awa.name.encode() not in row.body
        assert holder not in row.body


def test_a_name_is_told_only_if_wished_and_what_is_not_chosen_any_more_goes(ring: Ring) -> None:
    before = attested(ring)
    after = attested(ring, AttestationWishes(Language.ENGLISH, named=False, axes=[AXIS]))
    assert ring.awa.name in json.dumps(before, ensure_ascii=False)
    assert ring.awa.name not in json.dumps(after, ensure_ascii=False)
    assert set(after) == {MEMBERSHIP, TOGETHER, AXIS}
    for same in ("id", "credentialStatus"):
        assert after[MEMBERSHIP][same] == before[MEMBERSHIP][same]


def test_a_level_one_does_not_have_is_refused(ring: Ring) -> None:
    with pytest.raises(Invalid, match="no level of your own"), ring.jeanne.acting() as session:
        attesting.ask(session, wishes=OWN, by=ring.jeanne.scope)


def test_leaving_changes_nothing_and_withdrawing_does(ring: Ring, visitor: Visitor) -> None:
    signed = attested(ring)[MEMBERSHIP]
    with ring.awa.acting() as session:
        leave(session, by=ring.awa.scope)
    ring.world.run_jobs()
    assert judged(ring, signed).accepted
    awa, row = visitor(ring.awa.person), held(ring)[0]
    assert "being signed" not in awa.get("/me/badges").text
    assert awa.get(f"/me/attestations/{row.id}.json").status_code == 200
    awa.post(f"/me/attestations/{row.id}/withdraw")
    ring.world.run_jobs()
    assert refused(judged(ring, signed)) == {("not_revoked", "revoked")}
    assert held(ring) == []


def test_erasing_the_account_withdraws_it(ring: Ring, visitor: Visitor) -> None:
    signed = attested(ring)[MEMBERSHIP]
    erase(visitor, ring.awa)
    assert refused(judged(ring, signed)) == {("not_revoked", "revoked")}


def test_the_attestations_of_others_do_not_exist(ring: Ring, visitor: Visitor) -> None:
    attested(ring)
    jeanne = visitor(ring.jeanne.person)
    for each in held(ring):
        assert jeanne.get(f"/me/attestations/{each.id}.json").status_code == 404
        assert jeanne.post(f"/me/attestations/{each.id}/withdraw").status_code == 404
    assert len(held(ring)) == 4


def test_they_are_asked_for_taken_and_verified_by_a_stranger(ring: Ring, visitor: Visitor) -> None:
    awa, page = visitor(ring.awa.person), ring.awa.url("badges/attestations")
    assert "Have my membership signed" in awa.get("/me/badges").text
    assert f"{60}" in awa.get(page).text
    sent = awa.post(page, data={"axes": [AXIS.value], "language": "en", "named": "y"})
    assert sent.status_code == 303
    assert "being signed" in awa.get(page).text
    ring.world.run_jobs()
    together = next(each for each in held(ring) if each.about == TOGETHER)
    taken = awa.get(f"/me/attestations/{together.id}.json")
    assert taken.headers["Content-Disposition"].startswith("attachment")
    page = stranger_reads(visitor, taken.data)
    assert "All of these documents are accepted" in page
    assert "was that of a member of" in page
    assert "The signature is that of Awa Diallo" in page
    assert "60, from 0 to 100, by the person’s own account" in page


def stranger_reads(visitor: Visitor, content: bytes) -> str:
    """The page of a verdict."""
    client = visitor()
    client.environ_base["REMOTE_ADDR"] = f"2001:db8::{uuid4().hex[:4]}"
    return told(client, given(client, content))


def refused(found: Verdict) -> set[tuple[str, str]]:
    """What is wrong with a document."""
    return {(each.code.value, each.detail) for each in found.reasons if not each.ok}
