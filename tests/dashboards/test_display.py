from dataclasses import astuple
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assessment.referential import Axis
from dashboards.disclosure import Floors
from dashboards.display import WHOLE_ONLY, Extent, Portion, Shown, Trend, Zones, extent, shown, trend
from dashboards.rules import exact
from tests.cases import each_case

FLOORS = Floors()
FEW, SOME, MOST = Portion.FEW, Portion.SOME, Portion.MOST
levels = st.integers(0, 100)
axes = st.sampled_from(list(Axis))
open_axes = st.sampled_from([axis for axis in Axis if axis not in WHOLE_ONLY])
answers = st.lists(levels, max_size=70)


def display(
    given_levels: list[int],
    more_members: int = 20,
    axis: Axis = Axis.CREATIVITY,
    floors: Floors = FLOORS,
) -> Shown:
    return shown(exact(given_levels, len(given_levels) + more_members), axis, floors)


def spread_over(many: int) -> list[int]:
    """Levels in all five bands."""
    return [rank * 37 % 101 for rank in range(many)]


# Under the floor


@given(st.lists(levels, max_size=9), st.integers(0, 50), axes)
def test_under_ten_nothing_is_shown(given_levels: list[int], more: int, axis: Axis) -> None:
    assert display(given_levels, more, axis) == Shown()
    assert all(figure is None for figure in astuple(Shown()))


@given(answers, st.integers(10, 30), axes)
def test_a_raised_floor_is_kept(given_levels: list[int], floor: int, axis: Axis) -> None:
    nothing = display(given_levels, axis=axis, floors=Floors(contributors=floor)) == Shown()
    assert nothing is (len(given_levels) < floor)


@given(answers, st.integers(0, 50), axes)
def test_the_exact_count_is_never_told(given_levels: list[int], more: int, axis: Axis) -> None:
    seen, n = display(given_levels, more, axis), len(given_levels)
    if n < 10:
        return
    assert seen.contributors is not None
    assert seen.contributors % 5 == 0
    assert n - 5 < seen.contributors <= n


@given(st.integers(2, 60), st.integers(0, 4), st.integers(0, 4), st.integers(0, 40))
def test_the_share_tells_no_more_than_the_count(fives: int, one: int, other: int, more: int) -> None:
    members = 5 * fives + 4 + more
    a, b = (display([50] * n, members - n) for n in (5 * fives + one, 5 * fives + other))
    assert (a.contributors, a.share) == (b.contributors, b.share)
    assert a.share is not None
    assert a.share % 5 == 0
    assert 0 <= a.share <= 100


# What each size allows


@each_case(
    "members, contributors, allowed",
    [
        (9, 9, Extent.WORKSHOP),
        (10, 9, Extent.NOT_YET),
        (10, 10, Extent.WORDS),
        (40, 19, Extent.WORDS),
        (40, 20, Extent.QUARTILES),
        (60, 49, Extent.QUARTILES),
        (60, 50, Extent.BREAKDOWNS),
    ],
)
def test_the_table_of_sizes(members: int, contributors: int, allowed: Extent) -> None:
    assert extent(members, contributors, FLOORS) is allowed


def test_the_table_follows_raised_floors() -> None:
    floors = Floors(contributors=25)
    assert extent(24, 24, floors) is Extent.WORKSHOP
    assert extent(30, 24, floors) is Extent.NOT_YET
    assert extent(30, 25, floors) is Extent.QUARTILES


@given(st.lists(levels, min_size=10, max_size=19), open_axes)
def test_under_twenty_the_mean_and_words(given_levels: list[int], axis: Axis) -> None:
    seen = display(given_levels, axis=axis)
    assert seen.mean is not None
    assert seen.mean % 5 == 0
    assert seen.zones is not None
    assert seen.interval is seen.quartiles is seen.bands is None


@given(st.lists(levels, min_size=10, max_size=19), st.sampled_from(sorted(WHOLE_ONLY)))
def test_under_twenty_rest_and_finance_show_their_mean_alone(given_levels: list[int], axis: Axis) -> None:
    seen = display(given_levels, axis=axis)
    assert seen == Shown(seen.contributors, seen.share, seen.mean)
    assert seen.mean is not None


@each_case("axis", list(Axis))
def test_from_twenty_the_spread(axis: Axis) -> None:
    seen = display(spread_over(20), axis=axis)
    assert None not in (seen.interval, seen.quartiles, seen.bands)
    assert seen.zones is None


def test_rest_and_finance_are_for_the_whole_only() -> None:
    assert {Axis.REST_TIME, Axis.FINANCIAL_AUTONOMY} == WHOLE_ONLY


# Roundings


