import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.measures.bias import (
    Heterogeneity,
    Likeness,
    ShownHeterogeneity,
    heterogeneity,
    post_stratified,
    shown_heterogeneity,
    shown_post_stratified,
    worst_case,
)
from dashboards.measures.rounding import shown_levels
from dashboards.measures.turnover import Sum
from tests.cases import each_case

counts = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40), min_size=1)


# The post-stratified mean


def test_a_weighted_mean_by_hand() -> None:
    # 10 at 20 of 30 members, 20 at 50 of 30: the raw mean is 40, the weighted one 35.
    assert post_stratified({"a": Sum(10, 200), "b": Sum(20, 1000)}, {"a": 30, "b": 30}) == 35


@given(st.dictionaries(st.sampled_from("abcd"), st.lists(st.integers(0, 100), min_size=1), min_size=1))
def test_when_all_answer_it_is_the_raw_mean(levels: dict[str, list[int]]) -> None:
    groups = {name: Sum(len(each), sum(each)) for name, each in levels.items()}
    everyone = [level for each in levels.values() for level in each]
    found = post_stratified(groups, {name: len(each) for name, each in levels.items()})
    assert found == pytest.approx(np.mean(everyone), abs=1e-9)
    backwards = dict(reversed(groups.items()))
    assert post_stratified(backwards, {name: len(levels[name]) for name in backwards}) == found


@each_case(
    "groups, totals",
    [
        ({"a": Sum(10, 200)}, {"a": 30, "b": 30}),  # nobody of b answered
        ({"a": Sum(10, 200), "b": Sum(0, 0)}, {"a": 30, "b": 30}),
        ({"a": Sum(10, 200), "b": Sum(2, 50)}, {"a": 30}),  # b is in no register
        ({"a": Sum(31, 200)}, {"a": 30}),  # more than there are
        ({"a": Sum(10, 200)}, {}),
        ({"a": Sum(10, 200)}, {"a": 0}),
        ({}, {}),
    ],
)
def test_a_register_that_is_not_theirs_weighs_nothing(groups: dict[str, Sum], totals: dict[str, int]) -> None:
    assert post_stratified(groups, totals) is None
    assert shown_post_stratified(None, 5) is None


def test_whoever_said_nothing_and_empty_categories_are_left_out() -> None:
    groups = {"a": Sum(10, 200), "unsaid": Sum(5, 500), "c": Sum(0, 0)}
    assert post_stratified(groups, {"a": 30, "b": 0}) == 20


def test_a_total_under_0_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        post_stratified({"a": Sum(1, 5)}, {"a": 5, "b": -1})


@each_case("value, step, seen", [(37.4, 5, 35), (37.5, 5, 40), (2.0, 1, 5), (99.0, 2, 95)])
def test_it_is_shown_as_any_mean(value: float, step: int, seen: int) -> None:
    assert shown_post_stratified(value, step) == seen


# The worst case


def test_bounds_by_hand() -> None:
    assert worst_case(60, 30, 40) == (45, 70)
    assert worst_case(60, 40, 40) == (60, 60)
    assert worst_case(0, 0, 40) == (0, 100)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=40), st.lists(st.integers(0, 100), max_size=40))
def test_bounds_hold_whatever_the_others_would_say(answered: list[int], silent: list[int]) -> None:
    everyone = [*answered, *silent]
    low, high = worst_case(float(np.mean(answered)), len(answered), len(everyone))
    assert low - 1e-9 <= np.mean(everyone) <= high + 1e-9
    seen = shown_levels((low, high), 5)
    assert seen[0] <= max(5, low + 1e-6)
    assert seen[1] >= min(95, high - 1e-6)
    assert all(bound % 5 == 0 and 5 <= bound <= 95 for bound in seen)


