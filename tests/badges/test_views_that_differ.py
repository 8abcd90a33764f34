"""A view that differs goes along only by the wish of its member; its author's name only by their own."""

import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from badges.addresses import badge_path
from badges.models import Published, SignedView
from badges.queries.public import Home
from badges.service import taking
from badges.service.taking import Along
from badges.verifying import Verdict, verdict
from kernel import clock
from kernel.refusals import Unknown
from peer.models.requests import ReviewRequest
from peer.models.statements import Statement
from peer.service import statements
from tenants.service.members import rename
from tests.badges.ring import Ring, heard_ring
from tests.badges.test_verification import given
from tests.badges.test_verification import judged as page_of
from tests.conftest import Visitor
from tests.foundry import Foundry
from tests.world import Member, World

WORDS = "Je l'ai vu autrement."


@pytest.fixture
def heard(world: World, foundry: Foundry) -> tuple[Ring, ReviewRequest]:
    """Two peers have confirmed a level, a third has yet to speak."""
    return foundry.cast(heard_ring, world)


@pytest.fixture
def ring(heard: tuple[Ring, ReviewRequest]) -> Ring:
    """Where it happens."""
    return heard[0]


@pytest.fixture
def disputed(heard: tuple[Ring, ReviewRequest]) -> tuple[UUID, Statement]:
    """A badge that two peers confirm, and the view of a third, who sees it otherwise."""
    ring, request = heard
    made = ring.claims()
    return made, ring.contested(request, ring.others[2])


def taken(ring: Ring, badge_id: UUID, along: Along) -> list[dict[str, Any]]:
    """The documents of the bundle, once the workers have signed them."""
    with ring.awa.acting() as session:
        taking.ask(session, badge_id=badge_id, along=along, by=ring.awa.scope)
    ring.world.run_jobs()
    kept = ring.badge(badge_id).bundle
    assert kept is not None
    assert judged(ring, kept).accepted
    found: list[dict[str, Any]] = json.loads(kept)["verifiableCredential"]
    return found


def judged(ring: Ring, content: bytes) -> Verdict:
    house = ring.world.house
    with house.database.reading() as session:
        return verdict(content, known=Home(session, house.settings.public_url), now=clock.now())


def names(ring: Ring, author: Member, statement: Statement, *, named: bool = True) -> None:
    """Its author agrees to be named, or no more."""
    with author.acting() as session:
        statements.be_named(session, statement_id=statement.id, named=named, by=author.scope)
    ring.world.run_jobs()


def kinds(documents: list[dict[str, Any]]) -> list[str]:
    return [each["type"][1] for each in documents]


def test_by_default_none_goes_along(ring: Ring, disputed: tuple[UUID, Statement]) -> None:
    made, _said = disputed
    for along in (Along(), Along(membership=True, own=True)):
        assert "ContestCredential" not in kinds(taken(ring, made, along))


def test_one_that_was_chosen_goes_along_unnamed(ring: Ring, disputed: tuple[UUID, Statement]) -> None:
    made, said = disputed
    badge, contest = taken(ring, made, Along(views=[said.id]))
    assert contest["type"][1] == "ContestCredential"
    assert contest["issuer"]["id"] == badge["issuer"]["id"]
    assert contest["credentialSubject"]["reason"] == WORDS
    assert contest["credentialSubject"]["about"] == badge["id"]
    assert contest["credentialSubject"]["state"] == "open"
    written = json.dumps(contest, ensure_ascii=False)
    assert ring.others[2].name not in written
    assert "did:key" not in json.dumps(contest["issuer"])
    assert str(said.id) not in written


def test_an_author_who_agreed_signs_it_by_name(ring: Ring, disputed: tuple[UUID, Statement]) -> None:
    made, said = disputed
    author = ring.others[2]
    names(ring, author, said)
    _badge, contest = taken(ring, made, Along(views=[said.id]))
    assert contest["issuer"]["name"] == author.name
    assert contest["issuer"]["id"].startswith("did:key:")
    assert contest["issuer"]["id"] != contest["credentialSubject"]["id"]


