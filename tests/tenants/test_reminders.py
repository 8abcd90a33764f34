"""The one reminder of a campaign: on its day or later, once a person, never to those who have taken stock."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from assessment.letters import reminder_letter
from assessment.referential import Axis
from journal.models import Entry
from kernel import clock
from kernel.jobs import Job
from kernel.mail import Letter
from kernel.scope import Scope
from kernel.walls import Role
from tenants import jobs
from tenants.models import Campaign, ReminderStop, RoleName
from tenants.rules import may_remind, reminder_day
from tenants.service import members, reminders
from tests.conftest import Visitor
from tests.world import ZONE, Member, World
from web.letters import render
from worker import mails, periodic

DAYS = st.dates(date(2025, 1, 1), date(2030, 1, 1))


class Postbox:
    """Notes to whom reminders were posted, in place of the postman."""

    def __init__(self) -> None:
        self.letters: list[tuple[UUID, Letter]] = []

    def post(self, _claim: object, letter: Letter, person_id: UUID) -> None:
        """Note a letter."""
        if letter.template == "assessment/mail/reminder":
            self.letters.append((person_id, letter))

    @property
    def people(self) -> list[UUID]:
        """Who was written to, in order."""
        return sorted(person for person, _letter in self.letters)


@pytest.fixture
def postbox(monkeypatch: pytest.MonkeyPatch) -> Postbox:
    """What leaves for people's mailboxes."""
    made = Postbox()
    monkeypatch.setattr(mails, "post_to_person", made.post)
    return made


def noon(day: date) -> datetime:
    """The middle of a day, in the cooperative."""
    return datetime.combine(day, time(12), ZoneInfo(ZONE))


class Season:
    """A cooperative with a coordinator, four members, and a campaign that opened thirty days ago."""

    def __init__(self, world: World) -> None:
        self.world, self.house = world, world.house
        self.cooperative = world.cooperative("Saison")
        self.jeanne = world.member(self.cooperative, "Jeanne Abgrall", RoleName.COORDINATOR)
        self.people = [world.member(self.cooperative, name) for name in ("Awa", "Malik", "Rose", "Léo")]
        today = clock.today(ZONE)
        self.opens, self.closes = today - timedelta(days=30), today + timedelta(days=12)
        self.campaign = world.campaign(self.cooperative, self.opens, self.closes)

    def beat(self, day: date, turns: int = 1) -> None:
        """The schedule, then the workers, on a day."""
        with clock.at(noon(day)):
            for _turn in range(turns):
                periodic.plan_campaigns()
            self.world.run_jobs()

    @property
    def reminded_at(self) -> datetime | None:
        """What the coordination's page reads."""
        with self.jeanne.acting() as session:
            return session.scalars(select(Campaign.reminded_at)).one()


@pytest.fixture
def season(world: World) -> Season:
    """A campaign whose reminder leaves in two days."""
    return Season(world)


def everyone(season: Season, *but: Member) -> list[UUID]:
    """The persons of a season, but for some."""
    left_out = {each.person for each in but}
    people = {each.person for each in (season.jeanne, *season.people)}
    return sorted(people - left_out)


@given(DAYS, st.integers(21, 400), st.integers(-30, 430))
def test_when_the_reminder_may_leave(opens: date, length: int, passed: int) -> None:
    closes, today = opens + timedelta(days=length), opens + timedelta(days=passed)
    day = reminder_day(opens, closes)
    assert day == closes - timedelta(days=10)  # three weeks leave more than a week before it
    assert may_remind(opens, closes, today) is (day <= today < closes)


def test_nobody_is_reminded_in_the_first_week() -> None:
    opens = date(2026, 6, 1)
    closes = opens + timedelta(days=12)  # as no form allows, but rows may be older than forms
    assert reminder_day(opens, closes) == opens + timedelta(days=7)
    assert not may_remind(opens, closes, opens + timedelta(days=6))


def test_those_who_have_taken_stock_are_left_alone_whatever_they_agreed_to(
    season: Season, world: World, postbox: Postbox
) -> None:
    awa, malik, rose, leo = season.people
    world.assess(awa, agreeing=list(Axis), at=noon(season.opens))
    world.assess(malik, at=noon(season.opens + timedelta(days=9)))  # agrees to count on nothing
    world.take_stock(rose, at=noon(season.opens + timedelta(days=20)))  # whose copy is not made yet
    world.assess(leo, agreeing=list(Axis), at=noon(season.opens - timedelta(days=1)))  # before the opening
    season.beat(season.closes - timedelta(days=11))
    assert postbox.people == []
    assert season.reminded_at is None
    season.beat(season.closes - timedelta(days=10))
    assert postbox.people == everyone(season, awa, malik, rose)
    assert season.reminded_at is not None


