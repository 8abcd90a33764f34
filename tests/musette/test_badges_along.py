"""Badges in the file somebody takes away: they verify anywhere, come in as carried, and go on unchanged."""

import json
from io import BytesIO
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import select

from badges.identifiers import multikey, public_key
from badges.luggage import Beside, Unbelieved
from badges.models import MEMBERSHIP, TOGETHER, Badge
from badges.service import attesting
from badges.signing import SeedSigner, signed
from badges.verifying import verdict
from kernel import clock
from musette.models import CarriedBadge
from musette.queries.portability import arrival
from musette.service import bringing
from musette.service.carrying import brought
from musette.service.together import Wishes, ask, join, scope_of
from tenants.service import members
from tests.badges.abroad import abroad, file_of
from tests.badges.cast import BADGE, status_list
from tests.badges.ring import Ring, voiced_ring
from tests.badges.test_attestations import OWN
from tests.conftest import Visitor
from tests.foundry import Foundry
from tests.musette.test_portability import (
    ORIGIN,
    SCHEMA,
    bring_all,
    document,
    owner,
    received,
    taken,
    taken_by,
)
from tests.musette.test_together import part_of
from tests.musette.together import opened
from tests.told import leave
from tests.world import World

ELSEWHERE = "https://ailleurs.example"


class Nothing:
    """An installation that knows nothing by itself."""

    def did_document(self, _did: str) -> None:
        """No issuer."""

    def status_list(self, _address: str) -> None:
        """No list."""

    def is_gone(self, _address: str) -> bool:
        """Nothing is known to be over."""
        return False

    def hosted(self, _address: str) -> None:
        """Nothing is published."""


@pytest.fixture
def ring(world: World, foundry: Foundry) -> Ring:
    """Two peers have confirmed a level, one under their name."""
    return foundry.cast(voiced_ring, world)


@pytest.fixture
def badge(ring: Ring) -> UUID:
    """Awa's badge of it."""
    return ring.claims()


def files(body: bytes, badge_id: UUID) -> dict[str, bytes]:
    """The files of a badge in an archive."""
    start = f"badges/{badge_id}/"
    with ZipFile(BytesIO(body)) as archive:
        held = [each for each in archive.namelist() if each.startswith(start)]
        return {each.removeprefix(start): archive.read(each) for each in held}


def bring_there(world: World, body: bytes, origin: str = ELSEWHERE) -> tuple[UUID, list[str]]:
    """All of a file brought to an installation of this address; gives by whom, and what was refused."""
    there = world.person()[0]
    made = received(world, there, body)
    with world.house.database.unit_of_work(owner(there)) as session:
        every = [each.id for each in bringing.things(session, arrival_id=made)]
        bringing.choose(session, arrival_id=made, chosen=every, by=owner(there))
        done, total = 0, 1
        while done < total:
            done, total = bringing.bring_in(session, arrival_id=made, done=done, origin=origin)
        return there, arrival(session, made).refused


def swapped(body: bytes, **changes: bytes) -> bytes:
    """The same archive, these files of its badge replaced; left out when they are empty."""
    out = BytesIO()
    with ZipFile(BytesIO(body)) as archive, ZipFile(out, "w") as other:
        for each in archive.namelist():
            content = changes.get(each.rpartition("/")[2].partition(".")[0], archive.read(each))
            if content:
                other.writestr(each, content)
    return out.getvalue()


def test_badges_in_the_file_verify_with_nothing_else(ring: Ring, badge: UUID) -> None:
    body = taken(ring.awa)
    held = files(body, badge)
    names = {"badge.json", "badge.png", "badge.svg", "bundle.json", "issuer.json", "status.json"}
    assert set(held) == {*names, "voices/1.json"}
    known = Beside(Nothing(), ELSEWHERE, json.loads(held["issuer.json"]), json.loads(held["status.json"]))
    for name in ("badge.json", "badge.png", "badge.svg", "bundle.json", "voices/1.json"):
        found = verdict(held[name], known=known, now=clock.now())
        assert found.accepted, (name, found.reasons)
    assert not verdict(held["badge.png"], known=Nothing(), now=clock.now()).accepted
    told = document(body)
    assert list(Draft202012Validator(SCHEMA).iter_errors(told)) == []
    assert [each["home"] for each in told["badges"]] == ["Anneau"]
    assert [each["id"] for each in told["claims"]] == [str(badge)]
    assert str(ring.others[0].id) not in json.dumps(told)