@each_case("many, step", [(20, 5), (49, 5), (50, 2), (299, 2), (300, 1)])
def test_larger_groups_are_shown_in_finer_steps(many: int, step: int) -> None:
    values = set()
    for base in range(40):
        seen = display([min(100, level // 2 + base) for level in spread_over(many)])
        assert seen.quartiles is not None
        assert seen.interval is not None
        values |= {seen.mean, *seen.quartiles, *seen.interval}
    values -= {5, 95}
    assert all(value is not None and value % step == 0 for value in values)
    assert step == 5 or not all(value is not None and value % 5 == 0 for value in values)
    assert step != 1 or not all(value is not None and value % 2 == 0 for value in values)


@each_case(
    "given_levels, mean",
    [
        ([72] * 5 + [73] * 5, 75),  # 72.5, half up
        ([72] * 6 + [73] * 4, 70),
        ([73] * 25 + [72] * 25, 72),  # 72.5 to the nearest 2
        ([73] * 50, 74),  # 73, half up
        ([72] * 150 + [73] * 150, 73),
        ([72] * 151 + [73] * 149, 72),
    ],
)
def test_means_are_rounded_half_up(given_levels: list[int], mean: int) -> None:
    assert display(given_levels).mean == mean


def test_bands_are_in_tenths_then_in_twentieths() -> None:
    counts = [3, 17, 20, 5, 4]
    middles = [10, 30, 50, 70, 90]
    smaller = [level for level, n in zip(middles, counts, strict=True) for _ in range(n)]
    assert display(smaller).bands == (10, 30, 40, 10, 10)  # of 49: 6.1 34.7 40.8 10.2 8.2
    assert display([*smaller, 10]).bands == (10, 35, 40, 10, 10)  # of 50: 8 34 40 10 8


@each_case(
    "counts, words",
    [
        ((0, 0, 12), (FEW, FEW, MOST)),
        ((3, 9, 0), (FEW, MOST, FEW)),
        ((4, 8, 0), (SOME, SOME, FEW)),
        ((4, 4, 4), (SOME, SOME, SOME)),
        ((9, 0, 3), (MOST, FEW, FEW)),
    ],
)
@each_case("limits", [(0, 34, 67), (33, 66, 100)])
def test_zones_in_words(counts: Any, words: Any, limits: Any) -> None:
    given_levels = [level for level, n in zip(limits, counts, strict=True) for _ in range(n)]
    assert display(given_levels).zones == Zones(*words)


@given(st.lists(levels, min_size=20, max_size=70), st.integers(1, 50))
def test_bounds_are_rounded_outward(given_levels: list[int], more: int) -> None:
    seen, figures = display(given_levels, more), exact(given_levels, len(given_levels) + more)
    if seen.interval is None:
        return
    assert figures is not None
    assert figures.interval is not None
    (low, high), (exact_low, exact_high) = seen.interval, figures.interval
    assert low <= exact_low or low == 5
    assert high >= exact_high or high == 95
    assert low > exact_low - 5 or low == 95
    assert high < exact_high + 5 or high == 5


def test_no_interval_is_made_up_when_every_member_contributes() -> None:
    seen = display(spread_over(20), more_members=0)
    assert seen.interval is None
    assert seen.quartiles is not None


# Extreme data


@given(answers, st.integers(0, 50), axes)
def test_no_level_is_shown_beyond_five_and_ninety_five(
    given_levels: list[int], more: int, axis: Axis
) -> None:
    seen = display(given_levels, more, axis)
    shown_levels = [seen.mean, *(seen.interval or ()), *(seen.quartiles or ())]
    assert all(level is None or 5 <= level <= 95 for level in shown_levels)


@each_case("many", [10, 19, 20, 49, 50, 300])
@each_case("level, mean", [(0, 5), (100, 95), (80, 80)])
def test_when_everyone_agrees_only_a_held_mean_is_shown(many: int, level: int, mean: int) -> None:
    seen = display([level] * many)
    assert seen.mean == mean
    assert seen.interval is seen.quartiles is seen.bands is None


@given(levels, st.lists(levels, max_size=2), st.integers(18, 60))
def test_two_others_do_not_make_a_spread(level: int, others: list[int], many: int) -> None:
    assert display([level] * many + others).bands is None


def test_three_others_make_one() -> None:
    assert display([50] * 17 + [10, 30, 90]).bands is not None
    assert display([50] * 18 + [10, 90]).bands is None


@given(answers, st.randoms(), axes)
def test_order_does_not_matter(given_levels: list[int], chance: Any, axis: Axis) -> None:
    seen = display(given_levels, axis=axis)
    chance.shuffle(given_levels)
    assert display(given_levels, axis=axis) == seen


# Trends


@each_case(
    "before, after, word",
    [
        (50, 59, Trend.STABLE),
        (50, 60, Trend.RISING),
        (50, 40, Trend.FALLING),
        (50, 41, Trend.STABLE),
        (None, 40, None),
        (50, None, None),
        (None, None, None),
    ],
)
def test_a_trend_is_said_of_shown_means_only(
    before: int | None, after: int | None, word: Trend | None
) -> None:
    assert trend(before, after) is word
