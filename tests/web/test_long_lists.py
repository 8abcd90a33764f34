"""No page grows with the cooperative: a long list is read a page at a time, and its end is reached."""

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from assessment.referential import Axis
from kernel import clock
from kernel.paging import SIZE
from kernel.scope import Scope
from musette.models import Offer, OfferKind
from tenants.models import GroupKind, Invitation, RoleName
from tests.conftest import Visitor
from tests.foundry import Foundry
from tests.web.addresses import bare
from tests.world import Member, World

MANY = 3 * SIZE + 10
SHORT = 2 * SIZE + 5  # a page of a list, a list of choices, and who is named elsewhere
MEMBER, GUEST = re.compile(r"Membre \d{3}"), re.compile(r"invite-\d{3}@")


@dataclass(frozen=True)
class Crowd:
    """A cooperative of many members, half of them in a group, with many offers and invitations."""

    jeanne: Member
    members: tuple[Member, ...]
    group: UUID
    branch: UUID


def crowd(world: World) -> Crowd:
    """The same, made."""
    place = world.cooperative(language="en")
    jeanne = world.member(place, "Jeanne", RoleName.COORDINATOR, language="en")
    members = world.members(place, MANY)
    group = world.group(place, [jeanne, *members[: MANY // 2 + 5]])
    branch = world.group(place, members[:2], "Nord", kind=GroupKind.BRANCH)
    now = clock.now()
    with world.house.database.unit_of_work(Scope(cooperative=place)) as session:
        session.add_all(
            Invitation(
                id=uuid4(),
                email=f"invite-{number:03d}@guests.example",
                language="en",
                token_hash=uuid4().hex,
                sent_at=now - timedelta(minutes=number),
                expires_at=now + timedelta(days=9),
            )
            for number in range(MANY)
        )
    for number, each in enumerate(members):
        axis = Axis.CREATIVITY if number % 2 else Axis.LOCAL_UTILITY
        with each.acting() as session:
            session.add(Offer(member_id=each.id, axis=axis, kind=OfferKind.PERSON, words="An hour"))
    return Crowd(jeanne, tuple(members), group, branch)


@pytest.fixture
def found(world: World, foundry: Foundry) -> Crowd:
    """Many people."""
    return foundry.cast(crowd, world)


@pytest.fixture
def lead(found: Crowd, visitor: Visitor) -> FlaskClient:
    """Its coordinator, in a browser."""
    return visitor(found.jeanne.person)


def named(page: str) -> set[str]:
    """The members and the guests a page names."""
    return {*MEMBER.findall(page), *GUEST.findall(page)}


def test_no_page_of_a_cooperative_names_everybody(found: Crowd, lead: FlaskClient) -> None:
    rules = [rule for rule in bare().url_map.iter_rules() if "GET" in (rule.methods or ())]
    paths = [rule.rule.replace("<slug>", found.jeanne.slug) for rule in rules if rule.arguments == {"slug"}]
    own = [rule.rule for rule in rules if not rule.arguments and rule.rule.startswith("/me")]
    groups = [found.jeanne.url(f"groups/{each}") for each in (found.group, found.branch)]
    shown = {path: len(named(lead.get(path).text)) for path in [*paths, *own, *groups]}
    assert {path: count for path, count in shown.items() if count > SHORT} == {}
    assert max(shown.values()) >= SIZE  # it would be seen


def test_every_page_of_a_list_is_reached(found: Crowd, lead: FlaskClient) -> None:
    group = found.jeanne.url(f"groups/{found.group}")
    for start, everybody in (
        (found.jeanne.url("members"), MANY),
        (found.jeanne.url("invitations"), MANY),
        (found.jeanne.url("help"), MANY),
        (group, MANY // 2 + 5),
    ):
        read, seen, path = 0, set(), start
        while path:
            page = lead.get(path).text
            seen |= named(page)
            read += 1
            following = re.search(r'href="([^"]+)">Next page', page)
            path = following[1].replace("&amp;", "&") if following else ""
            assert read < MANY
        assert len(seen) == everybody, start
        assert read == -(-everybody // SIZE)


@pytest.mark.parametrize("number", ["99999999999999999999", "-1", "two", "1.5"])
def test_a_page_that_is_none_is_the_nearest(number: str, found: Crowd, lead: FlaskClient) -> None:
    page = lead.get(found.jeanne.url("members"), query_string={"page": number})
    assert page.status_code == 200
    assert f"Page {4 if number.startswith('9') else 1} of 4" in page.text


def test_somebody_is_found_by_name_and_put_in_a_group(found: Crowd, lead: FlaskClient) -> None:
    page, last = found.jeanne.url(f"groups/{found.group}"), found.members[-1]
    first = lead.get(page).text
    assert "<select" not in first  # a name is looked for first
    ids = re.findall(r' id="([^"]+)"', first)
    assert sorted(ids) == sorted(set(ids))
    looked = lead.get(page, query_string={"add": last.name}).text
    assert looked.count("<option") == 1
    assert f"{last.name}</option>" in looked
    assert "No member outside" in lead.get(page, query_string={"add": found.members[0].name}).text
    assert "Here are the first 50" in lead.get(page, query_string={"add": "membre"}).text
    assert lead.post(f"{page}/members", data={"member": str(last.id)}).status_code == 303
    inside = lead.get(page, query_string={"name": last.name}).text
    assert named(inside) == {last.name}
    assert "Nobody in this group has a name like this" in lead.get(page, query_string={"name": "zzz"}).text


def test_a_branch_says_which_one_somebody_would_leave(found: Crowd, lead: FlaskClient) -> None:
    other = found.jeanne.world.group(found.jeanne.cooperative, [], "Sud", kind=GroupKind.BRANCH)
    page = lead.get(found.jeanne.url(f"groups/{other}"), query_string={"add": found.members[0].name}).text
    assert re.search(rf"{found.members[0].name} \(Nord [0-9a-f]+\)</option>", page)


def test_an_address_is_found_among_those_invited(found: Crowd, lead: FlaskClient) -> None:
    page = found.jeanne.url("invitations")
    assert named(lead.get(page, query_string={"address": "INVITE-07"}).text) == {
        f"invite-07{digit}@" for digit in range(10)
    }
    assert "at such an address" in lead.get(page, query_string={"address": "%"}).text


def test_offers_are_read_axis_by_axis(found: Crowd, lead: FlaskClient) -> None:
    page = lead.get(found.jeanne.url("help"), query_string={"axis": "creativity"}).text
    assert "Page 1 of 2" in page
    assert named(page) <= {each.name for each in found.members[1::2]}
    assert "Nobody offers anything on this axis" in (
        lead.get(found.jeanne.url("help"), query_string={"axis": "tool_mastery"}).text
    )
    assert lead.get(found.jeanne.url("help"), query_string={"axis": "luck"}).status_code == 200