def test_without_the_secret_of_the_workers_they_go_along_without_their_bundle(
    ring: Ring, badge: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    for secret in ("another-secret-of-forty-characters-at-least", ""):
        monkeypatch.setenv("MUSETTE_SEALING_KEY", secret)
        leave()
        held = files(taken(ring.awa), badge)
        leave()
        assert "badge.json" in held
        assert "bundle.json" not in held


def test_badges_come_in_as_carried_and_go_on_unchanged(ring: Ring, badge: UUID) -> None:
    body = taken(ring.awa)
    there, refused = bring_there(ring.world, body)
    assert refused == []
    with ring.world.house.database.reading(owner(there)) as session:
        assert session.scalars(select(Badge)).all() == []
        carried = session.scalars(select(CarriedBadge)).one()
        assert (carried.id, carried.title, carried.doubts) == (
            badge,
            document(body)["badges"][0]["title"],
            [],
        )
    again = taken_by(ring.world, there)
    assert files(again, badge) == files(body, badge)
    assert document(again)["badges"] == document(body)["badges"]


def test_a_badge_of_ones_own_is_here_already(ring: Ring, badge: UUID) -> None:
    body = taken(ring.awa)
    assert bring_all(ring.world, ring.awa.person, body) == 0
    with ring.awa.acting() as session:
        assert session.scalars(select(CarriedBadge.id)).all() == []
    assert badge in {each.id for each in ring.badges()}


def test_badges_go_along_after_one_has_left(ring: Ring, badge: UUID) -> None:
    with ring.awa.acting() as session:
        members.leave(session, by=ring.awa.scope)
    ring.world.run_jobs()
    body = taken(ring.awa, there=False)
    assert "bundle.json" in files(body, badge)
    assert document(body)["places"] == []


FORGED = (
    ("badge", "badge.json", b"Awa Diallo", b"Eve Diallo"),
    ("1", "voices/1.json", b"Membre 001", b"Membre 002"),
    ("bundle", "bundle.json", b"Awa Diallo", b"Eve Diallo"),
    ("issuer", "issuer.json", b'"publicKeyMultibase": "z', b'"publicKeyMultibase": "y'),
    ("issuer", "issuer.json", b"assertionMethod", b"assertion"),
    ("status", "status.json", b"{", b"["),
)


def test_a_badge_whose_proof_fails_is_refused_by_name(ring: Ring, badge: UUID) -> None:
    body = taken(ring.awa)
    held, title = files(body, badge), document(body)["badges"][0]["title"]
    for part, name, was, becomes in FORGED:
        forged = held[name].replace(was, becomes)
        assert forged != held[name]
        there, refused = bring_there(ring.world, swapped(body, **{part: forged}))
        with ring.world.house.database.reading(owner(there)) as session:
            assert session.scalars(select(CarriedBadge)).all() == [], name
        assert refused == [title]


def test_a_badge_in_another_place_than_its_own_is_refused(world: World) -> None:
    one, other = uuid4(), uuid4()
    with world.house.database.reading(owner(world.person()[0])) as session:
        assert brought(session, file=file_of(one, abroad(one)), badge_id=one, origin=ORIGIN).title
        with pytest.raises(Unbelieved):
            brought(session, file=file_of(other, abroad(one)), badge_id=other, origin=ORIGIN)


def test_what_is_over_is_carried_and_told(world: World) -> None:
    badge_id, over = uuid4(), uuid4()
    with world.house.database.reading(owner(world.person()[0])) as session:
        withdrawn = {**abroad(badge_id), "status": status_list(BADGE.status.index)}
        assert brought(
            session, file=file_of(badge_id, withdrawn), badge_id=badge_id, origin=ORIGIN
        ).doubts == ["revoked"]
        forged = {**withdrawn, "status": {**withdrawn["status"], "name": "Another"}}
        assert brought(session, file=file_of(badge_id, forged), badge_id=badge_id, origin=ORIGIN).doubts == [
            "no_list"
        ]
        found = brought(session, file=file_of(over, abroad(over, over=True)), badge_id=over, origin=ORIGIN)
        assert found.doubts == ["expired"]


def test_keys_brought_along_count_for_nothing_where_the_issuer_is_known(ring: Ring, badge: UUID) -> None:
    """Somebody re-signs a badge of ours with a key of their own, and brings that key."""
    body, seed = taken(ring.awa), b"\x07" * 32
    held = files(body, badge)
    keys, forged = json.loads(held["issuer.json"]), json.loads(held["badge.json"])
    forged["description"] = "Everybody agrees."
    del forged["proof"]
    method = keys["verificationMethod"][0]
    method["publicKeyMultibase"] = multikey(public_key(seed))
    forged = signed(forged, SeedSigner(seed, method["id"]), at=clock.now())
    changes = {"badge": json.dumps(forged).encode(), "issuer": json.dumps(keys).encode(), "bundle": b""}
    _there, refused = bring_there(ring.world, swapped(body, **changes), origin=ORIGIN)
    assert refused == [document(body)["badges"][0]["title"]]


def test_its_page_says_what_was_verified_and_gives_its_files(world: World, visitor: Visitor) -> None:
    badge_id, person = uuid4(), world.person()[0]
    with world.house.database.unit_of_work(owner(person)) as session:
        session.add_once(
            brought(session, file=file_of(badge_id, abroad(badge_id)), badge_id=badge_id, origin=ORIGIN)
        )
    client, path = visitor(person), f"/me/carried/{badge_id}"
    assert path in client.get("/me/carried").text
    page = client.get(path).text
    assert "https://musette.example.org/t/etabli-commun/did.json" in page
    for part, kind in (
        ("png", "image/png"),
        ("svg", "image/svg+xml"),
        ("bundle.json", "application/ld+json"),
    ):
        answer = client.get(f"{path}/{part}")
        assert answer.mimetype == kind
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"{path}/exe").status_code == 404
    assert visitor(world.person()[0]).get(path).status_code == 404
    assert client.post(f"{path}/forget").status_code == 303
    assert client.get(path).status_code == 404


