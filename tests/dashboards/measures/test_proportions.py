import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from dashboards.measures.proportions import shown_wilson, wilson


@st.composite
def cases(draw: st.DrawFn) -> tuple[int, int, int]:
    n = draw(st.integers(1, 500))
    return draw(st.integers(0, n)), n, n + draw(st.integers(1, 2000))


@given(cases())
def test_the_interval_holds_the_share(case: tuple[int, int, int]) -> None:
    bounds = wilson(*case)
    assert bounds is not None
    assert 0 <= bounds[0] <= case[0] / case[1] <= bounds[1] <= 1


@pytest.mark.parametrize(("count", "n"), [(0, 12), (3, 12), (40, 70), (70, 70)])
def test_among_countless_members_it_is_that_of_scipy(count: int, n: int) -> None:
    expected = binomtest(count, n).proportion_ci(method="wilson")
    assert wilson(count, n, 10**12) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_the_correction_is_a_larger_sample() -> None:
    # 20 of 39 members: n* = 20·38/19 = 40.
    expected = binomtest(10, 40).proportion_ci(method="wilson")
    assert wilson(5, 20, 39) == pytest.approx((expected.low, expected.high), abs=1e-12)


@given(cases())
def test_both_sides_are_alike(case: tuple[int, int, int]) -> None:
    count, n, members = case
    bounds, other = wilson(count, n, members), wilson(n - count, n, members)
    assert bounds is not None
    assert other is not None
    assert bounds == pytest.approx((1 - other[1], 1 - other[0]), abs=1e-12)


def test_there_is_none_when_all_are_known_or_nobody() -> None:
    assert wilson(3, 12, 12) is None
    assert wilson(0, 0, 12) is None
    assert wilson(0, 0, 0) is None
    assert shown_wilson(None, 10) is None


@pytest.mark.parametrize("wrong", [(4, 3, 10), (-1, 3, 10), (2, 11, 10)])
def test_what_cannot_be_is_refused(wrong: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="at most"):
        wilson(*wrong)


@given(cases(), st.sampled_from([5, 10]))
def test_what_is_shown_is_rounded_outward(case: tuple[int, int, int], step: int) -> None:
    bounds = wilson(*case)
    seen = shown_wilson(bounds, step)
    assert bounds is not None
    assert seen is not None
    assert 0 <= seen[0] <= bounds[0] * 100 + 1e-6
    assert bounds[1] * 100 - 1e-6 <= seen[1] <= 100
    assert seen[0] % step == seen[1] % step == 0


def test_roundings_by_hand() -> None:
    assert shown_wilson((0.31, 0.42), 10) == (30, 50)
    assert shown_wilson((0.31, 0.42), 5) == (30, 45)
    assert shown_wilson((0.3, 0.6), 10) == (30, 60)


def test_the_interval_holds_the_true_share_as_often_as_it_says() -> None:
    drawn = np.random.default_rng(6).hypergeometric(18, 42, 30, 4000)  # 18 of 60 members, 30 of them known
    bounds = [wilson(int(each), 30, 60) for each in drawn]
    held = np.mean([each is not None and each[0] <= 0.3 <= each[1] for each in bounds])
    assert 0.93 < held < 0.985
