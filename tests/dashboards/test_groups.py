"""A cooperative large enough for groups: two portraits, those who came and went, what peers confirmed."""

import json
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from assessment.referential import Axis, Family, Strand
from assessment.rules import Situation
from assessment.service import activities
from dashboards.candidates import BROKEN_DOWN
from dashboards.measures.effects import Verdict
from dashboards.portrait import Dimension, Portrait
from kernel.house import House
from peer.models.statements import Standing
from peer.rules import StandingState
from tenants import models as tenants
from tenants.models import RoleName, Total
from tenants.service import members
from tests.dashboards.conftest import Hall, at
from tests.dashboards.sealed import Sealed, sealed_sets
from tests.world import Member, World

SPRING, AUTUMN = date(2026, 3, 31), date(2026, 9, 30)
STATUSES = {"employee_permanent": 24, "esa": 20, "self_employed": 20}
BASE = {"employee_permanent": 30, "esa": 50, "self_employed": 70}
LEAVING, JOINING = 12, 15
EMPLOYEES = ("employee_fixed", "employee_permanent", "public_service")
REFUSING = 11  # refuse to count on financial autonomy


@dataclass(frozen=True)
class Large:
    """The cooperative and its two portraits."""

    hall: Hall
    spring: Portrait
    autumn: Portrait
    sealed: list[Sealed]


@pytest.fixture(scope="module")
def large(house: House) -> Large:
    """Sixty-four members who answer in the spring; in the autumn twelve have left and fifteen have come."""
    world = World(house)
    home = world.cooperative("Grande")
    jeanne = world.member(home, "Jeanne Abgrall", RoleName.COORDINATOR)
    hall = Hall(world, home, [jeanne, *world.members(home, 63)])
    statuses = [status for status, count in STATUSES.items() for _ in range(count)]
    for place, (member, status) in enumerate(zip(hall.members, statuses, strict=True)):
        take_stock(hall, member, status, place, SPRING - timedelta(days=9))
    world.run_jobs()
    count_members(hall)
    confirm(hall.members[:14], Axis.CREATIVITY)
    spring = hall.closed(SPRING)
    for each in hall.members[44 : 44 + LEAVING]:
        with jeanne.acting() as session:
            members.remove(session, member_id=each.id, by=jeanne.scope)
    newcomers = world.members(home, JOINING)
    for place, member in enumerate(newcomers):
        take_stock(hall, member, "self_employed", 100 + place, AUTUMN - timedelta(days=9))
    for place, member in enumerate(hall.members[:20]):
        take_stock(hall, member, "employee_permanent", place, AUTUMN - timedelta(days=9), more=10)
    world.run_jobs()
    autumn = hall.closed(AUTUMN)
    with hall.working() as session:
        found = sealed_sets(session)
    return Large(hall, spring, autumn, found)


def take_stock(hall: Hall, member: Member, status: str, place: int, day: date, more: int = 0) -> None:
    """Answer around the level of one's status; every sixth member refuses finance."""
    with member.acting() as session:
        activities.describe(session, situation=Situation(status=status, seniority="3_to_10"), by=member.scope)
    levels = {axis: BASE[status] + more + (place + turn) % 9 - 4 for turn, axis in enumerate(Axis)}
    agreeing = [axis for axis in Axis if axis is not Axis.FINANCIAL_AUTONOMY or place % 6]
    hall.world.take_stock(member, levels, agreeing=agreeing, at=at(day))


def count_members(hall: Hall) -> None:
    """The coordination types who the members are."""
    with hall.members[0].acting() as session:
        session.add_all(
            Total(dimension=tenants.Dimension.STATUS, category=status, n=count)
            for status, count in STATUSES.items()
        )


def confirm(those: list[Member], axis: Axis) -> None:
    """Peers have validated the level of these members."""
    for each in those:
        with each.acting() as session:
            session.add(
                Standing(
                    member_id=each.id,
                    axis=axis,
                    level=50,
                    state=StandingState.VALIDATED,
                    confidence=0.95,
                    confirmations=3,
                    missing=[],
                )
            )


def test_the_means_by_status(large: Large) -> None:
    found = large.spring.breakdowns[Dimension.STATUS]
    assert [cell.contributors for cell in found.cells] == [20, 20, 20]
    assert found.cells[2].categories == EMPLOYEES  # in the order of names, not of means
    assert found.means.keys() == set(BROKEN_DOWN)
    assert all(means == pytest.approx((50, 70, 30), abs=5) for means in found.means.values())