def test_who_took_stock_the_first_minute_of_the_campaign_is_left_alone(
    season: Season, world: World, postbox: Postbox
) -> None:
    first = datetime.combine(season.opens, time(0, 0, 1), ZoneInfo(ZONE))
    world.assess(season.people[0], at=first)
    world.assess(season.people[1], at=first - timedelta(seconds=2))
    season.beat(season.closes - timedelta(days=10))
    assert postbox.people == everyone(season, season.people[0])


def test_two_beats_and_every_following_day_write_once(season: Season, postbox: Postbox) -> None:
    for days in (10, 10, 9, 3, 1):
        season.beat(season.closes - timedelta(days=days), turns=2)
    assert postbox.people == everyone(season)


def test_a_worker_that_was_down_writes_later_and_not_on_the_last_day(
    season: Season, postbox: Postbox
) -> None:
    season.beat(season.closes)
    assert (postbox.people, season.reminded_at) == ([], None)
    season.beat(season.closes - timedelta(days=1))
    assert postbox.people == everyone(season)
    assert {letter.facts["days"] for _person, letter in postbox.letters} == {1}


def test_jobs_that_waited_until_the_last_day_write_to_nobody(season: Season, postbox: Postbox) -> None:
    with clock.at(noon(season.closes - timedelta(days=2))):
        periodic.plan_campaigns()
    with clock.at(noon(season.closes)):
        season.world.run_jobs()
    assert postbox.people == []


def test_a_campaign_moved_after_its_reminder_reminds_nobody_again(season: Season, postbox: Postbox) -> None:
    season.beat(season.closes - timedelta(days=10))
    later = season.closes + timedelta(days=30)
    with season.jeanne.acting() as session:
        found = session.scalars(select(Campaign)).one()
        found.closes_on = later
        session.execute(
            text("UPDATE cooperative SET next_close_on = :day WHERE cooperative_id = :here"),
            {"day": later, "here": season.cooperative},
        )
    season.beat(later - timedelta(days=10))
    assert postbox.people == everyone(season)


def test_who_stopped_reminders_or_left_is_left_alone(season: Season, postbox: Postbox) -> None:
    awa, malik, rose, _leo = season.people
    with awa.acting() as session:
        reminders.stop(session)
        reminders.stop(session)
    with malik.acting() as session:
        reminders.stop(session)
        reminders.resume(session)
    with season.jeanne.acting() as session:
        members.remove(session, member_id=rose.id, by=season.jeanne.scope)
    season.beat(season.closes - timedelta(days=10))
    assert postbox.people == everyone(season, awa, rose)


def test_many_members_are_written_to_in_chunks(
    season: Season, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "CHUNK", 2)
    season.beat(season.closes - timedelta(days=10))
    assert postbox.people == everyone(season)
    with season.house.database.reading(Scope(cooperative=season.cooperative)) as session:
        chunks = session.scalars(select(Job.id).where(Job.kind == jobs.REMIND_SOME.name)).all()
    assert len(chunks) == 3


def test_no_row_tells_who_was_reminded(season: Season, world: World, postbox: Postbox) -> None:
    world.assess(season.people[0])
    season.beat(season.closes - timedelta(days=10))
    assert len(postbox.people) == 4
    with season.jeanne.acting() as session:
        asked = session.scalars(select(Job.ids).where(Job.kind == jobs.REMINDER_MAIL.name)).all()
        named = {UUID(each["member"]) for each in asked}
        assert named == {season.jeanne.id, *(each.id for each in season.people)}  # all, whoever answered
        verbs = session.scalars(select(Entry.verb)).all()
    assert not [verb for verb in verbs if "remind" in verb]


def letter_to(season: Season, member: Member, day: date) -> Letter | None:
    """The reminder of a member on a day."""
    scope = Scope(member.person, member.cooperative, member.id)
    with clock.at(noon(day)), season.house.database.reading(scope) as session:
        return reminder_letter(session, season.campaign, season.house.settings)