def test_who_agrees_no_more_is_in_no_bundle(ring: Ring, disputed: tuple[UUID, Statement]) -> None:
    made, said = disputed
    names(ring, ring.others[2], said)
    taken(ring, made, Along(views=[said.id]))
    names(ring, ring.others[2], said, named=False)
    assert ring.badge(made).bundle is None
    with ring.awa.acting() as session:
        assert session.scalars(select(SignedView)).all() == []
    _badge, contest = taken(ring, made, Along(views=[said.id]))
    assert ring.others[2].name not in json.dumps(contest, ensure_ascii=False)


def test_an_author_who_goes_by_another_name_is_in_no_bundle_by_the_former(
    ring: Ring, disputed: tuple[UUID, Statement]
) -> None:
    made, said = disputed
    author = ring.others[2]
    names(ring, author, said)
    taken(ring, made, Along(views=[said.id]))
    with author.acting() as session:
        rename(session, name="Noé Quemener", by=author.scope)
    ring.world.run_jobs()
    assert ring.badge(made).bundle is None
    _badge, contest = taken(ring, made, Along(views=[said.id]))
    assert contest["issuer"]["name"] == "Noé Quemener"


def test_one_taken_back_by_its_author_goes_along_no_more(
    ring: Ring, disputed: tuple[UUID, Statement]
) -> None:
    made, said = disputed
    taken(ring, made, Along(views=[said.id]))
    with ring.others[2].acting() as session:
        statements.withdraw(session, statement_id=said.id, by=ring.others[2].scope)
    ring.world.run_jobs()
    assert ring.badge(made).bundle is None
    assert kinds(taken(ring, made, Along(views=[said.id]))) == ["OpenBadgeCredential"]


def test_nothing_of_it_is_public(ring: Ring, disputed: tuple[UUID, Statement]) -> None:
    made, said = disputed
    names(ring, ring.others[2], said)
    before = ring.row(badge_path(made, ".json"))
    taken(ring, made, Along(views=[said.id]))
    after = ring.row(badge_path(made, ".json"))
    assert before is not None
    assert after is not None
    assert before.body == after.body
    with ring.world.house.database.reading() as session:
        rows = session.scalars(select(Published).where(Published.cooperative_id == ring.cooperative)).all()
    assert len(rows) > 5
    for row in rows:
        assert "autrement" not in row.body.decode("latin-1"), row.path
        assert ring.others[2].name not in row.body.decode("latin-1"), row.path


def test_nobody_else_sees_what_was_signed(ring: Ring, disputed: tuple[UUID, Statement]) -> None:
    made, said = disputed
    names(ring, ring.others[2], said)
    taken(ring, made, Along(views=[said.id]))
    for each, seen in ((ring.awa, 1), (ring.others[2], 1), (ring.jeanne, 0), (ring.others[0], 0)):
        with each.acting() as session:
            assert len(session.scalars(select(SignedView)).all()) == seen


def test_only_the_author_of_a_view_agrees_to_be_named(ring: Ring, disputed: tuple[UUID, Statement]) -> None:
    with pytest.raises(Unknown), ring.awa.acting() as session:
        statements.be_named(session, statement_id=disputed[1].id, named=True, by=ring.awa.scope)


def test_it_is_ticked_on_the_page(ring: Ring, disputed: tuple[UUID, Statement], visitor: Visitor) -> None:
    (made, said), stranger = disputed, visitor()
    awa = visitor(ring.awa.person)
    page = awa.get(f"/me/badges/{made}").text
    assert "without the name of who says it" in page
    assert ring.others[2].name not in page
    assert "checked" not in page.partition("Views that differ")[2].partition("</fieldset>")[0]
    author = visitor(ring.others[2].person)
    assert "Let them name me" in author.get(ring.others[2].url("reviews")).text
    author.post(ring.others[2].url(f"statements/{said.id}/be-named"), data={"named": "yes"})
    ring.world.run_jobs()
    assert ring.others[2].name in awa.get(f"/me/badges/{made}").text
    awa.post(f"/me/badges/{made}/bundle", data={"views": [str(said.id)], "membership": "y"})
    ring.world.run_jobs()
    bundle = json.loads(awa.get(f"/me/badges/{made}/bundle.json").data)
    assert kinds(bundle["verifiableCredential"]) == [
        "OpenBadgeCredential",
        "OpenBadgeCredential",
        "ContestCredential",
    ]
    told = page_of(stranger, given(stranger, json.dumps(bundle).encode()))
    assert WORDS.rpartition("ai ")[2] in told
    assert "The level they see" in told
    assert "Nobody has answered it yet." in told