def test_rest_and_finance_are_never_told_by_group(large: Large) -> None:
    for portrait in (large.spring, large.autumn):
        for breakdown in portrait.breakdowns.values():
            assert not breakdown.means.keys() & {Axis.REST_TIME, Axis.FINANCIAL_AUTONOMY}
        assert not portrait.movements.keys() & {Axis.REST_TIME, Axis.FINANCIAL_AUTONOMY}
        for axis in (Axis.REST_TIME, Axis.FINANCIAL_AUTONOMY):
            assert portrait.cautions[axis].weighted is None


def test_status_meets_all_seven_axes_by_its_verdict(large: Large) -> None:
    found = large.spring.influences[Dimension.STATUS]
    assert found.keys() == set(Axis)
    assert {each.verdict for each in found.values()} == {Verdict.DETERMINES}
    assert all(bound % 5 == 0 for each in found.values() for bound in (each.low, each.high, each.share))


def test_one_seniority_compares_nothing(large: Large) -> None:
    assert Dimension.SENIORITY not in large.spring.breakdowns
    assert Dimension.SENIORITY not in large.spring.influences


def test_the_savoirs_are_of_those_who_count_on_every_axis(large: Large) -> None:
    assert large.spring.savoirs is not None
    assert large.spring.strands is not None
    assert large.spring.savoirs.keys() == set(Family)
    assert large.spring.strands.keys() == set(Strand)
    full = [each for each in large.sealed if each.cell == "full" and each.closed_on == SPRING]
    assert [each.n for each in full] == [64 - REFUSING] * len(Axis)
    assert large.spring.savoirs[Family.DESIGNING] == pytest.approx(full[0].total / full[0].n, abs=3)
    assert {frozenset((tie.one, tie.other)) for tie in large.spring.ties} > {frozenset(tuple(Axis)[:2])}


def test_who_counts_beside_who_the_members_are(large: Large) -> None:
    likeness = large.spring.likeness[Dimension.STATUS]
    assert likeness.counted == (30, 30, 40)  # 20, 20 and 24 of 64, to 5 %
    assert likeness.members == (30, 30, 40)
    assert likeness.apart == 0
    caution = large.spring.cautions[Axis.CREATIVITY]
    assert caution.weighted == large.spring.axes[Axis.CREATIVITY].mean
    assert caution.bounds == (48, 50)  # everybody answered: 48.5, outward to 2


def test_what_peers_confirmed_adds_up(large: Large) -> None:
    found = large.spring.confirmed[Axis.CREATIVITY]
    assert found.shares == {"in_progress+validated": 20, "none": 80}  # 14 and 50 of 64
    assert found.intervals is None  # every member counts: nothing is left to estimate
    assert Axis.REST_TIME not in large.spring.confirmed


def test_who_came_and_went(large: Large) -> None:
    moved = large.autumn.movements[Axis.CREATIVITY]
    assert moved.since == SPRING
    before, after = (each.axes[Axis.CREATIVITY].mean for each in (large.spring, large.autumn))
    assert before is not None
    assert after is not None
    assert moved.change == moved.stayed + moved.joined + moved.left
    assert abs(moved.change - (after - before)) <= 2
    assert moved.stayed > 0  # twenty of the fifty-two who stayed rose by 10
    assert moved.joined > 0  # newcomers are around 70
    names = {
        each.cell: each
        for each in large.sealed
        if each.closed_on == AUTUMN and each.measure == Axis.CREATIVITY
    }
    assert names["turnover:left"].n == LEAVING
    assert names["turnover:before"].n == names["turnover:stayed"].n == 64 - LEAVING
    assert names["turnover:joined"].n == JOINING
    everybody = next(
        x for x in large.sealed if x.closed_on == SPRING and (x.measure, x.cell) == (Axis.CREATIVITY, "all")
    )
    assert names["turnover:left"].total + names["turnover:before"].total == everybody.total


def test_the_cells_of_a_year_do_not_change(large: Large) -> None:
    first, second = (each.breakdowns[Dimension.STATUS].cells for each in (large.spring, large.autumn))
    assert [cell.categories for cell in first] == [cell.categories for cell in second]


def test_nothing_stored_is_exact(large: Large) -> None:
    stored = json.dumps({"left": large.autumn.movements[Axis.CREATIVITY].left})
    assert str(LEAVING) not in stored
    for portrait in (large.spring, large.autumn):
        for breakdown in portrait.breakdowns.values():
            assert all(cell.contributors % 5 == 0 for cell in breakdown.cells)
