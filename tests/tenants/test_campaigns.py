"""The rhythm of campaigns: half-yearly, closer only when many contribute, never more than four a year."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from assessment.referential import Axis
from dashboards.service.closing import close_due
from kernel import clock
from kernel.db import UnitOfWork
from kernel.refusals import Invalid
from kernel.scope import Scope
from kernel.walls import Role
from tenants.models import Campaign, RoleName
from tenants.rules import (
    campaign_problem,
    earliest_close,
    may_be_quarterly,
    months_after,
    proposed_close,
)
from tenants.service import campaigns
from tenants.terms import ORDINARY
from tests.at_once import at_once
from tests.cases import each_case
from tests.conftest import Visitor
from tests.world import ZONE, Member, World

CALENDAR = ORDINARY.calendar
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
COUNTS = st.none() | st.integers(0, 40_000)


@pytest.fixture
def jeanne(world: World) -> Member:
    """A coordinator in a new cooperative."""
    return world.member(world.cooperative("Etabli"), "Jeanne Abgrall", RoleName.COORDINATOR)


def closed(jeanne: Member, day: date, contributors: int | None) -> None:
    """A campaign that has closed, with so many contributors."""
    made = jeanne.world.campaign(jeanne.cooperative, day - timedelta(days=42), day)
    with jeanne.acting() as session:
        values = {"closed_at": clock.now(), "contributors": contributors}
        session.execute(update(Campaign).where(Campaign.id == made).values(**values))


def opening(jeanne: Member, closes_on: date) -> None:
    """Open a campaign that closes on a day."""
    with jeanne.acting() as session:
        campaigns.open_one(session, campaign_id=uuid4(), closes_on=closes_on, by=jeanne.scope)


def today() -> date:
    """The day it is in the cooperative."""
    return clock.today(ZONE)


def test_a_year_that_was_mistyped_is_refused() -> None:
    opens = date(2026, 11, 22)
    assert campaign_problem(opens, opens + timedelta(days=548), [], None, CALENDAR) is None
    assert campaign_problem(opens, opens + timedelta(days=549), [], None, CALENDAR) == "far"


def test_four_campaigns_a_year_at_most() -> None:
    day = date(2026, 6, 1)
    earlier = [day - timedelta(days=90 * turn) for turn in range(1, 5)]
    assert campaign_problem(day - timedelta(days=30), day, earlier, 5000, CALENDAR) == "frequency"
    assert campaign_problem(day - timedelta(days=30), day, earlier[:3], 5000, CALENDAR) is None
    assert (
        campaign_problem(day - timedelta(days=30), day, [day - timedelta(days=365 * 2)] * 9, 10, CALENDAR)
        is None
    )


@each_case(
    "days, contributors, problem",
    [
        (149, None, "rhythm"),
        (149, 295, "rhythm"),
        (149, 300, None),
        (150, 295, None),
        (150, None, None),
        (20, 5000, None),
    ],
)
def test_two_closes_under_150_days_apart_are_quarterly(
    days: int, contributors: int | None, problem: str | None
) -> None:
    last = date(2026, 6, 1)
    closes = last + timedelta(days=days)
    assert campaign_problem(closes - timedelta(days=21), closes, [last], contributors, CALENDAR) == problem
    assert campaign_problem(closes - timedelta(days=20), closes, [last], contributors, CALENDAR) == "notice"


@each_case(
    "day, months, later",
    [
        (date(2026, 1, 15), 6, date(2026, 7, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
    ],
)
def test_six_months_later(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


@given(DAYS, st.lists(DAYS, max_size=6), COUNTS)
def test_what_is_proposed_is_accepted_after_closes_that_were(
    now: date, days: list[date], contributors: int | None
) -> None:
    earlier = sorted(day for day in days if day < now)
    accepted: list[date] = []
    for day in earlier:
        if campaign_problem(day - timedelta(days=42), day, accepted, contributors, CALENDAR) is None:
            accepted.append(day)
    proposed = proposed_close(now, accepted, CALENDAR)
    assert campaign_problem(now, proposed, accepted, contributors, CALENDAR) is None
    assert proposed >= earliest_close(now, accepted, contributors, CALENDAR)


@given(DAYS, st.lists(DAYS, max_size=3), COUNTS)
def test_nothing_is_accepted_before_the_earliest_day(
    now: date, earlier: list[date], contributors: int | None
) -> None:
    earlier = [day for day in earlier if day < now]
    earliest = earliest_close(now, earlier, contributors, CALENDAR)
    assert campaign_problem(now, earliest, earlier, contributors, CALENDAR) is None
    before = [earliest - timedelta(days=gap) for gap in range(1, 30)]
    refused = [campaign_problem(now, day, earlier, contributors, CALENDAR) for day in before]
    assert refused[0] is not None
    assert may_be_quarterly(contributors) is (contributors is not None and contributors >= 300)


def test_a_close_too_near_says_why_and_how_many_are_needed(jeanne: Member, visitor: Visitor) -> None:
    closed(jeanne, today() - timedelta(days=30), 295)
    near = today() + timedelta(days=119)
    with pytest.raises(Invalid, match="fewer than 300 people counted"):
        opening(jeanne, near)
    lead = visitor(jeanne.person)
    answer = lead.post(jeanne.url("campaign/open"), data={"id": str(uuid4()), "closes_on": near.isoformat()})
    assert answer.status_code == 422
    assert "Leave five months at least" in answer.text
    assert "five months after the last picture" in answer.text
    opening(jeanne, near + timedelta(days=1))


def test_where_one_is_open_its_day_is_moved(jeanne: Member, visitor: Visitor) -> None:
    lead = visitor(jeanne.person)
    assert lead.get(jeanne.url("campaign/open")).status_code == 200
    opening(jeanne, today() + timedelta(days=30))
    answer = lead.get(jeanne.url("campaign/open"))
    assert (answer.status_code, answer.location) == (302, jeanne.url("campaign/move"))


def test_two_who_open_at_once_open_one(jeanne: Member) -> None:
    assert at_once(lambda turn: opening(jeanne, today() + timedelta(days=30 + 10 * turn))) == [False, True]


def test_many_contributors_may_close_every_three_months(jeanne: Member, visitor: Visitor) -> None:
    closed(jeanne, today() - timedelta(days=30), 300)
    assert "up to four a year are possible" in visitor(jeanne.person).get(jeanne.url("campaign/open")).text
    opening(jeanne, today() + timedelta(days=60))


def test_the_last_portrait_decides_not_an_earlier_one(jeanne: Member) -> None:
    closed(jeanne, today() - timedelta(days=200), 5000)
    closed(jeanne, today() - timedelta(days=30), None)
    with pytest.raises(Invalid, match="fewer than 300"):
        opening(jeanne, today() + timedelta(days=60))


def test_a_campaign_is_not_moved_too_near_either(jeanne: Member) -> None:
    closed(jeanne, today() - timedelta(days=30), 10)
    opening(jeanne, today() + timedelta(days=150))
    with pytest.raises(Invalid, match="fewer than 300"), jeanne.acting() as session:
        campaigns.move(session, closes_on=today() + timedelta(days=100), by=jeanne.scope)


def test_the_form_proposes_the_day_that_keeps_the_rhythm(jeanne: Member, visitor: Visitor) -> None:
    lead = visitor(jeanne.person)
    assert (today() + timedelta(days=42)).isoformat() in lead.get(jeanne.url("campaign/open")).text
    last = today() - timedelta(days=30)
    closed(jeanne, last, 10)
    assert months_after(last, 6).isoformat() in lead.get(jeanne.url("campaign/open")).text


@contextmanager
def working(jeanne: Member) -> Iterator[UnitOfWork]:
    """A unit of work of the worker."""
    scope = Scope(cooperative=jeanne.cooperative)
    with jeanne.world.house.database.unit_of_work(scope, Role.MACHINE) as session:
        yield session


@pytest.mark.parametrize(("answering", "written"), [(12, 10), (4, None)])
def test_a_close_writes_how_many_contributed(
    world: World, jeanne: Member, answering: int, written: int | None
) -> None:
    day = today() - timedelta(days=1)
    then = datetime.combine(day, time(12), ZoneInfo(ZONE)).astimezone(UTC)
    for place, each in enumerate(world.members(jeanne.cooperative, 12)):
        if place < answering:
            world.take_stock(each, agreeing=list(Axis), at=then)
    with clock.at(then):
        world.run_jobs()
    world.campaign(jeanne.cooperative, day - timedelta(days=42), day)
    with working(jeanne) as session:
        close_due(session)
    with jeanne.acting() as session:
        assert session.scalars(select(Campaign.contributors)).one() == written
