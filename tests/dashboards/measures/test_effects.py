from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import f_oneway, ncf

from dashboards.measures.effects import Effect, ShownEffect, Verdict, effect, shown_effect
from tests.cases import each_case

levels = st.integers(0, 100)
tables = st.lists(st.lists(levels, max_size=15), min_size=2, max_size=6)


def of(groups: list[Any]) -> Effect | None:
    return effect([np.array(each, np.int16) for each in groups])


def found(groups: list[Any]) -> Effect:
    exact = of(groups)
    assert exact is not None
    return exact


def test_omega_by_hand() -> None:
    # Means 20 and 40 around 30: SSB = 4·100 + 4·100 = 800, SSW = 2·(100 + 0 + 0 + 100) = 400, MSW = 400/6.
    exact = found([[10, 20, 20, 30], [30, 40, 40, 50]])
    assert exact.omega == pytest.approx((800 - 400 / 6) / (1200 + 400 / 6))
    assert (exact.n, exact.groups) == (8, 2)


@given(tables)
def test_bounds_are_where_f_would_be_exceeded_as_often_as_they_say(groups: list[list[int]]) -> None:
    exact = of(groups)
    if exact is None or exact.interval[1] > 0.999:
        return
    kept = [each for each in groups if each]
    ratio = f_oneway(*kept).statistic
    for bound, chances in zip(exact.interval, (0.95, 0.05), strict=True):
        noncentrality = exact.n * bound / (1 - bound)
        expected = ncf.cdf(ratio, exact.groups - 1, exact.n - exact.groups, noncentrality or 1e-12)
        assert expected == pytest.approx(chances, abs=1e-5) or (bound == 0 and expected <= chances)


@given(tables)
def test_omega_follows_from_the_f_of_scipy(groups: list[list[int]]) -> None:
    exact = of(groups)
    kept = [each for each in groups if each]
    if exact is None or all(len(set(each)) == 1 for each in kept):
        return
    between = (exact.groups - 1) * (f_oneway(*kept).statistic - 1)
    assert exact.omega == pytest.approx(between / (between + exact.n), abs=1e-9)


@given(tables)
def test_the_interval_holds_the_estimate(groups: list[list[int]]) -> None:
    exact = of(groups)
    if exact is not None:
        low, high = exact.interval
        assert 0 <= low <= max(0, exact.omega) <= high <= 1
        assert exact.omega <= 1


@given(tables, st.randoms())
def test_order_does_not_matter(groups: list[list[int]], chance: Any) -> None:
    expected = of(groups)
    for each in groups:
        chance.shuffle(each)
    chance.shuffle(groups)
    assert of(groups) == expected


@each_case(
    "groups",
    [
        [],
        [[10, 20, 30]],
        [[10, 20, 30], []],
        [[10], [20], [30]],
        [[40, 40], [40, 40, 40]],
    ],
)
def test_what_compares_nothing_has_no_effect(groups: list[list[int]]) -> None:
    assert of(groups) is None


def test_groups_within_which_nothing_varies_determine_everything() -> None:
    exact = found([[20] * 20, [80] * 20])
    assert exact.omega == 1
    assert exact.interval[0] > 0.99
    assert exact.interval[1] == 1
    assert exact.verdict is Verdict.DETERMINES


def test_what_is_no_level_is_refused() -> None:
    with pytest.raises(ValueError, match="100"):
        of([[10, 101], [20, 30]])


def test_the_three_verdicts() -> None:
    chance = np.random.default_rng(3)
    same, other = (chance.integers(lowest, lowest + 50, 400) for lowest in (20, 45))
    assert found([same[:200], same[200:]]).verdict is Verdict.DOES_NOT_DETERMINE
    assert found([same, other]).verdict is Verdict.DETERMINES
    assert found([same[:15], same[15:30]]).verdict is Verdict.UNDECIDED


def test_raw_eta_misleads_where_omega_does_not() -> None:
    chance = np.random.default_rng(4)
    many = [found(np.split(chance.integers(0, 101, 30), [8, 16, 24])) for _ in range(600)]
    assert np.mean([each.omega for each in many]) == pytest.approx(0, abs=0.012)
    eta = [(27 * each.omega + 3) / (29 + each.omega) for each in many]  # with n = 30 and G = 4
    assert np.mean(eta) == pytest.approx(3 / 29, abs=0.012)


def test_intervals_hold_the_true_share_as_often_as_they_say() -> None:
    chance, held = np.random.default_rng(10), 0
    true = (200 / 3) / (200 / 3 + 15**2)  # means 40, 50 and 60, a deviation of 15
    for _ in range(1000):
        drawn = [
            chance.normal(middle, 15, 20).round().clip(0, 100).astype(np.int16) for middle in (40, 50, 60)
        ]
        low, high = found(drawn).interval
        held += low <= true <= high
    assert 0.87 < held / 1000 < 0.93


def test_the_largest_cooperative_and_the_smallest_trades() -> None:
    chance = np.random.default_rng(5)
    everyone = chance.integers(0, 101, 35_000)
    exact = found([*everyone.reshape(-1, 10)])
    assert exact.groups == 3500
    assert exact.verdict is Verdict.DOES_NOT_DETERMINE
    strong = found([np.clip(everyone[:17_500], 0, 40), np.clip(everyone[17_500:], 60, 100)])
    assert 0.6 < strong.interval[0] < strong.omega < strong.interval[1] < 0.95  # λ is far over 10,000 there


@given(tables)
def test_what_is_shown_is_rounded_outward(groups: list[list[int]]) -> None:
    exact = of(groups)
    if exact is None:
        return
    seen = shown_effect(exact)
    assert seen.verdict is exact.verdict
    assert 0 <= seen.interval[0] <= seen.omega <= seen.interval[1] <= 1
    assert seen.interval[0] < seen.interval[1]
    assert seen.interval[0] <= exact.interval[0] + 1e-9
    assert seen.interval[1] >= exact.interval[1] - 1e-9
    for figure in (seen.omega, *seen.interval):
        assert figure == round(round(figure * 20) / 20, 2)


@each_case(
    "omega, interval, seen, bounds",
    [
        (0.07, (0.0312, 0.141), 0.05, (0.0, 0.15)),
        (0.15, (0.1, 0.2), 0.15, (0.1, 0.2)),
        (-0.02, (0.0, 0.0), 0.0, (0.0, 0.05)),
        (0.999, (0.998, 1.0), 1.0, (0.95, 1.0)),
        (1.0, (1.0, 1.0), 1.0, (0.95, 1.0)),
    ],
)
def test_roundings_by_hand(
    omega: float, interval: tuple[float, float], seen: float, bounds: tuple[float, float]
) -> None:
    exact = Effect(30, 3, omega, interval, Verdict.UNDECIDED)
    assert shown_effect(exact) == ShownEffect(seen, bounds, Verdict.UNDECIDED)