def test_a_badge_that_names_somebody_else_says_so(world: World, visitor: Visitor) -> None:
    place = world.cooperative()
    for name, told in (("ETIENNE NUNEZ Zoé", False), ("Maud Lefort", True)):
        somebody, badge_id = world.member(place, name, language="en"), uuid4()
        with world.house.database.unit_of_work(owner(somebody.person)) as session:
            session.add_once(
                brought(session, file=file_of(badge_id, abroad(badge_id)), badge_id=badge_id, origin=ORIGIN)
            )
        page = visitor(somebody.person).get(f"/me/carried/{badge_id}").text
        assert ("not the name you have here" in page) is told


def alone(body: bytes) -> dict[str, bytes]:
    """The files of what was signed for its owner alone, by what each is about."""
    with ZipFile(BytesIO(body)) as archive:
        return {
            f"{each['about']} {part}".strip(): archive.read(name)
            for each in document(body)["attestations"]
            for part in ("", "issuer", "status")
            if (name := f"attestations/{each['id']}/{part or 'attestation'}.json") in archive.namelist()
        }


def test_what_was_signed_for_its_owner_goes_along_and_verifies_with_nothing_else(ring: Ring) -> None:
    with ring.awa.acting() as session:
        attesting.ask(session, wishes=OWN, by=ring.awa.scope)  # signed when the file is
    body = taken(ring.awa)
    held = alone(body)
    assert set(held) == {*OWN.axes, MEMBERSHIP, TOGETHER, f"{MEMBERSHIP} issuer", f"{MEMBERSHIP} status"}
    issuer, status = (json.loads(held[f"{MEMBERSHIP} {each}"]) for each in ("issuer", "status"))
    known = Beside(Nothing(), ELSEWHERE, issuer, status)
    for about in (MEMBERSHIP, TOGETHER, *OWN.axes):
        assert verdict(held[about], known=known, now=clock.now()).accepted, about
    told = document(body)
    assert list(Draft202012Validator(SCHEMA).iter_errors(told)) == []
    assert {each["about"] for each in told["attestations"]} == {MEMBERSHIP, TOGETHER, *OWN.axes}
    assert str(ring.awa.id) not in json.dumps(told["attestations"])
    assert bring_all(ring.world, ring.world.person()[0], body) > 0  # it comes in as before, without them


def test_it_goes_along_with_badges_when_going_together(ring: Ring, badge: UUID) -> None:
    with ring.awa.acting() as session:
        attesting.ask(session, wishes=OWN, by=ring.awa.scope)
    ring.world.run_jobs()
    for some, wanted in (([badge], {MEMBERSHIP, TOGETHER, *OWN.axes}), ([], set())):
        joint = opened(ring.awa)
        for who, chosen in ((ring.awa, some), (ring.others[0], [])):
            with ring.world.house.database.unit_of_work(scope_of(joint, who.scope)) as session:
                join(session, wishes=Wishes(leaves=False, chosen=chosen), by=who.scope)
        with ring.world.house.database.unit_of_work(scope_of(joint, ring.awa.scope)) as session:
            ask(session, by=ring.awa.scope)
        ring.world.run_jobs()
        held = alone(part_of(ring.awa, joint))
        assert {each for each in held if " " not in each} == wanted
