"""Closing campaigns: once, in order, on time, and never with anybody to be found."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import select

from assessment.referential import Axis, Language
from assessment.service.contributions import refresh_contributions
from dashboards.display import Portion
from dashboards.models import Chart, Release
from dashboards.pictures import draw_charts
from dashboards.portrait import Absence
from dashboards.service.counting import count
from kernel import clock
from sharing.service import consents as sharing
from tenants.models import Campaign
from tenants.queries.cooperatives import cooperative, open_campaign
from tenants.service import members
from tests.conftest import Visitor
from tests.dashboards.conftest import SIZE, Hall, gathered
from tests.dashboards.sealed import Sealed, sealed_sets
from tests.foundry import Foundry
from tests.world import LEVELS, Member, World

SPRING, SUMMER, AUTUMN, WINTER = (
    date(2026, 3, 31),
    date(2026, 6, 30),
    date(2026, 9, 30),
    date(2026, 12, 31),
)
CREATIVITY, REST = Axis.CREATIVITY, Axis.REST_TIME
LOW, HIGH = dict.fromkeys(Axis, 20), dict.fromkeys(Axis, 80)
EARLIER = SPRING - timedelta(days=20)


@pytest.fixture
def answered(world: World, foundry: Foundry) -> Hall:
    """Twelve members who all answered, and agreed to count, before spring ends."""
    return foundry.cast(after_answers, world)


def after_answers(world: World) -> Hall:
    """The hall in which all have answered."""
    made = gathered(world)
    made.answer(EARLIER, made.members)
    return made


def withdraw(member: Member, *axes: Axis) -> None:
    """Agree no longer that one's levels count on some axes."""
    with member.acting() as session:
        answers = {axis.value: False for axis in axes}
        sharing.decide(session, cooperative_id=member.cooperative, answers=answers, by=member.scope)
        refresh_contributions(session)


def sealed(hall: Hall) -> list[Sealed]:
    """The sets the worker audits the next portraits with."""
    with hall.working() as session:
        return sealed_sets(session)


def test_twelve_of_twelve(hall: Hall) -> None:
    hall.answer(EARLIER, hall.members[:5], LOW)
    hall.answer(SPRING, hall.members[5:], HIGH)  # on the closing day itself
    portrait = hall.closed(SPRING)
    assert (portrait.absence, portrait.members, portrait.contributors, portrait.share) == (None, 12, 10, 80)
    assert portrait.recent == 100
    creativity = portrait.axes[CREATIVITY]
    assert (creativity.contributors, creativity.share) == (10, 80)
    assert creativity.mean == 55  # (5 × 20 + 7 × 80) / 12 = 55
    assert creativity.zones
    assert (creativity.zones.dependence, creativity.zones.between, creativity.zones.freedom) == (
        Portion.SOME,
        Portion.FEW,
        Portion.SOME,
    )
    assert (creativity.quartiles, creativity.bands, creativity.interval) == (None, None, None)
    assert portrait.axes[REST].mean == 55
    assert portrait.axes[REST].zones is None
    sets = sealed(hall)
    assert {each.measure for each in sets} == set(Axis)
    assert {each.cell for each in sets} == {"all", "full"}
    assert all(len(each.keys) == each.n == SIZE and each.total == 660 for each in sets)


@pytest.mark.parametrize(("answering", "absence"), [(9, Absence.FLOOR), (10, None)])
def test_ten_at_least(answering: int, absence: Absence | None, hall: Hall, visitor: Visitor) -> None:
    hall.answer(EARLIER, hall.members[:answering])
    portrait = hall.closed(SPRING)
    assert portrait.absence is absence
    if absence:
        assert (portrait.axes, portrait.contributors, portrait.share, portrait.recent) == (
            {},
            None,
            None,
            None,
        )
        assert sealed(hall) == []
        for each in (hall.members[0], hall.members[-1]):
            page = visitor(each.person).get(each.url(f"portraits/{SPRING}"))
            assert page.status_code == 200
            assert "fewer than 10" in page.text or "ten people" in page.text