@each_case("wrong", [(101, 3, 4), (-1, 3, 4), (50, 5, 4), (50, -1, 4), (50, 0, 0)])
def test_bounds_of_what_cannot_be_are_refused(wrong: tuple[float, int, int]) -> None:
    with pytest.raises(ValueError, match="within"):
        worst_case(*wrong)


# Who answered


def test_the_index_by_hand() -> None:
    # 15 of a and 5 of b answered, of 20 and 20 members: a quarter of them would have to be of b.
    found = heterogeneity({"a": 15, "b": 5}, {"a": 20, "b": 20})
    assert found is not None
    assert found.index == 0.25
    # Each share has a deviation of √(0.25/20·20/39) = 0.080064, whose mean size is 0.063882.
    assert found.chance == pytest.approx(0.063882, abs=1e-6)
    assert found.likeness is Likeness.DIFFERENT


@given(counts)
def test_the_index_is_from_0_to_1(totals: dict[str, int]) -> None:
    answered = {name: size // 2 for name, size in totals.items()}
    found = heterogeneity(answered, totals)
    assert (found is None) is (not any(answered.values()))
    if found:
        assert 0 <= found.index <= 1
        assert found.chance >= 0
        backwards = (dict(reversed(each.items())) for each in (answered, totals))
        assert heterogeneity(*backwards) == found
        seen = shown_heterogeneity(found)
        assert found.index - 1e-9 <= seen.index < found.index + 0.05
        assert seen.index == round(seen.index, 2)


@given(counts)
def test_when_all_answer_nothing_differs(totals: dict[str, int]) -> None:
    found = heterogeneity(totals, totals)
    if any(totals.values()):
        assert found == Heterogeneity(0, 0, Likeness.CLOSE)


def test_chance_is_what_the_lot_gives() -> None:
    register = np.array([30, 18, 12])
    drawn = np.random.default_rng(9).multivariate_hypergeometric(register, 24, 3000)
    mean = np.abs(drawn / 24 - register / 60).sum(axis=1).mean() / 2
    found = heterogeneity(
        dict(zip("abc", [12, 7, 5], strict=True)), dict(zip("abc", [30, 18, 12], strict=True))
    )
    assert found is not None
    assert found.chance == pytest.approx(mean, rel=0.05)


@each_case(
    "answered, totals, likeness",
    [
        ({"a": 50, "b": 40}, {"a": 100, "b": 100}, Likeness.CLOSE),
        ({"a": 3, "b": 1}, {"a": 6, "b": 5}, Likeness.DIFFERENT),
        ({"a": 2, "b": 1}, {"a": 6, "b": 5}, Likeness.CLOSE),  # 0.12 is less than the lot gives to three
        ({"a": 95, "b": 1}, {"a": 100, "b": 100}, Likeness.FAR),
    ],
)
def test_the_three_words(answered: dict[str, int], totals: dict[str, int], likeness: Likeness) -> None:
    found = heterogeneity(answered, totals)
    assert found is not None
    assert found.likeness is likeness


def test_a_register_that_is_not_theirs_says_nothing() -> None:
    assert heterogeneity({}, {"a": 3}) is None
    assert heterogeneity({"unsaid": 2}, {"a": 3}) is None
    assert heterogeneity({"a": 2}, {}) is None
    assert heterogeneity({"a": 4}, {"a": 3, "b": 4}) is None
    assert heterogeneity({"a": 2, "c": 1}, {"a": 3, "b": 4}) is None
    with pytest.raises(ValueError, match="nobody"):
        heterogeneity({"a": -2}, {"a": 3})


def test_the_index_is_rounded_up() -> None:
    assert shown_heterogeneity(Heterogeneity(0.11, 0.05, Likeness.DIFFERENT)) == ShownHeterogeneity(
        0.15, Likeness.DIFFERENT
    )
    assert shown_heterogeneity(Heterogeneity(0.15, 0.05, Likeness.DIFFERENT)).index == 0.15
    assert shown_heterogeneity(Heterogeneity(1.0, 0.05, Likeness.FAR)).index == 1
