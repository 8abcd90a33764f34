"""The charter: written, published, told, obeyed by what comes after; its floor is never lowered."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from assessment.referential import Axis
from dashboards.service.closing import close_due
from kernel import clock
from kernel.jobs import Job
from kernel.refusals import Forbidden, Invalid, Refusal
from kernel.scope import Scope
from kernel.walls import Role
from sharing.rules import Audience, Item
from sharing.service import grants
from sharing.service.grants import Content, To
from tenants import jobs
from tenants.charters import Charter, CharterDraft, CharterRead, columns_of
from tenants.models import RoleName
from tenants.queries.charters import closed, in_force, unread, versions
from tenants.service import campaigns, charters
from tenants.service.invitations import Guest, Mailing, invite, token_of
from tenants.service.reminders import FIRST
from tenants.terms import LONGEST_WORDS, ORDINARY, Reach, Terms
from tests.conftest import Visitor
from tests.foundry import Foundry
from tests.mailbox import mails_to
from tests.world import ZONE, Member, World


@dataclass(frozen=True)
class Home:
    """A cooperative with two coordinators and a member."""

    world: World
    cooperative: object
    jeanne: Member
    paul: Member
    awa: Member


def settle(world: World) -> Home:
    """Make it."""
    made = world.cooperative("Charte")
    jeanne = world.member(made, "Jeanne Abgrall", RoleName.COORDINATOR)
    paul = world.member(made, "Paul Le Goff", RoleName.COORDINATOR)
    return Home(world, made, jeanne, paul, world.member(made, "Awa Diallo", language="en"))


@pytest.fixture
def home(world: World, foundry: Foundry) -> Home:
    """A cooperative of its own for each test."""
    return foundry.cast(settle, world)


def publish(by: Member, terms: Terms) -> Charter:
    """Write a version and publish it."""
    with by.acting() as session:
        written = charters.save_draft(session, terms=terms, edition=None, by=by.scope)
        return charters.publish(session, edition=written.edition, by=by.scope)


def test_every_cooperative_begins_with_the_ordinary_words(home: Home) -> None:
    with home.awa.acting() as session:
        (first,) = versions(session)
        assert (first.number, first.terms) == (1, ORDINARY)
        assert unread(session) is None


def test_a_version_is_published_once_and_every_member_is_told(home: Home) -> None:
    terms = replace(ORDINARY, floor=12, words="À notre manière.", closed=frozenset([Reach.LINK]))
    made = publish(home.jeanne, terms)
    with home.jeanne.acting() as session:
        again = charters.publish(session, edition=made.edition, by=home.jeanne.scope)
        assert (again.number, len(versions(session))) == (2, 2)
    home.world.run_jobs()
    mail = mails_to(home.world.house, home.awa.email)[0]
    words = mail
    assert "The charter of Charte changes" in words
    assert "People behind a figure, at least: 12. It was 10." in words
    assert "/charter/versions/2" in words
    assert "À notre manière" not in words  # the words are read behind the wall
    (in_french,) = mails_to(home.world.house, home.paul.email)
    assert "Personnes derrière un chiffre" in in_french


def test_a_member_is_reminded_until_they_have_read(home: Home) -> None:
    publish(home.jeanne, replace(ORDINARY, floor=11))
    newcomer = home.world.member(home.awa.cooperative, "Léo", since=clock.today(ZONE) + timedelta(days=1))
    with newcomer.acting() as session:
        assert unread(session) is None
    with home.awa.acting() as session:
        found = unread(session)
        assert found is not None
        for _twice in range(2):
            charters.mark_read(session, number=found.number, by=home.awa.scope)
        assert unread(session) is None
    publish(home.paul, replace(ORDINARY, floor=13))
    with home.awa.acting() as session:
        assert unread(session) is not None
        charters.mark_read(session, number=1, by=home.awa.scope)
        assert unread(session) is not None
    with home.jeanne.acting() as session:
        assert session.scalars(select(CharterRead)).all() == []  # nobody reads who has read


def test_a_floor_is_never_lowered_by_the_service(home: Home) -> None:
    publish(home.jeanne, replace(ORDINARY, floor=15))
    for floor in (14, 10, 9):
        with home.jeanne.acting() as session, pytest.raises(Invalid) as refused:
            charters.save_draft(
                session, terms=replace(ORDINARY, floor=floor), edition=None, by=home.jeanne.scope
            )
        assert refused.value.field == "floor"


@pytest.mark.parametrize(
    ("previous", "previous_floor", "floor"),
    [(2, 15, 14), (2, 12, 13), (1, 10, 15), (None, None, 15), (2, None, 15), (2, 15, 9)],
)
def test_a_floor_is_never_lowered_in_the_database(
    home: Home, previous: int | None, previous_floor: int | None, floor: int
) -> None:
    publish(home.jeanne, replace(ORDINARY, floor=15))
    written = {**columns_of(replace(ORDINARY, floor=floor)), "previous_floor": previous_floor}
    with pytest.raises(DBAPIError), home.jeanne.acting() as session:
        session.add(Charter(number=3, previous=previous, **written))
        session.flush()


def test_a_published_version_never_changes(home: Home) -> None:
    for act in (update(Charter).values(floor=500), delete(Charter)):
        with pytest.raises(DBAPIError, match="permission denied"), home.jeanne.acting() as session:
            session.execute(act)


def test_two_coordinators_do_not_write_over_each_other(home: Home) -> None:
    with home.jeanne.acting() as session:
        hers = charters.save_draft(
            session, terms=replace(ORDINARY, floor=11), edition=None, by=home.jeanne.scope
        ).edition
    with home.paul.acting() as session, pytest.raises(Refusal, match="Somebody else"):
        charters.save_draft(session, terms=replace(ORDINARY, floor=20), edition=None, by=home.paul.scope)
    with home.paul.acting() as session:
        his = charters.save_draft(
            session, terms=replace(ORDINARY, floor=12), edition=hers, by=home.paul.scope
        ).edition
    with home.jeanne.acting() as session, pytest.raises(Refusal, match="Somebody else"):
        charters.publish(session, edition=hers, by=home.jeanne.scope)  # not the draft she has read
    with home.paul.acting() as session:
        assert charters.publish(session, edition=his, by=home.paul.scope).floor == 12
    with home.jeanne.acting() as session, pytest.raises(Refusal, match="no draft"):
        charters.publish(session, edition=hers, by=home.jeanne.scope)
    with home.jeanne.acting() as session:
        assert session.scalar(select(func.count()).select_from(CharterDraft)) == 0
        assert len(versions(session)) == 2


def test_what_cannot_be_decided_is_refused_beside_its_field(home: Home) -> None:
    wrong = {
        "floor": replace(ORDINARY, floor=9),
        "notice_days": replace(ORDINARY, notice_days=20),
        "closes_a_year": replace(ORDINARY, closes_a_year=5),
        "coordinators": replace(ORDINARY, coordinators=0),
        "controller": replace(ORDINARY, controller="x" * 201),
        "words": replace(ORDINARY, words="x" * (LONGEST_WORDS + 1)),
        "consulted_on": replace(ORDINARY, consulted_on=clock.today(ZONE) + timedelta(days=2)),
    }
    for name, terms in wrong.items():
        with home.jeanne.acting() as session, pytest.raises(Invalid) as refused:
            charters.save_draft(session, terms=terms, edition=None, by=home.jeanne.scope)
        assert refused.value.field == name
    with home.jeanne.acting() as session:
        same = charters.save_draft(session, terms=ORDINARY, edition=None, by=home.jeanne.scope)
        with pytest.raises(Refusal, match="Nothing changes"):
            charters.publish(session, edition=same.edition, by=home.jeanne.scope)
    with home.awa.acting() as session, pytest.raises(Forbidden):
        charters.save_draft(session, terms=ORDINARY, edition=None, by=home.awa.scope)
    with home.awa.acting() as session, pytest.raises(Forbidden):
        charters.publish(session, edition=uuid4(), by=home.awa.scope)


def test_campaigns_obey_the_charter(home: Home) -> None:
    publish(home.jeanne, replace(ORDINARY, notice_days=60, closes_a_year=1))
    today = clock.today(ZONE)
    home.world.campaign(home.awa.cooperative, today - timedelta(days=300), today - timedelta(days=200))
    with home.jeanne.acting() as session:
        session.execute(text("UPDATE campaign SET closed_at = now()"))
    for days, word in ((30, "time"), (90, "number")):
        with home.jeanne.acting() as session, pytest.raises(Invalid, match=word):
            day = today + timedelta(days=days)
            campaigns.open_one(session, campaign_id=uuid4(), closes_on=day, by=home.jeanne.scope)
    with home.jeanne.acting() as session:
        day = today + timedelta(days=165)
        campaigns.open_one(session, campaign_id=uuid4(), closes_on=day, by=home.jeanne.scope)


def test_the_next_close_uses_the_raised_floor(home: Home) -> None:
    """Eleven people count: enough for ten, not for twelve."""
    world, day = home.world, clock.today(ZONE) - timedelta(days=1)
    for each in world.members(home.awa.cooperative, 11):
        world.take_stock(each, agreeing=list(Axis), at=clock.now() - timedelta(days=20))
    world.run_jobs()
    publish(home.jeanne, replace(ORDINARY, floor=12))
    world.campaign(home.awa.cooperative, day - timedelta(days=40), day)
    with world.house.database.unit_of_work(Scope(cooperative=home.awa.cooperative), Role.MACHINE) as session:
        assert close_due(session) == [day]
        payload = session.scalar(text("SELECT payload FROM release"))
    assert payload["absence"] == "floor"


def show(member: Member, audience: Audience, days: int | None = None) -> None:
    """Show a profile to an audience."""
    with member.acting() as session:
        grants.show(
            session,
            grant_id=uuid4(),
            item=Item.PROFILE,
            about="",
            to=To(audience, days=days),
            content=Content(body={}),
            secret_key=member.world.house.settings.secret_key,
            by=member.scope,
        )


def test_a_closed_audience_takes_nothing_new_and_keeps_what_is_there(home: Home) -> None:
    show(home.awa, Audience.COOPERATIVE)
    publish(home.jeanne, replace(ORDINARY, closed=frozenset([Reach.COOPERATIVE, Reach.LINK])))
    for audience, days in ((Audience.COOPERATIVE, None), (Audience.LINK, 5)):
        with pytest.raises(Invalid) as refused:
            show(home.awa, audience, days)
        assert refused.value.field == "audience"
    with home.awa.acting() as session:
        assert session.scalar(text("SELECT count(*) FROM shared_copy")) == 1
    with home.awa.world.house.database.reading(Scope(person=home.awa.person)) as session:
        assert closed(session) == frozenset()  # outside every cooperative, a link is its owner's alone


def test_telling_begun_twice_writes_once(home: Home) -> None:
    made = publish(home.jeanne, replace(ORDINARY, floor=11))
    with home.world.house.database.unit_of_work(
        Scope(cooperative=home.awa.cooperative), Role.MACHINE
    ) as session:
        for _twice in range(2):
            charters.tell_some(session, number=made.number, after=FIRST)
        mails = select(func.count()).select_from(Job).where(Job.kind == jobs.CHARTER_MAIL.name)
        assert session.scalar(mails) == 3


def test_the_charter_is_written_read_and_compared_on_its_pages(home: Home, visitor: Visitor) -> None:
    lead, url = visitor(home.jeanne.person), home.jeanne.url
    form = {
        "edition": "",
        "floor": "12",
        "notice_days": "28",
        "closes_a_year": "2",
        "open_group": "y",
        "open_cooperative": "y",
        "coordinators": "2",
        "mediators": "2",
        "controller": "",
        "consulted_on": "2024-03-04",
        "words": "Nous lisons <script>alert(1)</script> *ensemble*.",
    }
    for name, bad in (("floor", "abc"), ("floor", "9"), ("words", "x" * 1_000_000), ("consulted_on", "hier")):
        refused = lead.post(url("charter/draft"), data={**form, name: bad})
        assert refused.status_code in (413, 422), name
    assert lead.post(url("charter/draft"), data=form).status_code == 303
    page = lead.get(url("charter/draft/publish")).text
    assert "People behind a figure, at least: 12. It was 10." in page
    assert "<script>alert" not in page
    edition = page.partition('name="edition"')[2].partition('value="')[2].partition('"')[0]
    made = lead.post(url("charter/draft/publish"), data={"edition": edition})
    assert made.location.endswith("/charter/versions/2")
    awa = visitor(home.awa.person)
    assert "This version is new" in awa.get(url("charter")).text
    assert "The charter of Charte has changed" in awa.get("/me/").text
    version = awa.get(url("charter/versions/2")).text
    assert "<ins" in version
    assert "&lt;script&gt;" in version
    assert "I have read it" in version
    assert awa.post(url("charter/versions/2/read")).status_code == 303
    assert "I have read it" not in awa.get(url("charter")).text + awa.get("/me/").text
    assert awa.get(url("charter/draft")).status_code == 403
    assert awa.get(url("charter/versions/3")).status_code == 404


def test_whoever_is_invited_reads_the_charter_first_and_no_name(home: Home, visitor: Visitor) -> None:
    key = home.world.house.settings.secret_key
    with home.jeanne.acting() as session:
        (sent,) = invite(
            session,
            guests=[Guest(f"{uuid4().hex}@tests.example")],
            mailing=Mailing(key, 30),
            by=home.jeanne.scope,
        )
        token = token_of(key, session.cooperative, sent.id)
        assert in_force(session).number == 1
    stranger = visitor()
    assert f"/invitations/{token}/charter" in stranger.get(f"/who-sees-what?invitation={token}").text
    assert f"/invitations/{token}/charter" in stranger.get(f"/invitations/{token}").text
    page = stranger.get(f"/invitations/{token}/charter")
    assert page.status_code == 200
    assert "Jeanne Abgrall" not in page.text
    assert stranger.get("/invitations/nothing/charter").status_code == 409
    assert stranger.get("/who-sees-what?invitation=nothing").status_code == 200