def test_a_cooperative_of_nine_has_no_figures(hall: Hall) -> None:
    for each in hall.members[9:]:
        remove(hall, each)
    hall.answer(EARLIER, hall.members[:9])
    assert hall.closed(SPRING).absence is Absence.SMALL


def remove(hall: Hall, member: Member) -> None:
    """The coordinator notes that somebody has left."""
    jeanne = hall.members[0]
    with jeanne.acting() as session:
        members.remove(session, member_id=member.id, by=jeanne.scope)
    hall.world.run_jobs()


def test_only_what_was_agreed_counts(answered: Hall) -> None:
    for each in answered.members[9:]:
        withdraw(each, CREATIVITY)
    portrait = answered.closed(SPRING)
    assert portrait.axes[CREATIVITY].mean is None
    assert portrait.axes[CREATIVITY].contributors is None
    assert portrait.axes[REST].contributors == 10
    assert {each.measure for each in sealed(answered)} == set(Axis) - {CREATIVITY}


def test_who_skips_an_axis_is_not_in_it(hall: Hall) -> None:
    hall.answer(EARLIER, hall.members[:3], {**HIGH, CREATIVITY: None})
    hall.answer(EARLIER, hall.members[3:], LOW)
    portrait = hall.closed(SPRING)
    assert portrait.axes[CREATIVITY].mean is None
    assert portrait.axes[REST].mean == 35  # (3 × 80 + 9 × 20) / 12 = 35


def test_one_more_answer_is_not_published(hall: Hall) -> None:
    hall.answer(EARLIER, hall.members[:11])
    assert hall.closed(SPRING).published
    hall.answer(SUMMER, hall.members[11:])  # the difference would be theirs alone
    portrait = hall.closed(SUMMER)
    assert portrait.absence is Absence.CHANGE
    assert portrait.axes == {}
    assert {each.closed_on for each in sealed(hall)} == {SPRING}


def test_everyone_answering_again_is_published(hall: Hall) -> None:
    hall.answer(EARLIER, hall.members, LOW)
    hall.closed(SPRING)
    hall.answer(SUMMER, hall.members, HIGH)
    portrait = hall.closed(SUMMER)
    assert portrait.published
    assert portrait.axes[CREATIVITY].mean == 80


def test_an_answer_lives_twelve_months(hall: Hall) -> None:
    hall.answer(SPRING, hall.members)
    year = SPRING.replace(year=2027)
    assert hall.closed(year).absence is Absence.FLOOR  # answers count from the day after, a year before
    hall.answer(SPRING + timedelta(days=1), hall.members)
    hall.campaign(year - timedelta(days=1))
    hall.close(year)
    assert hall.portrait(year - timedelta(days=1)).published


def test_nothing_is_closed_before_its_day_is_over(answered: Hall) -> None:
    answered.campaign(SPRING)
    assert answered.close(SPRING - timedelta(days=1), hour=23) == []
    assert answered.close(SPRING - timedelta(days=1), hour=12) == []
    # 22:30 in universal time on the closing day, half past midnight in the cooperative.
    assert answered.close(SPRING, hour=0) == [SPRING]


def test_closing_twice_is_closing_once(answered: Hall) -> None:
    before = answered.closed(SPRING)
    assert answered.close(SPRING) == []
    assert answered.portrait(SPRING) == before
    assert len(sealed(answered)) == 2 * len(Axis)


def test_two_workers_close_once(answered: Hall) -> None:
    answered.campaign(SPRING)
    together = Barrier(2)

    def close(_worker: int) -> list[date]:
        together.wait()
        return answered.close(SPRING)

    with ThreadPoolExecutor(2) as workers:
        assert sorted(workers.map(close, range(2))) == [[], [SPRING]]


