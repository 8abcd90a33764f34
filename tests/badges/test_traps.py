"""What is public of a badge names nobody who did not agree, and shows no row of ours."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from badges.models import Published
from bench.asked import statements as asked_by
from peer.models.statements import Statement
from peer.service import statements
from tests.badges.ring import Ring, voiced_ring
from tests.conftest import Visitor
from tests.foundry import Foundry
from tests.world import World

READ = re.compile(r"(?:FROM|JOIN|UPDATE|INTO)\s+(\w+)", re.IGNORECASE)


@pytest.fixture
def ring(world: World, foundry: Foundry) -> Ring:
    """Two peers have confirmed a level, one under their name."""
    return foundry.cast(voiced_ring, world)


@pytest.fixture
def claimed(ring: Ring) -> UUID:
    """The badge of it."""
    return ring.claims()


@pytest.fixture
def anybody(visitor: Visitor) -> FlaskClient:
    """A visitor who reads English."""
    return visitor()


def paths(ring: Ring) -> Iterator[str]:
    """All that this cooperative has published, and the pages made of it."""
    with ring.world.house.database.reading() as session:
        rows = session.scalars(select(Published.path).where(Published.cooperative_id == ring.cooperative))
        found = list(rows)
    assert len(found) > 8
    yield from found
    yield from (f"{path}/embed" for path in found if re.fullmatch("b/[0-9a-f-]{36}", path))
    yield f"t/{ring.awa.slug}"


def test_nobody_is_named_who_did_not_agree(ring: Ring, claimed: UUID, anybody: FlaskClient) -> None:
    named, *others = ring.others
    assert named.name in anybody.get(f"b/{claimed}").text
    private = [each.name for each in (*others, ring.jeanne)]
    private += [each.email for each in (*ring.others, ring.awa, ring.jeanne)]
    for path in paths(ring):
        said = anybody.get(path).data.decode("latin-1")
        assert [each for each in private if each in said] == [], path


def test_no_person_and_no_member_is_told_by_their_row(
    ring: Ring, claimed: UUID, anybody: FlaskClient
) -> None:
    assert claimed
    people = (*ring.others, ring.awa, ring.jeanne)
    rows = [str(row) for each in people for row in (each.person, each.id)] + [str(ring.cooperative)]
    for path in paths(ring):
        said = anybody.get(path).data.decode("latin-1")
        assert [each for each in rows if each in said or each.replace("-", "") in said] == [], path


def test_a_peer_who_no_longer_agrees_is_named_nowhere(
    ring: Ring, claimed: UUID, anybody: FlaskClient
) -> None:
    named = ring.others[0]
    with named.acting() as session:
        said = session.scalars(select(Statement).where(Statement.author_id == named.id)).one()
        statements.be_named(session, statement_id=said.id, named=False, by=named.scope)
    ring.world.run_jobs()
    for path in paths(ring):
        assert named.name not in anybody.get(path).data.decode("latin-1"), path
    assert anybody.get(f"b/{claimed}/endorsements/1.json").status_code == 410


def test_nothing_but_what_is_published_is_read(ring: Ring, claimed: UUID, anybody: FlaskClient) -> None:
    assert claimed
    for path in paths(ring):
        with asked_by() as asked:
            assert anybody.get(path).status_code == 200, path
        assert {table for each in asked for table in READ.findall(each)} == {"published"}, path


def test_somebody_who_has_signed_in_reads_the_same(ring: Ring, claimed: UUID, visitor: Visitor) -> None:
    stranger, owner = visitor().get(f"b/{claimed}.json"), visitor(ring.awa.person).get(f"b/{claimed}.json")
    assert stranger.data == owner.data
    assert owner.headers["Cache-Control"] == "public, max-age=60"
