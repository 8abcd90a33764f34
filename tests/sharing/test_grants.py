"""Showing, updating, taking back: what acts at once, and what is refused with a clear sentence."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text, update

from journal.queries import readings_of
from journal.service import forget_readings, record_reading
from kernel import clock
from kernel.refusals import Invalid, Over, Refusal, Unknown
from kernel.scope import Scope
from kernel.walls import Role
from musette.service import experiences, shares
from sharing.models import Grant, LinkReading, SharedCopy, SharedLink
from sharing.queries.grants import opened, own_grant, reader_of, shown
from sharing.rules import Audience, Item
from sharing.service import grants
from sharing.service.grants import To, link_scope, link_token
from tenants.models import RoleName
from tenants.service.members import remove
from tests.conftest import Visitor
from tests.foundry import Foundry
from tests.sharing.shown import Carried, carry_things, gotten, show
from tests.world import LEVELS, ZONE, Member, World


@pytest.fixture
def awa(world: World, foundry: Foundry) -> Carried:
    """Somebody who has everything to show."""
    return foundry.cast(laden, world)


def laden(world: World) -> Carried:
    """The same, built by the services."""
    return carry_things(world, world.member(world.cooperative("Atelier"), "Awa Diallo"))


@pytest.fixture
def paul(awa: Carried) -> Member:
    """A member beside her."""
    return awa.member.world.member(awa.member.cooperative, "Paul Riou")


def gets(reader: Member) -> int:
    """How many copies somebody gets."""
    with reader.acting() as session:
        return len(shown(session, reader_of(session, reader.id)))


def rows(reader: Member) -> int:
    """How many copies the wall lets through to somebody who filters nothing."""
    with reader.acting() as session:
        return int(str(session.scalar(text("SELECT count(*) FROM shared_copy"))))


def test_taking_back_acts_at_once(awa: Carried, paul: Member, visitor: Visitor) -> None:
    grant = show(awa, To(Audience.PEERS, (paul.id,)))
    theirs, mine = visitor(paul.person), visitor(awa.member.person)
    path = paul.url(f"shown/{grant.copy_id}")
    assert theirs.get(path).status_code == 200
    assert mine.post(f"/me/shares/{grant.id}/withdraw").status_code == 303
    assert theirs.get(path).status_code == 404
    assert theirs.get(f"{path}/files/pdf").status_code == 404
    assert mine.get(f"/me/shares/{grant.id}").status_code == 404
    assert rows(paul) == 0


def test_an_experience_says_how_many_copies_are_shown(awa: Carried, paul: Member, visitor: Visitor) -> None:
    client, path = visitor(awa.member.person, language="en"), f"/me/experiences/{awa.experience}"
    assert "No copy of it has been shown." in client.get(path).text
    show(awa, To(Audience.PEERS, (paul.id,)), Item.EXPERIENCE)
    show(awa, To(Audience.LINK, days=7), Item.PORTFOLIO)
    assert "You show 2 copies of it." in client.get(path).text
    with clock.at(clock.now() + timedelta(days=8)):
        assert "You show one copy of it." in visitor(awa.member.person, language="en").get(path).text


def test_a_name_looked_for_opens_the_choice_of_one_person(awa: Carried, visitor: Visitor) -> None:
    client, path = visitor(awa.member.person), "/me/shares/new?item=profile"
    assert "checked" not in client.get(path).text
    found = client.get(f"{path}&name=paul").text
    assert re.search(r'<input[^>]*checked[^>]*value="person"', found)


def test_one_person_reads_for_thirty_days(awa: Carried, paul: Member) -> None:
    grant = show(awa, To(Audience.PERSON, (paul.id,)))
    assert grant.until is not None
    assert grant.until - grant.made_at == timedelta(days=30)
    with clock.at(grant.until - timedelta(minutes=1)):
        assert gets(paul) == 1
    with clock.at(grant.until):
        assert gets(paul) == 0
        awa.member.world.run_jobs()
    assert rows(paul) == 0
    with awa.member.acting() as session, pytest.raises(Unknown):
        own_grant(session, grant.id)


def test_the_wall_keeps_the_hour_too(awa: Carried, paul: Member) -> None:
    grant = show(awa, To(Audience.PERSON, (paul.id,)))
    assert rows(paul) == 1
    with awa.member.acting() as session:
        over = clock.now() - timedelta(seconds=1)
        session.execute(update(SharedCopy).where(SharedCopy.id == grant.copy_id).values(until=over))
    assert rows(paul) == 0


@pytest.mark.parametrize("audience", ["peers", "group", "cooperative"])
def test_the_wall_lets_only_the_audience_through(awa: Carried, audience: str) -> None:
    world, home = awa.member.world, awa.member.cooperative
    inside, outside = world.member(home, "Dedans"), world.member(home, "Dehors")
    leading = world.member(home, "Jeanne", RoleName.COORDINATOR)
    group = world.group(home, [awa.member, inside, leading])
    to = {
        "peers": To(Audience.PEERS, (inside.id,)),
        "group": To(Audience.GROUP, group=group),
        "cooperative": To(Audience.COOPERATIVE),
    }[audience]
    show(awa, to)
    everyone = audience == "cooperative"
    assert [rows(each) for each in (inside, outside, leading)] == [1, everyone, everyone]
    with world.house.database.reading(Scope(cooperative=home, member=uuid4())) as session:
        assert session.scalar(text("SELECT count(*) FROM shared_copy")) == 0  # a witness, say


def test_nobody_but_its_owner_changes_a_copy(awa: Carried, paul: Member) -> None:
    show(awa, To(Audience.COOPERATIVE))
    for verb in ("UPDATE shared_copy SET copied_at = now()", "DELETE FROM shared_copy"):
        with paul.acting() as session:
            assert session.execute(text(verb)).rowcount == 0  # type: ignore[attr-defined] # what a statement gives


def test_whoever_leaves_reads_no_more_and_shows_no_more(awa: Carried, paul: Member) -> None:
    world, home = awa.member.world, awa.member.cooperative
    lead = world.member(home, "Jeanne", RoleName.COORDINATOR)
    show(awa, To(Audience.PEERS, (paul.id, lead.id)))
    other = carry_things(world, paul)
    show(other, To(Audience.COOPERATIVE))
    assert (rows(paul), rows(lead)) == (2, 2)
    with lead.acting() as session:
        remove(session, member_id=paul.id, by=lead.scope)
    assert (rows(paul), rows(lead)) == (1, 1)  # before any job: paul sees only his own copy
    world.run_jobs()
    assert (rows(paul), rows(lead)) == (0, 1)
    with awa.member.acting() as session:
        assert session.scalars(select(SharedCopy.readers)).one() == [lead.id]


def test_whom_one_cannot_show_to(awa: Carried, paul: Member, visitor: Visitor) -> None:
    world, home = awa.member.world, awa.member.cooperative
    lead = world.member(home, "Jeanne", RoleName.COORDINATOR)
    with lead.acting() as session:
        remove(session, member_id=paul.id, by=lead.scope)
    others = world.group(home, [lead])
    elsewhere = world.member(world.cooperative("Ailleurs"), "Loin")
    with pytest.raises(Invalid, match="has left the cooperative"):
        show(awa, To(Audience.PERSON, (paul.id,)))
    with pytest.raises(Invalid, match="see it already"):
        show(awa, To(Audience.PEERS, (awa.member.id,)))
    with pytest.raises(Invalid, match="group you are in"):
        show(awa, To(Audience.GROUP, group=others))
    with pytest.raises(Unknown):
        show(awa, To(Audience.PEERS, (elsewhere.id,)))
    with pytest.raises(Invalid, match="one person"):
        show(awa, To(Audience.PERSON))
    for days in (0, 91, None):
        with pytest.raises(Invalid, match="from 1 to 90"):
            show(awa, To(Audience.LINK, days=days))
    data = {"id": str(uuid4()), "audience": "person", "person": str(paul.id)}
    answer = visitor(awa.member.person).post("/me/shares/new?item=profile", data=data)
    assert answer.status_code == 422
    assert "has left the cooperative" in answer.text


def test_what_is_somebody_elses_is_unknown(awa: Carried, paul: Member, visitor: Visitor) -> None:
    client = visitor(paul.person)
    paul.world.assess(paul)
    for item in (Item.EXPERIENCE, Item.INTENTION, Item.SCENARIO):
        what = shares.Show(item, awa.about(item), "Paul", ZONE)
        with paul.acting() as session, pytest.raises(Unknown):
            shares.content(session, what=what)
        assert client.get(f"/me/shares/new?item={item}&about={awa.about(item)}").status_code == 404
    assert client.get("/me/shares/new?item=everything").status_code == 404


def test_nothing_to_show_is_said(paul: Member, visitor: Visitor) -> None:
    client = visitor(paul.person)
    assert "Take stock first" in client.get("/me/shares/new?item=profile").text
    assert "Compose your page first" in client.get("/me/shares/new?item=portfolio").text


def test_a_link_that_is_over_says_so(awa: Carried, visitor: Visitor) -> None:
    grant = show(awa, To(Audience.LINK, days=5))
    path = f"/shared/{link_token(awa.member.world.house.settings.secret_key, grant.id)}"
    client = visitor()
    assert client.get(path).status_code == 200
    assert grant.until is not None
    with clock.at(grant.until):
        answer = client.get(path)
        assert answer.status_code == 410
        assert "shows nothing any more" in answer.text
        assert client.get(f"{path}/files/json").status_code == 410
        awa.member.world.run_jobs()
        assert client.get(path).status_code == 410
    with awa.member.acting() as session:
        row = session.scalars(select(SharedLink)).one()
        assert (row.body, row.photos) == ({}, [])
    with clock.at(clock.now() + timedelta(days=400)):
        awa.member.world.run_jobs()
        assert client.get(path).status_code == 404


def test_a_link_withdrawn_is_over_at_once(awa: Carried, visitor: Visitor) -> None:
    grant = show(awa, To(Audience.LINK, days=5))
    path = f"/shared/{link_token(awa.member.world.house.settings.secret_key, grant.id)}"
    visitor(awa.member.person).post(f"/me/shares/{grant.id}/withdraw")
    assert visitor().get(path).status_code == 410


def test_a_token_that_is_tampered_with_opens_nothing(awa: Carried, visitor: Visitor) -> None:
    grant = show(awa, To(Audience.LINK, days=5))
    token = link_token(awa.member.world.house.settings.secret_key, grant.id)
    client = visitor()
    for wrong in (token[:-1], f"{token}x", token.swapcase(), "x", str(grant.id), str(grant.copy_id)):
        assert client.get(f"/shared/{wrong}").status_code == 404, wrong
    with awa.member.world.house.database.reading(link_scope(token)) as session:
        assert opened(session, token).id == grant.copy_id
        with pytest.raises(Unknown):
            opened(session, f"{token}x")
        for table in ("grant", "assessment", "experience", "membership", "shared_copy", "portfolio"):
            assert session.scalar(text(f'SELECT count(*) FROM "{table}"')) == 0, table
        assert session.scalar(text("SELECT count(*) FROM shared_link")) == 1


def test_the_holder_of_a_link_changes_nothing(awa: Carried) -> None:
    grant = show(awa, To(Audience.LINK, days=5))
    token = link_token(awa.member.world.house.settings.secret_key, grant.id)
    with awa.member.world.house.database.unit_of_work(link_scope(token)) as session:
        for verb in ("UPDATE shared_link SET until = now()", "DELETE FROM shared_link"):
            assert session.execute(text(verb)).rowcount == 0  # type: ignore[attr-defined] # what a statement gives


def test_a_copy_changes_when_its_owner_says_so(awa: Carried, paul: Member, visitor: Visitor) -> None:
    grant = show(awa, To(Audience.PEERS, (paul.id,)))
    theirs, mine, path = visitor(paul.person), visitor(awa.member.person), paul.url(f"shown/{grant.copy_id}")
    before = gotten(theirs, path)
    awa.member.world.assess(awa.member, dict.fromkeys(LEVELS, 3))
    assert gotten(theirs, path) == before
    assert mine.post(f"/me/shares/{grant.id}/update").status_code == 303
    assert gotten(theirs, path) != before
    told = json.loads(theirs.get(f"{path}/files/json").text)
    assert set(told["parts"][0]["levels"].values()) == {3}


def test_what_is_forgotten_is_shown_no_more(awa: Carried, paul: Member, visitor: Visitor) -> None:
    link = show(awa, To(Audience.LINK, days=5), Item.PORTFOLIO)
    show(awa, To(Audience.PEERS, (paul.id,)), Item.EXPERIENCE)
    show(awa, To(Audience.PEERS, (paul.id,)), Item.SCENARIO)
    member = awa.member
    with member.acting() as session:
        experiences.remove(session, experience_id=awa.experience, places=[member.belonging], by=member.scope)
    assert rows(paul) == 1  # the scenario
    path = f"/shared/{link_token(member.world.house.settings.secret_key, link.id)}"
    assert visitor().get(path).status_code == 410
    assert "Un registre" not in visitor(member.person).get("/me/portfolio/files/html").text


def test_copies_in_another_cooperative_go_too(awa: Carried) -> None:
    world, member = awa.member.world, awa.member
    there = world.member(world.cooperative("Ailleurs"), "Awa D.", person=(member.person, member.email))
    friend = world.member(there.cooperative, "Lina")
    show(
        Carried(there, awa.experience, awa.intention, awa.scenario), To(Audience.COOPERATIVE), Item.EXPERIENCE
    )
    assert rows(friend) == 1
    with member.acting() as session:
        places = [member.belonging, there.belonging]
        experiences.remove(session, experience_id=awa.experience, places=places, by=member.scope)
    world.run_jobs()
    assert rows(friend) == 0


def test_withdrawing_from_the_page_of_another_cooperative(awa: Carried, visitor: Visitor) -> None:
    world, member = awa.member.world, awa.member
    there = world.member(world.cooperative("Ailleurs"), "Awa D.", person=(member.person, member.email))
    friend = world.member(there.cooperative, "Lina")
    grant = show(Carried(there, awa.experience, awa.intention, awa.scenario), To(Audience.COOPERATIVE))
    client = visitor(member.person)
    client.get(member.url("groups"))  # the cooperative visited last
    assert client.get(f"/me/shares/{grant.id}").status_code == 200
    assert client.post(f"/me/shares/{grant.id}/update").status_code == 303
    assert client.post(f"/me/shares/{grant.id}/withdraw").status_code == 303
    assert rows(friend) == 0


def test_the_same_form_twice_makes_one_copy(awa: Carried, paul: Member) -> None:
    key = uuid4()
    for _turn in range(2):
        show(awa, To(Audience.PEERS, (paul.id,)), grant_id=key)
    assert rows(paul) == 1


def test_each_reading_is_in_the_log(awa: Carried, paul: Member, visitor: Visitor) -> None:
    grant = show(awa, To(Audience.PEERS, (paul.id,)))
    link = show(awa, To(Audience.LINK, days=5), Item.PORTFOLIO)
    theirs, mine = visitor(paul.person), visitor(awa.member.person)
    for _turn in range(3):
        theirs.get(paul.url(f"shown/{grant.copy_id}"))
        visitor().get(f"/shared/{link_token(paul.world.house.settings.secret_key, link.id)}")
    mine.get(paul.url(f"shown/{grant.copy_id}/files/json"))  # one's own eyes are nobody's business
    with awa.member.acting() as session:
        found = readings_of(session, 10)
        assert [(each.reader_id, each.role, each.what, each.about_id) for each in found] == [
            (paul.id, "peers", "profile", grant.copy_id)
        ]
        assert len(session.scalars(select(LinkReading)).all()) == 1
    page = mine.get(paul.url("who-looked")).text
    for words in ("Paul Riou", "somebody you chose", "A profile", "A link", "A portfolio page"):
        assert words in page
    assert "Nobody has looked at anything" in theirs.get(paul.url("who-looked")).text


def test_seeing_as_is_written_nowhere(awa: Carried, paul: Member, visitor: Visitor) -> None:
    grant = show(awa, To(Audience.PEERS, (paul.id,)))
    mine = visitor(awa.member.person)
    assert mine.get(paul.url(f"seen-as/{paul.id}/{grant.copy_id}")).status_code == 200
    with awa.member.acting() as session:
        assert readings_of(session, 10) == []


def test_nobody_sees_as_for_what_is_not_theirs(awa: Carried, paul: Member, visitor: Visitor) -> None:
    lina = paul.world.member(paul.cooperative, "Lina")
    grant = show(awa, To(Audience.COOPERATIVE))
    client = visitor(lina.person)
    assert client.get(paul.url(f"seen-as/{paul.id}/{grant.copy_id}")).status_code == 404
    assert "Awa" not in gotten(client, paul.url(f"seen-as/{paul.id}"))


def test_the_log_is_kept_a_year(awa: Carried, paul: Member) -> None:
    for days in (10, 364, 366):
        with clock.at(clock.now() - timedelta(days=days)), paul.acting() as session:
            record_reading(session, subject=awa.member.id, role="peers", what="profile")
    scope = Scope(cooperative=paul.cooperative)
    with paul.world.house.database.unit_of_work(scope, Role.MACHINE) as session:
        forget_readings(session)
    with awa.member.acting() as session:
        assert len(readings_of(session, 10)) == 2


def test_without_a_cooperative_only_a_link_shows(world: World) -> None:
    person, _email = world.person()
    scope = Scope(person=person, roles=frozenset(("person",)))
    with world.house.database.unit_of_work(scope) as session:
        content = grants.Content({"item": "profile"})
        facts = {"item": Item.PROFILE, "about": "", "content": content, "secret_key": "x" * 32, "by": scope}
        with pytest.raises(Refusal, match="in no cooperative"):
            grants.show(session, grant_id=uuid4(), to=To(Audience.COOPERATIVE), **facts)  # type: ignore[arg-type] # mixed values
        grants.show(session, grant_id=uuid4(), to=To(Audience.LINK, days=1), **facts)  # type: ignore[arg-type] # mixed values
        assert session.scalars(select(Grant.audience)).all() == [Audience.LINK]


def test_over_is_gone() -> None:
    assert Over().status == 410