def test_the_reminder_reads_as_written(season: Season, app: Flask) -> None:
    found = letter_to(season, season.people[0], season.closes - timedelta(days=10))
    assert found
    days = replace(
        found, facts={**found.facts, "before": date(2026, 6, 30), "published_on": date(2026, 7, 1)}
    )
    mail = render(app, days, to="awa@tests.example", key="x")
    plain = mail.text.replace("\u00a0", " ").replace("\u202f", " ")
    assert mail.subject.replace("\u00a0", " ") == "Faire le point avant le 30 juin 2026"
    assert (
        "Saison publiera son prochain portrait collectif le 1er juillet 2026. Pour faire le point avant, il"
        " reste 10 jours : cinq à dix minutes, en une ou plusieurs fois."
    ) in plain
    assert (
        "Faire le point ne vous oblige pas à compter dans le portrait : vous en décidez à part.\n\n"
        "Ce message est parti automatiquement vers les personnes qui n’ont pas fait le point depuis"
        " l’ouverture de la campagne. La coordination ne sait pas qui l’a reçu. C’est le seul rappel."
        " Ne rien faire ne change rien pour vous.\n\nNe plus recevoir ces rappels : http"
    ) in plain
    assert f"{season.house.settings.public_url}/me/take-stock" in plain
    english = render(app, replace(days, language="en"), to="awa@tests.example", key="x")
    assert "To take stock before then, 10 days remain: five to ten minutes, in one go or several." in (
        english.text
    )


def key_of(season: Season, member: Member) -> str:
    """What the link of a mail ends with."""
    return reminders.token_of(season.house.settings.secret_key, member.cooperative, member.id)


def stopped(member: Member) -> int:
    """How many rows say that a member wants no reminder, as that member sees them."""
    with member.acting() as session:
        return len(session.scalars(select(ReminderStop)).all())


def test_the_link_of_the_mail_stops_reminders_without_signing_in(season: Season, visitor: Visitor) -> None:
    awa, stranger = season.people[0], visitor()
    found = letter_to(season, awa, season.closes - timedelta(days=10))
    assert found
    page = str(found.facts["stop_link"]).removeprefix(season.house.settings.public_url)
    answer = stranger.get(page)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert stopped(awa) == 0  # opening it changes nothing
    for _turn in range(2):
        assert stranger.post(page, data={"stop": "1"}).status_code == 303
    assert stopped(awa) == 1
    assert letter_to(season, awa, season.closes - timedelta(days=10)) is None
    assert "No reminder is sent to you" in stranger.get(page).text
    assert stranger.post(page, data={"resume": "1"}).status_code == 303
    assert stopped(awa) == 0
    assert stranger.get(awa.url("reminders")).status_code == 302  # the link opens nothing else


def test_other_links_open_nothing(season: Season, world: World, visitor: Visitor) -> None:
    awa, malik = season.people[:2]
    real = key_of(season, awa).split(".")
    elsewhere = world.member(world.cooperative("Ailleurs"), "Zoé")
    wrong = [
        "x",
        "..",
        ".".join([real[0], str(malik.id), real[2]]),
        ".".join([str(elsewhere.cooperative), real[1], real[2]]),
        reminders.token_of(season.house.settings.secret_key, season.cooperative, uuid4()),
        reminders.token_of(season.house.settings.secret_key, elsewhere.cooperative, awa.id),
        f"{key_of(season, awa)}é",
    ]
    for key in wrong:
        for send in (visitor().get, visitor().post):
            assert send(f"/reminders/{key}").status_code == 404, key


def test_the_same_switch_on_a_page_of_ones_own(season: Season, visitor: Visitor) -> None:
    awa = season.people[0]
    client = visitor(awa.person)
    assert awa.url("reminders") in client.get("/me/account").text
    assert client.post(awa.url("reminders"), data={"stop": "1"}).status_code == 303
    assert stopped(awa) == 1
    assert "Take reminders again" in client.get(awa.url("reminders")).text


def test_only_the_person_and_the_machine_see_who_wants_none(season: Season) -> None:
    awa = season.people[0]
    with awa.acting() as session:
        reminders.stop(session)
    assert stopped(season.jeanne) == 0
    with season.house.database.reading(Scope(cooperative=season.cooperative), Role.MACHINE) as session:
        assert session.scalars(select(ReminderStop.member_id)).all() == [awa.id]
    sql = text(
        "INSERT INTO reminder_stop (cooperative_id, member_id, since) VALUES (:here, :awa, '2026-01-01')"
    )
    with pytest.raises(DBAPIError), season.jeanne.acting() as session:
        session.execute(sql, {"here": season.cooperative, "awa": season.people[1].id})


def test_the_coordination_reads_when_and_not_whom(season: Season, postbox: Postbox, visitor: Visitor) -> None:
    lead = visitor(season.jeanne.person)
    page = lead.get(season.jeanne.url("coordination")).text
    assert "Automatic reminder" in page
    assert "planned for" in page
    assert "to those who have not taken stock; you will not see who they are." in page
    season.beat(season.closes - timedelta(days=10))
    assert postbox.people
    assert "sent on" in lead.get(season.jeanne.url("coordination")).text
