"""Members, roles, groups and campaigns; one coordinator at least, always."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from assessment.models import Contribution
from assessment.referential import Axis
from kernel import clock
from kernel.refusals import Forbidden, Invalid, Refusal, Unknown
from kernel.scope import Scope
from kernel.walls import Role
from tenants.models import Cooperative, Group, GroupKind, GroupMember, Membership, RoleHeld, RoleName
from tenants.service import campaigns, cooperatives, groups
from tenants.service import members as service
from tests.conftest import Visitor
from tests.world import Member, World

COORDINATOR, MEDIATOR = RoleName.COORDINATOR, RoleName.MEDIATOR


@pytest.fixture
def jeanne(world: World) -> Member:
    """A coordinator in a new cooperative."""
    return world.member(world.cooperative("Etabli"), "Jeanne Abgrall", COORDINATOR)


@pytest.fixture
def awa(world: World, jeanne: Member) -> Member:
    """A member of the same cooperative."""
    return world.member(jeanne.cooperative, "Awa Diallo")


def held(member: Member) -> list[RoleName]:
    """The roles of a member today."""
    with member.world.house.database.reading(Scope(cooperative=member.cooperative)) as session:
        statement = select(RoleHeld.name).where(RoleHeld.member_id == member.id, RoleHeld.until.is_(None))
        return list(session.scalars(statement))


def test_roles_are_given_and_ended_from_the_page(jeanne: Member, awa: Member, visitor: Visitor) -> None:
    lead = visitor(jeanne.person)
    page = jeanne.url(f"members/{awa.id}/roles/mediator")
    for _turn in range(2):
        assert lead.post(f"{page}/give").status_code == 303
    assert held(awa) == [MEDIATOR]
    assert lead.post(f"{page}/end").status_code == 303
    assert held(awa) == []
    assert lead.post(f"{page}/end").status_code == 404
    assert lead.post(jeanne.url(f"members/{awa.id}/roles/emperor/give")).status_code == 404


def test_the_last_coordinator_stays(jeanne: Member, awa: Member, visitor: Visitor) -> None:
    lead = visitor(jeanne.person)
    for act in ("roles/coordinator/end", "remove"):
        answer = lead.post(jeanne.url(f"members/{jeanne.id}/{act}"))
        assert answer.status_code == 409
        assert "one coordinator at least" in answer.text
    lead.post(jeanne.url(f"members/{awa.id}/roles/coordinator/give"))
    assert lead.post(jeanne.url(f"members/{jeanne.id}/roles/coordinator/end")).status_code == 303
    assert held(jeanne) == []
    assert lead.get(jeanne.url("members")).status_code == 403


def test_two_coordinators_cannot_leave_at_once(jeanne: Member, world: World) -> None:
    paul = world.member(jeanne.cooperative, "Paul", COORDINATOR)
    with jeanne.acting() as session:
        service.end_role(session, member_id=paul.id, role=COORDINATOR, by=jeanne.scope)
    with pytest.raises(Refusal), paul.acting() as session:
        service.end_role(session, member_id=jeanne.id, role=COORDINATOR, by=paul.scope)


@pytest.mark.parametrize("act", ["give_role", "end_role"])
def test_members_give_no_role(act: str, jeanne: Member, awa: Member) -> None:
    with pytest.raises(Forbidden), awa.acting() as session:
        getattr(service, act)(session, member_id=jeanne.id, role=COORDINATOR, by=awa.scope)


def test_removing_a_member_ends_everything_here_and_nothing_elsewhere(
    world: World, jeanne: Member, awa: Member, visitor: Visitor
) -> None:
    group = world.group(awa.cooperative, [awa])
    world.assess(awa, agreeing=list(Axis))
    client = visitor(awa.person)
    assert visitor(jeanne.person).post(jeanne.url(f"members/{awa.id}/remove")).status_code == 303
    world.run_jobs()
    assert client.get(awa.url("groups")).status_code == 404
    assert "Creativity" in client.get("/me/").text  # the musette is whole
    with world.house.database.reading(Scope(cooperative=awa.cooperative), Role.MACHINE) as session:
        assert session.scalars(select(Contribution).where(Contribution.member_id == awa.id)).all() == []
    with world.house.database.reading(Scope(cooperative=awa.cooperative)) as session:
        stay = session.scalar(select(GroupMember).where(GroupMember.group_id == group))
        assert stay
        assert stay.until is not None
    with pytest.raises(Unknown), jeanne.acting() as session:
        service.remove(session, member_id=awa.id, by=jeanne.scope)


def test_names(jeanne: Member, awa: Member, visitor: Visitor) -> None:
    client = visitor(awa.person)
    assert client.post(awa.url("my-name"), data={"name": "  Awa  D. "}).status_code == 303
    assert "Awa D." in visitor(jeanne.person).get(jeanne.url("members")).text
    for name in ("", "x" * 81):
        assert client.post(awa.url("my-name"), data={"name": name}).status_code == 422


def test_the_list_of_members_is_searched_without_accents(
    jeanne: Member, world: World, visitor: Visitor
) -> None:
    world.member(jeanne.cooperative, "Éloïse Kerbrat")
    world.member(jeanne.cooperative, "100 % Zoé_")
    lead = visitor(jeanne.person)
    found = lead.get(jeanne.url("members"), query_string={"name": "eloise"}).text
    assert "Éloïse Kerbrat" in found
    assert "Zoé_" not in found
    assert "Zoé_" in lead.get(jeanne.url("members"), query_string={"name": "%"}).text
    assert (
        "No member has a name like this" in lead.get(jeanne.url("members"), query_string={"name": "_x"}).text
    )


def test_names_are_listed_as_people_look_for_them(jeanne: Member, world: World, visitor: Visitor) -> None:
    for name in ("Zoé Petit", "Étienne Marchand", "ewa kowalczyk", "Éloi Andrieu"):
        world.member(jeanne.cooperative, name)
    page = visitor(jeanne.person).get(jeanne.url("members")).text
    shown = ("Éloi Andrieu", "Étienne Marchand", "ewa kowalczyk", "Jeanne Abgrall", "Zoé Petit")
    rows = page.split("<tbody", 1)[1]
    assert sorted(shown, key=rows.index) == list(shown)


def test_the_list_of_members_has_pages(jeanne: Member, world: World, visitor: Visitor) -> None:
    world.members(jeanne.cooperative, 52)
    lead = visitor(jeanne.person)
    first = lead.get(jeanne.url("members")).text
    assert "53 members" in first
    assert "Page 1 of 2" in first
    last = lead.get(jeanne.url("members"), query_string={"page": 1}).text
    assert "Membre 052" in last
    for odd in ("-3", "x", "99999999999999999999"):
        assert lead.get(jeanne.url("members"), query_string={"page": odd}).status_code == 200


def new_group(jeanne: Member, name: str = "Terre", **changed: object) -> Group:
    """Make a group through the service."""
    values = {
        "group_id": uuid4(),
        "name": name,
        "kind": GroupKind.TRADE,
        "starts_on": date(2026, 1, 1),
        "ends_on": None,
        **changed,
    }
    with jeanne.acting() as session:
        return groups.create(session, by=jeanne.scope, **values)  # type: ignore[arg-type] # as given


def test_a_group_sent_twice_is_made_once(jeanne: Member, visitor: Visitor) -> None:
    lead, made = visitor(jeanne.person), uuid4()
    data = {"id": str(made), "name": "Terre", "kind": "trade", "starts_on": "2026-01-01", "ends_on": ""}
    answers = [lead.post(jeanne.url("groups/new"), data=data) for _turn in range(3)]
    assert {answer.location for answer in answers} == {jeanne.url(f"groups/{made}")}
    with jeanne.acting() as session:
        assert len(session.scalars(select(Group)).all()) == 1


def test_what_a_group_refuses(jeanne: Member) -> None:
    new_group(jeanne)
    with pytest.raises(Invalid, match="already a group"):
        new_group(jeanne, "TERRE")
    with pytest.raises(Invalid, match="ends after"):
        new_group(jeanne, "Mer", ends_on=date(2025, 1, 1))
    with pytest.raises(Invalid, match="80 characters"):
        new_group(jeanne, "  ")


def test_people_come_and_go_in_a_group(jeanne: Member, awa: Member, visitor: Visitor) -> None:
    group = new_group(jeanne)
    lead, page = visitor(jeanne.person), jeanne.url(f"groups/{group.id}")
    assert visitor(awa.person).get(page).status_code == 404  # only those in it, and the coordination
    assert lead.post(f"{page}/members", data={"member": str(awa.id)}).status_code == 303
    assert visitor(awa.person).get(page).status_code == 200
    for _turn in range(2):
        assert lead.post(f"{page}/members/{awa.id}/take-out").status_code == 303
    with clock.at(datetime.now(UTC) + timedelta(days=1)):
        assert "Nobody is in this group" in visitor(jeanne.person).get(page).text
    assert lead.post(f"{page}/members", data={"member": str(awa.id)}).status_code == 303  # back the same day
    assert lead.post(f"{page}/members", data={"member": str(uuid4())}).status_code == 404


def test_a_group_is_changed(jeanne: Member, visitor: Visitor) -> None:
    group = new_group(jeanne)
    data = {"name": "Terre et mer", "kind": "trade", "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    lead = visitor(jeanne.person)
    page = jeanne.url(f"groups/{group.id}/change")
    assert lead.post(page, data={**data, "id": str(group.id)}).status_code == 303
    assert "Terre et mer" in lead.get(jeanne.url("groups")).text


@pytest.mark.parametrize("page", ["members", "groups/new", "coordination", "campaign/open", "invitations"])
def test_pages_of_the_coordination_are_for_it(page: str, awa: Member, visitor: Visitor) -> None:
    answer = visitor(awa.person).get(awa.url(page))
    assert answer.status_code == 403
    assert "Your role does not allow this" in answer.text
    assert "speak of it with the coordination team" in answer.text


def open_one(jeanne: Member, days: int) -> None:
    """Open a campaign that closes in so many days."""
    closes = clock.today("Europe/Paris") + timedelta(days=days)
    with jeanne.acting() as session:
        campaigns.open_one(session, campaign_id=uuid4(), closes_on=closes, by=jeanne.scope)


def test_a_campaign_leaves_three_weeks(jeanne: Member) -> None:
    with pytest.raises(Invalid, match="the time the charter gives"):
        open_one(jeanne, 20)
    open_one(jeanne, 21)
    with jeanne.acting() as session:
        home = session.get(Cooperative, jeanne.cooperative)
        assert home
        assert home.next_close_on == clock.today("Europe/Paris") + timedelta(days=21)
    with pytest.raises(Refusal, match="open already"):
        open_one(jeanne, 40)


def test_a_campaign_is_opened_and_moved_from_the_page(jeanne: Member, visitor: Visitor) -> None:
    lead, made = visitor(jeanne.person), str(uuid4())
    day = clock.today("Europe/Paris") + timedelta(days=30)
    data = {"id": made, "closes_on": day.isoformat()}
    assert lead.post(jeanne.url("campaign/open"), data=data).status_code == 303
    assert lead.post(jeanne.url("campaign/open"), data=data).status_code == 303  # the same form, twice
    later = (day + timedelta(days=10)).isoformat()
    move = {"id": str(uuid4()), "closes_on": later}
    assert lead.post(jeanne.url("campaign/move"), data=move).status_code == 303
    too_soon = {"id": str(uuid4()), "closes_on": (day - timedelta(days=20)).isoformat()}
    assert lead.post(jeanne.url("campaign/move"), data=too_soon).status_code == 422
    assert lead.post(jeanne.url("campaign/move"), data={"closes_on": "demain", "id": made}).status_code == 422


def test_the_journal_is_for_every_member_and_names_no_one_but_who_acted(
    jeanne: Member, awa: Member, visitor: Visitor
) -> None:
    visitor(jeanne.person).post(jeanne.url(f"members/{awa.id}/roles/mediator/give"))
    page = visitor(awa.person).get(awa.url("journal")).text
    assert "Jeanne Abgrall" in page
    assert "gave a role" in page


def test_a_closed_cooperative(world: World, awa: Member, visitor: Visitor) -> None:
    world.assess(awa)
    with world.house.database.unit_of_work(Scope(cooperative=awa.cooperative)) as session:
        cooperatives.close(session)
    client = visitor(awa.person)
    page = client.get(awa.url("groups"))
    assert page.status_code == 410
    assert "has closed. Your satchel is whole, and yours." in page.text
    assert "Creativity" in client.get("/me/").text
    assert client.post(awa.url("my-name"), data={"name": "X"}).status_code == 410


def test_a_slug_is_for_ever(world: World) -> None:
    slug = f"s-{uuid4().hex[:8]}"
    for turn in range(2):
        made = uuid4()
        with world.house.database.unit_of_work(Scope(cooperative=made)) as session:
            if turn:
                with pytest.raises(Invalid, match="never given twice"):
                    cooperatives.create(session, name="Deux", slug=slug, zone="Europe/Paris", language="fr")
            else:
                cooperatives.create(session, name="Un", slug=slug, zone="Europe/Paris", language="fr")
                cooperatives.close(session)


@pytest.mark.parametrize(
    "changed",
    [{"name": " "}, {"slug": "Pas Bon"}, {"zone": "Mars/Nord"}, {"language": "de"}, {"zone": "../x"}],
)
def test_what_a_cooperative_refuses(changed: dict[str, str], world: World) -> None:
    values = {
        "name": "Coop",
        "slug": f"s-{uuid4().hex[:8]}",
        "zone": "Europe/Paris",
        "language": "fr",
        **changed,
    }
    with pytest.raises(Invalid), world.house.database.unit_of_work(Scope(cooperative=uuid4())) as session:
        cooperatives.create(session, **values)


def test_several_cooperatives_and_a_switch(world: World, awa: Member, visitor: Visitor) -> None:
    other = world.member(world.cooperative("Autre"), "Awa ailleurs", person=(awa.person, awa.email))
    client = visitor(awa.person)
    here = client.get(awa.url("groups")).text
    assert other.url() in here  # the switch
    assert "Awa Diallo" in here
    assert "Awa ailleurs" not in here
    there = client.get(other.url("groups")).text
    assert "Awa ailleurs" in there
    assert "Awa Diallo" not in there
    assert "Awa ailleurs" in client.get("/me/").text  # the last one visited


def test_a_membership_again(world: World, jeanne: Member, awa: Member) -> None:
    with jeanne.acting() as session:
        service.remove(session, member_id=awa.id, by=jeanne.scope)
    with jeanne.acting() as session:
        found = session.get(Membership, (awa.cooperative, awa.id))
        assert found
        assert found.until is not None
    assert world
