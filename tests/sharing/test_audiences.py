"""« See as » is what each audience receives: every item, every audience, every page and file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from musette.addresses import Paper
from sharing.rules import Audience, Item
from sharing.service.grants import To, link_token
from tenants.models import RoleName
from tests.cases import each_case
from tests.conftest import Visitor
from tests.sharing.shown import SECRET, Carried, audiences, carry_things, gotten, show
from tests.world import Member, World


@dataclass
class Room:
    """A cooperative: who shows, and those who might look."""

    owner: Carried
    people: dict[str, Member]
    group: UUID

    @property
    def awa(self) -> Member:
        return self.owner.member


@pytest.fixture(scope="module")
def room(house: object) -> Room:
    """One who carries everything, one of each who might read."""
    world = World(house)  # type: ignore[arg-type] # the house of the session
    home = world.cooperative("Atelier")
    awa = world.member(home, "Awa Diallo")
    people = {
        "peer": world.member(home, "Paul Pair"),
        "person": world.member(home, "Solène Seule"),
        "grouped": world.member(home, "Gaël Groupe"),
        "stranger": world.member(home, "Yann Ailleurs"),
        "coordinator": world.member(home, "Jeanne Abgrall", RoleName.COORDINATOR),
        "mediator": world.member(home, "Nour Haddad", RoleName.MEDIATOR),
    }
    group = world.group(home, [awa, people["grouped"], people["coordinator"]])
    return Room(carry_things(world, awa), people, group)


WHO = {
    Audience.PEERS: {"peer"},
    Audience.PERSON: {"person"},
    Audience.GROUP: {"grouped"},
    Audience.COOPERATIVE: {"peer", "person", "grouped", "stranger", "coordinator", "mediator"},
}

# A file is made of its copy alone: every kind is compared once for an item, on the copy of an audience that
# changes with the item, and one kind for everybody. A drawn file is a tenth of a second.
ORDER = [Audience.PEERS, Audience.PERSON, Audience.GROUP, Audience.COOPERATIVE]
FIRST = {
    Audience.PEERS: "peer",
    Audience.PERSON: "person",
    Audience.GROUP: "grouped",
    Audience.COOPERATIVE: "coordinator",
}


def papers_of(item: Item, audience: Audience, name: str) -> Sequence[Paper]:
    """The files that are compared for a reader of an item."""
    whole = ORDER[list(Item).index(item) % len(ORDER)]
    return list(Paper) if audience is whole and name == FIRST[audience] else [Paper.JSON]


@pytest.mark.parametrize("item", Item)
def test_seen_as_is_what_each_gets(item: Item, room: Room, regular: Visitor) -> None:
    awa, mine = room.awa, regular(room.awa.person)
    made = {
        to.audience: show(room.owner, to, item)
        for to in audiences(room.people["peer"], room.people["person"], room.group)
    }
    for name, reader in room.people.items():
        theirs = regular(reader.person)
        listed = gotten(theirs, awa.url("shown"))
        imagined = gotten(mine, awa.url(f"seen-as/{reader.id}"))
        assert imagined.replace(f"seen-as/{reader.id}/", "shown/") == listed
        for audience, grant in made.items():
            real, seen = f"shown/{grant.copy_id}", f"seen-as/{reader.id}/{grant.copy_id}"
            if name not in WHO[audience]:
                assert theirs.get(awa.url(real)).status_code == 404, (name, audience)
                assert mine.get(awa.url(seen)).status_code == 404, (name, audience)
                assert theirs.get(awa.url(f"{real}/files/json")).status_code == 404
                assert theirs.get(awa.url(f"{real}/pictures/0")).status_code == 404
                continue
            assert gotten(theirs, awa.url(real)) == gotten(mine, awa.url(seen)), (name, audience)
            same_files(theirs, mine, awa.url(real), papers_of(item, audience, name))


def test_a_link_shows_outside_what_its_owner_sees(room: Room, visitor: Visitor) -> None:
    awa, mine = room.awa, visitor(room.awa.person)
    for item in Item:
        grant = show(room.owner, To(Audience.LINK, days=10), item)
        path = f"/shared/{link_token(awa.world.house.settings.secret_key, grant.id)}"
        outside = visitor()
        answer = outside.get(path)
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Cache-Control"] == "no-store"
        assert gotten(outside, path) == gotten(mine, path)
        same_files(outside, mine, path, list(Paper))
        assert str(awa.person) not in answer.text
        assert awa.slug not in answer.text
        assert SECRET not in answer.text


@each_case("item", list(Item))
def test_a_copy_holds_its_item_and_nothing_else(item: Item, room: Room, regular: Visitor) -> None:
    grant = show(room.owner, To(Audience.COOPERATIVE), item)
    client = regular(room.people["stranger"].person)
    told = json.loads(client.get(room.awa.url(f"shown/{grant.copy_id}/files/json")).text)
    assert told["schema"] == "musette-shared-document/1"
    assert told["item"] == item.value
    assert SECRET not in str(told)
    kinds = {each["part"] for each in told["parts"]}
    expected = {Item.HISTORY: {"profile"}, Item.PORTFOLIO: {"words", "axis", "experience"}}
    assert kinds == expected.get(item, {item.value})
    assert len(told["pictures"]) == (1 if item in (Item.EXPERIENCE, Item.PORTFOLIO) else 0)


def same_files(one: FlaskClient, other: FlaskClient, path: str, papers: Sequence[Paper]) -> None:
    """Two readers get the same files."""
    for paper in papers:
        first, second = one.get(f"{path}/files/{paper}"), other.get(f"{path}/files/{paper}")
        assert first.status_code == second.status_code == 200
        assert first.data == second.data, (path, paper)
