"""Joining another cooperative with what one chooses to bring; nothing of where one comes from is told."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from assessment.models import Activity, Contribution
from assessment.referential import Axis
from kernel import clock
from kernel.scope import Scope
from kernel.walls import Role
from sharing.queries.consents import decisions
from tenants.models import RoleName
from tenants.queries.members import own_membership
from tenants.service.invitations import Guest, Mailing, invite, token_of
from tests.conftest import Visitor
from tests.musette.test_erasure import dump
from tests.world import LEVELS, Member, World

FIVE = set(Axis) - {Axis.REST_TIME, Axis.FINANCIAL_AUTONOMY}


@pytest.fixture
def comer(world: World) -> Member:
    """Somebody of one cooperative, who took stock twice there."""
    comer = world.member(world.cooperative("Moulin"), "Awa Diallo")
    for days, level in ((70, 20), (7, 60)):
        levels = {**LEVELS, Axis.CREATIVITY: level}
        world.assess(comer, levels, agreeing=list(Axis), at=clock.now() - timedelta(days=days))
    return comer


def invited(world: World, email: str) -> tuple[Member, str]:
    """Another cooperative, and the path of an invitation it sent."""
    lead = world.member(world.cooperative("Verger"), "Jeanne Abgrall", RoleName.COORDINATOR)
    settings = world.house.settings
    with lead.acting() as session:
        sent = invite(session, guests=[Guest(email)], mailing=Mailing(settings.secret_key, 7), by=lead.scope)
    token = token_of(settings.secret_key, lead.cooperative, sent[0].id)
    return lead, f"/invitations/{token}"


def contributions(world: World, cooperative: UUID) -> list[Contribution]:
    """What a cooperative holds."""
    with world.house.database.reading(Scope(cooperative=cooperative), Role.MACHINE) as session:
        return list(session.scalars(select(Contribution)))


def activity_of(member: Member) -> UUID:
    """Their one activity."""
    with member.acting() as session:
        return session.scalars(select(Activity.id)).one()


def test_one_chooses_what_comes_along(world: World, comer: Member, visitor: Visitor) -> None:
    lead, path = invited(world, comer.email)
    client, page = visitor(comer.person), lead.url("what-i-bring")
    assert client.post(path, data={"name": "A. Diallo"}).location == page
    asked = client.get(page).text
    assert "Moulin" not in asked.partition("<main")[2]
    assert "checked" not in asked
    answer = {"name": "Awa D.", "activity": str(activity_of(comer)), "brings": "y", "five": "yes"}
    assert client.post(page, data=answer).status_code == 303
    world.run_jobs()
    held = contributions(world, lead.cooperative)
    assert [each.levels[Axis.CREATIVITY] for each in held] == [60]
    assert {axis for axis, level in held[0].levels.items() if level is not None} == FIVE
    with world.house.database.reading(Scope(person=comer.person)) as session:
        assert set(decisions(session, comer.cooperative)) == set(Axis)
        assert set(decisions(session, lead.cooperative)) == {each.value for each in FIVE}
    there = World(world.house, scopes={lead.cooperative})
    assert [each for each in ("Moulin", str(comer.cooperative), str(comer.id)) if each in dump(there)] == []
    assert "Awa D." in dump(there)


def test_without_a_word_nothing_older_ever_counts(world: World, comer: Member, visitor: Visitor) -> None:
    lead, path = invited(world, comer.email)
    client, page = visitor(comer.person), lead.url("what-i-bring")
    client.post(path, data={"name": "Awa Diallo"})
    answer = {"name": "Awa Diallo", "activity": str(activity_of(comer)), "five": "yes"}
    assert client.post(page, data=answer).status_code == 303
    world.run_jobs()
    assert contributions(world, lead.cooperative) == []
    before = [(each.period, each.levels) for each in contributions(world, comer.cooperative)]
    assert before


def test_whoever_decides_later_counts_from_their_next_answer(
    world: World, comer: Member, visitor: Visitor
) -> None:
    lead, path = invited(world, comer.email)
    client = visitor(comer.person)
    client.post(path, data={"name": "Awa Diallo"})
    with world.house.database.reading(Scope(comer.person, lead.cooperative)) as session:
        mine = own_membership(session)
    assert mine is not None
    there = replace(comer, cooperative=lead.cooperative, slug=lead.slug, id=mine.id)
    world.assess(there, {**LEVELS, Axis.CREATIVITY: 75}, agreeing=list(Axis))
    assert [each.levels[Axis.CREATIVITY] for each in contributions(world, lead.cooperative)] == [75]


def test_what_cannot_be_brought_is_said_and_nothing_is_kept(
    world: World, comer: Member, visitor: Visitor
) -> None:
    lead, path = invited(world, comer.email)
    client, page = visitor(comer.person), lead.url("what-i-bring")
    client.post(path, data={"name": "Awa Diallo"})
    answer = {"name": "Awa Diallo", "brings": "y", "five": "yes"}
    refused = client.post(page, data=answer)
    assert (refused.status_code, "Choose the activity first" in refused.text) == (422, True)
    assert client.post(page, data={**answer, "activity": str(uuid4())}).status_code == 422
    assert client.post(page, data={**answer, "name": ""}).status_code == 422
    with world.house.database.reading(Scope(person=comer.person)) as session:
        assert decisions(session, lead.cooperative) == {}


def test_an_empty_satchel_goes_straight_to_its_first_answer(world: World, visitor: Visitor) -> None:
    person, email = world.person()
    lead, path = invited(world, email)
    client = visitor(person)
    assert client.post(path, data={"name": "Awa Diallo"}).location == lead.url("what-i-bring")
    assert client.get(lead.url("what-i-bring")).location == "/me/take-stock?first=1"
