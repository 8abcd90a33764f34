"""Branches: one a member; whoever coordinates one acts there and nowhere else."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from assessment.referential import Axis
from journal.models import Entry
from kernel import clock
from kernel.refusals import Forbidden, Invalid, Refusal
from kernel.scope import Scope
from kernel.walls import Role
from peer.models.requests import Asked
from peer.service import requests as asking
from tenants.models import GroupKind, GroupMember, Invitation, RoleHeld, RoleName
from tenants.queries.groups import branches, groups_of
from tenants.queries.members import mediators
from tenants.service import groups, members
from tests.conftest import Visitor
from tests.mailbox import link_in, mails_to
from tests.world import PASSWORD, ZONE, Member, World

LEAD = RoleName.BRANCH_COORDINATOR


class Region:
    """A cooperative of two branches: its coordinator, a lead in the north, two members, a trade."""

    def __init__(self, world: World) -> None:
        self.world, self.house = world, world.house
        self.cooperative = world.cooperative("Region")
        self.jeanne = world.member(self.cooperative, "Jeanne Abgrall", RoleName.COORDINATOR)
        self.north_lead, self.awa, self.malik, self.free = (
            world.member(self.cooperative, name) for name in ("Odile", "Awa", "Malik", "Rose")
        )
        self.north = world.group(self.cooperative, [self.north_lead, self.awa], "Nord", kind=GroupKind.BRANCH)
        self.south = world.group(self.cooperative, [self.malik], "Sud", kind=GroupKind.BRANCH)
        self.trade = world.group(self.cooperative, [self.awa, self.north_lead], "Bois")
        self.give(self.north_lead, LEAD, self.north)
        self.odile = Member(**{**vars(self.north_lead), "roles": (LEAD,)})

    def give(self, member: Member, role: RoleName, branch: UUID | None) -> None:
        """Give a role, as the coordination."""
        with self.jeanne.acting() as session:
            members.give_role(session, member_id=member.id, role=role, branch=branch, by=self.jeanne.scope)

    def add(self, group: UUID, member: Member, by: Member) -> UUID | None:
        """Put somebody in a group; gives the branch they left."""
        with by.acting() as session:
            left = groups.add_member(session, group_id=group, member_id=member.id, by=by.scope)
            return left.id if left else None

    @property
    def branches(self) -> dict[UUID, UUID]:
        """Who is in which branch, as the machine reads it."""
        with self.house.database.reading(Scope(cooperative=self.cooperative), Role.MACHINE) as session:
            assert {each.id for each in branches(session)} == {self.north, self.south}
            stays = session.scalars(select(GroupMember).where(GroupMember.until.is_(None)))
            return {each.member_id: each.group_id for each in stays if each.group_id != self.trade}


@pytest.fixture
def region(world: World) -> Region:
    """Two branches."""
    return Region(world)


@pytest.fixture
def lead(region: Region, visitor: Visitor) -> FlaskClient:
    """The lead of the north, in a browser."""
    return visitor(region.odile.person)


def url(region: Region, path: str) -> str:
    """A page of the cooperative."""
    return region.jeanne.url(path)


def test_a_member_added_to_another_branch_is_moved_and_it_is_said(region: Region, visitor: Visitor) -> None:
    client = visitor(region.jeanne.person)
    page = url(region, f"groups/{region.south}")
    shown = client.get(page).text
    assert "adding somebody who is in another moves them" in shown
    assert "Awa (Nord" in shown
    assert "Rose</option>" in shown
    answer = client.post(f"{page}/members", data={"member": str(region.awa.id)}, follow_redirects=True)
    assert "This person is in the branch from today, and no longer in Nord" in answer.text
    assert region.branches == {
        region.odile.id: region.north,
        region.awa.id: region.south,
        region.malik.id: region.south,
    }
    with region.awa.acting() as session:
        assert {each.id for each in groups_of(session, region.awa.id)} == {region.south, region.trade}
        past = session.scalars(select(GroupMember).where(GroupMember.group_id == region.north))
        assert {each.until for each in past if each.member_id == region.awa.id} == {
            clock.today(ZONE) - timedelta(days=1)
        }
        verbs = session.scalars(select(Entry.verb).where(Entry.object_id == region.north)).all()
    assert "take-from-group" in verbs


def test_moving_to_and_fro_the_same_day_leaves_one_branch(region: Region) -> None:
    for target in (region.south, region.north, region.south, region.south):
        region.add(target, region.free, region.jeanne)
    assert region.branches[region.free.id] == region.south
    with region.jeanne.acting() as session:
        stays = session.scalars(select(GroupMember).where(GroupMember.member_id == region.free.id)).all()
    assert [each.group_id for each in stays] == [region.south]


def test_a_branch_is_permanent(region: Region) -> None:
    values = {"name": "Ouest", "starts_on": date(2026, 1, 1), "ends_on": date(2027, 1, 1)}
    jeanne = region.jeanne
    with pytest.raises(Invalid, match="permanent"), jeanne.acting() as session:
        kind = GroupKind.BRANCH
        groups.create(session, group_id=uuid4(), kind=kind, by=jeanne.scope, **values)  # type: ignore[arg-type] # as given
    with pytest.raises(Invalid, match="permanent"), jeanne.acting() as session:
        groups.change(session, group_id=region.north, by=jeanne.scope, **values)  # type: ignore[arg-type] # as given


def test_whoever_accepts_an_invitation_into_a_branch_leaves_the_other(
    region: Region, lead: FlaskClient, visitor: Visitor
) -> None:
    client = lead
    assert client.post(url(region, "invitations"), data={"emails": region.malik.email}).status_code == 303
    region.world.run_jobs()
    path = link_in(mails_to(region.house, region.malik.email)[0])
    assert visitor(region.malik.person).post(path, data={"name": "Malik"}).status_code == 303
    assert region.branches[region.malik.id] == region.north


def test_a_lead_invites_into_their_branch_alone(region: Region, lead: FlaskClient, visitor: Visitor) -> None:
    email = f"{uuid4().hex}@guests.example"
    page = lead.get(url(region, "invitations")).text
    assert "Whoever accepts joins the branch Nord" in page
    assert "Import a list" not in page
    forged = {"emails": email, "group": str(region.south)}
    assert lead.post(url(region, "invitations"), data=forged).status_code == 422
    assert lead.post(url(region, "invitations"), data={"emails": email}).status_code == 303
    region.world.run_jobs()
    path = link_in(mails_to(region.house, email)[0])
    assert visitor().post(path, data={"name": "Léo", "password": PASSWORD}).status_code == 303
    assert list(region.branches.values()).count(region.north) == 3


def test_a_lead_acts_on_no_other_invitation(region: Region, lead: FlaskClient, visitor: Visitor) -> None:
    other = f"{uuid4().hex}@guests.example"
    visitor(region.jeanne.person).post(url(region, "invitations"), data={"emails": other})
    with region.jeanne.acting() as session:
        made = session.scalars(select(Invitation.id)).one()
    assert other not in lead.get(url(region, "invitations")).text
    for act in ("resend", "cancel"):
        assert lead.post(url(region, f"invitations/{made}/{act}")).status_code == 404
    for path in ("read", "import"):
        assert lead.post(url(region, f"invitations/{path}")).status_code == 403
    assert lead.get(url(region, "invitations/model.csv")).status_code == 403
    own = f"{uuid4().hex}@guests.example"
    lead.post(url(region, "invitations"), data={"emails": own})
    with region.jeanne.acting() as session:
        mine = session.scalars(select(Invitation.id).where(Invitation.email == own)).one()
    assert lead.post(url(region, f"invitations/{mine}/cancel")).status_code == 303


def test_a_lead_adds_and_removes_in_their_branch_alone(region: Region, lead: FlaskClient) -> None:
    here = url(region, f"groups/{region.north}")
    page = lead.get(here).text
    assert "Rose</option>" in page
    assert "Malik" not in page  # who is in the other branch
    assert lead.get(url(region, "my-branch")).location == here
    assert lead.post(f"{here}/members", data={"member": str(region.free.id)}).status_code == 303
    assert lead.post(f"{here}/members", data={"member": str(region.malik.id)}).status_code == 409
    assert region.branches[region.malik.id] == region.south
    assert lead.post(f"{here}/members/{region.free.id}/take-out").status_code == 303
    assert region.free.id not in region.branches


def test_a_lead_does_nothing_in_another_group(region: Region, lead: FlaskClient) -> None:
    assert lead.get(url(region, f"groups/{region.south}")).status_code == 404
    for group in (region.south, region.trade):
        page = url(region, f"groups/{group}")
        assert lead.post(f"{page}/members", data={"member": str(region.free.id)}).status_code == 403
        assert lead.post(f"{page}/members/{region.malik.id}/take-out").status_code == 403
    trade = lead.get(url(region, f"groups/{region.trade}"))  # of which they are a member
    assert trade.status_code == 200
    assert "Add somebody" not in trade.text
    assert region.branches[region.malik.id] == region.south


@pytest.mark.parametrize(
    "page",
    ["coordination", "campaign/open", "campaign/move", "members", "groups/new", "who-we-are"],
)
def test_a_lead_has_nothing_else_of_the_coordination(page: str, region: Region, lead: FlaskClient) -> None:
    assert lead.get(url(region, page)).status_code == 403
    assert lead.post(url(region, f"members/{region.awa.id}/remove")).status_code == 403
    assert lead.post(url(region, f"members/{region.awa.id}/roles/mediator/give")).status_code == 403
    assert lead.get(url(region, f"groups/{region.north}/change")).status_code == 403


def test_the_role_ends_and_so_does_what_it_opened(region: Region, lead: FlaskClient) -> None:
    with region.jeanne.acting() as session:
        members.end_role(session, member_id=region.odile.id, role=LEAD, by=region.jeanne.scope)
    assert lead.get(url(region, "invitations")).status_code == 403
    with pytest.raises(Forbidden):  # a scope read a moment earlier
        region.add(region.north, region.free, region.odile)


def test_the_role_is_given_with_a_branch_and_only_then(region: Region, visitor: Visitor) -> None:
    jeanne = region.jeanne
    for role, branch, words in (
        (LEAD, None, "Choose the branch"),
        (LEAD, region.trade, "not a branch"),
        (RoleName.MEDIATOR, region.north, "Choose the branch"),
    ):
        with pytest.raises(Invalid, match=words):
            region.give(region.awa, role, branch)
    client = visitor(jeanne.person)
    page = url(region, f"members/{region.awa.id}")
    give = f"{page}/roles/branch_coordinator/give"
    for wrong in ({}, {"branch": str(uuid4())}, {"branch": str(region.trade)}, {"branch": "x"}):
        assert client.post(give, data=wrong).status_code == 404
    assert client.post(give, data={"branch": str(region.south)}).status_code == 303
    assert "Coordination of a branch: Sud" in client.get(page).text.replace("\u00a0", " ")
    assert "Awa (Sud" in client.get(url(region, "coordination")).text


def test_another_branch_ends_the_first(region: Region) -> None:
    for branch in (region.south, region.south, region.north):
        region.give(region.awa, LEAD, branch)
    with region.jeanne.acting() as session:
        held = session.scalars(select(RoleHeld).where(RoleHeld.member_id == region.awa.id)).all()
    assert [each.group_id for each in held if each.until is None] == [region.north]


def test_the_database_ties_the_role_to_a_branch(region: Region) -> None:
    sql = text(
        "INSERT INTO role (cooperative_id, id, member_id, name, group_id, since)"
        " VALUES (:here, :id, :member, :name, :branch, '2026-01-01')"
    )
    for name, branch in (("branch_coordinator", None), ("mediator", region.north)):
        values = {"here": region.cooperative, "id": uuid4(), "member": region.awa.id}
        with pytest.raises(DBAPIError), region.jeanne.acting() as session:
            session.execute(sql, {**values, "name": name, "branch": branch})


def test_a_lead_is_neither_drawn_nor_a_mediator(region: Region) -> None:
    region.give(region.odile, RoleName.MEDIATOR, None)
    region.world.assess(region.awa)
    with region.awa.acting() as session:
        assert region.odile.id not in {each.id for each in mediators(session)}
        made = asking.prepare(session, request_id=uuid4(), axis=Axis.CREATIVITY, by=region.awa.scope)
    region.world.run_jobs()
    with region.house.database.reading(Scope(cooperative=region.cooperative), Role.MACHINE) as session:
        drawn = session.scalars(select(Asked.reviewer_id).where(Asked.request_id == made.id)).all()
    assert drawn
    assert region.odile.id not in drawn
    assert region.jeanne.id not in drawn


def test_a_refusal_says_whom_to_ask(region: Region) -> None:
    with pytest.raises(Refusal, match="ask the coordination team"):
        region.add(region.north, region.malik, region.odile)