def test_what_was_missed_is_closed_in_order_as_it_would_have_been(hall: Hall) -> None:
    hall.answer(EARLIER, hall.members, LOW)
    for day in (AUTUMN, SPRING, SUMMER):
        hall.campaign(day)
    hall.answer(SUMMER, hall.members, HIGH)
    assert hall.close(WINTER) == [SPRING, SUMMER, AUTUMN]
    assert hall.portrait(SPRING).axes[CREATIVITY].mean == 20
    assert hall.portrait(SUMMER).axes[CREATIVITY].mean == 80
    assert hall.portrait(AUTUMN).axes[CREATIVITY].mean == 80  # the same answers, the same figures
    with hall.working() as session:
        assert cooperative(session).next_close_on is None
        assert [each.closed_at is None for each in session.scalars(select(Campaign))] == [False] * 3


def test_what_is_published_does_not_change(hall: Hall) -> None:
    hall.answer(EARLIER, hall.members, LOW)
    before = hall.closed(SPRING)
    withdraw(hall.members[3], *Axis)
    remove(hall, hall.members[4])
    hall.close(SPRING)
    assert hall.portrait(SPRING) == before
    hall.answer(SUMMER, hall.members[5:], HIGH)
    after = hall.closed(SUMMER)
    assert (after.members, after.published) == (11, True)
    assert after.axes[CREATIVITY].mean == 60  # 3 at 20 and 7 at 80 give 62: rounded to 60
    assert all(len(each.keys) == 10 for each in sealed(hall) if each.closed_on == SUMMER)


def test_members_and_coordinators_read_the_same_page(answered: Hall, visitor: Visitor) -> None:
    answered.closed(SPRING)
    answered.world.run_jobs()
    first, *_, last = answered.members
    pages = [visitor(each.person).get(each.url(f"portraits/{SPRING}")).text for each in (first, last)]
    bodies = [page[page.index("<main") : page.index("</main>")] for page in pages]
    assert bodies[0] == bodies[1]
    assert "<svg" in bodies[0]
    assert visitor(first.person).get(first.url()).location == first.url(f"portraits/{SPRING}")


def test_there_is_no_other_portrait(answered: Hall, visitor: Visitor) -> None:
    answered.closed(SPRING)
    jeanne = answered.members[0]
    reader = visitor(jeanne.person)
    assert reader.get(jeanne.url(f"portraits/{SPRING}")).status_code == 200
    for day in ("2026-04-01", "2026-3-31", "yesterday", "20260331", "2026-02-30"):
        assert reader.get(jeanne.url(f"portraits/{day}")).status_code == 404, day


def test_charts_are_drawn_once_in_both_languages(answered: Hall) -> None:
    answered.closed(SPRING)
    answered.world.run_jobs()
    with answered.working() as session:
        drawn = {(each.name, each.language): each.svg for each in session.scalars(select(Chart))}
        draw_charts(session, SPRING.isoformat(), Language.FRENCH)
        session.flush()
        assert len(session.scalars(select(Chart)).all()) == len(drawn)
    names = {"wheel-wide", "wheel-narrow", *(f"trend-{axis}" for axis in Axis)}
    french, english = ({name for name, spoken in drawn if spoken == language} for language in Language)
    assert french == english >= names


@pytest.mark.parametrize(("answered", "said"), [(4, 0), (9, 5), (12, 10)])
def test_the_count_of_a_campaign_is_rounded_down(answered: int, said: int, hall: Hall) -> None:
    day = clock.today("Europe/Paris") + timedelta(days=30)
    hall.campaign(day)
    hall.answer(clock.today("Europe/Paris"), hall.members[:answered])
    with hall.working() as session:
        count(session)
        count(session)
    with hall.members[0].acting() as session:
        campaign = open_campaign(session)
    assert campaign
    assert campaign.answered_at_least == said
    assert campaign.portrait_possible is (answered >= 10)


def test_a_release_holds_no_exact_count(hall: Hall) -> None:
    hall.answer(EARLIER, hall.members[:11], LEVELS)
    hall.closed(SPRING)
    with hall.members[0].acting() as session:
        payload = session.scalars(select(Release.payload)).one()
    assert payload["contributors"] == 10
    assert all(each["contributors"] == 10 and each["mean"] % 5 == 0 for each in payload["axes"].values())
    ids = {str(UUID(bytes=key)) for each in sealed(hall) for key in each.keys}
    assert not any(key in str(payload) for key in ids)
