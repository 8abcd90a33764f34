from math import atanh, sqrt, tanh
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from dashboards.measures.correlations import Correlation, ShownCorrelation, shown_correlation, spearman

levels = st.integers(0, 100)
pairs = st.lists(st.tuples(levels, levels), min_size=30, max_size=60)


def of(given_pairs: list[tuple[int, int]]) -> Correlation | None:
    x, y = (np.array(each, np.int16) for each in zip(*given_pairs, strict=True))
    return spearman(x, y)


def varies(given_pairs: list[tuple[int, int]]) -> bool:
    return all(len(set(each)) > 1 for each in zip(*given_pairs, strict=True))


@settings(max_examples=40)
@given(pairs)
def test_rho_is_that_of_scipy(given_pairs: list[tuple[int, int]]) -> None:
    found = of(given_pairs)
    assert (found is not None) is varies(given_pairs)
    if found:
        assert found.rho == pytest.approx(spearmanr(given_pairs).statistic, abs=1e-12)
        assert -1 <= found.interval[0] <= found.rho <= found.interval[1] <= 1


def test_equal_levels_share_their_ranks() -> None:
    given_pairs = [(rank // 10, rank // 3 % 4) for rank in range(40)]
    found = of(given_pairs)
    assert found is not None
    assert found.rho == pytest.approx(spearmanr(given_pairs).statistic, abs=1e-12)


@settings(max_examples=40)
@given(pairs, st.randoms())
def test_the_order_of_members_does_not_matter(given_pairs: list[tuple[int, int]], chance: Any) -> None:
    found = of(given_pairs)
    chance.shuffle(given_pairs)
    assert of(given_pairs) == found


def test_the_interval_by_hand() -> None:
    chance = np.random.default_rng(7)
    x = chance.integers(0, 60, 43)
    found = spearman(x, x + chance.integers(0, 40, 43))
    assert found is not None
    half = 1.959964 * sqrt((1 + found.rho**2 / 2) / 40)
    expected = tanh(atanh(found.rho) - half), tanh(atanh(found.rho) + half)
    assert found.interval == pytest.approx(expected, abs=1e-6)


def test_under_thirty_there_is_none() -> None:
    given_pairs = [(rank, 50 - rank) for rank in range(30)]
    assert of(given_pairs[:29]) is None
    found = of(given_pairs)
    assert found is not None
    assert (found.n, found.rho, found.interval) == (30, -1, (-1, -1))


def test_all_at_one_level_go_with_nothing() -> None:
    assert of([(50, rank) for rank in range(40)]) is None
    assert of([(rank, 0) for rank in range(40)]) is None


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="same members"):
        spearman(np.arange(40), np.arange(41))
    with pytest.raises(ValueError, match="100"):
        spearman(np.arange(90, 130), np.arange(40))


@settings(max_examples=40)
@given(pairs)
def test_what_is_shown_is_rounded_outward(given_pairs: list[tuple[int, int]]) -> None:
    exact = of(given_pairs)
    if exact is None:
        return
    seen = shown_correlation(exact)
    assert -1 <= seen.interval[0] <= seen.rho <= seen.interval[1] <= 1
    assert seen.interval[0] <= exact.interval[0] + 1e-9
    assert seen.interval[1] >= exact.interval[1] - 1e-9
    assert all(figure == round(figure, 1) for figure in (seen.rho, *seen.interval))


@pytest.mark.parametrize(
    ("rho", "interval", "expected"),
    [
        (0.34, (-0.01, 0.61), (0.3, (-0.1, 0.7))),
        (-0.3, (-0.6, 0.1), (-0.3, (-0.6, 0.1))),
        (0.97, (0.93, 0.98), (0.9, (0.9, 1.0))),
        (1.0, (1.0, 1.0), (0.9, (0.9, 1.0))),
        (-1.0, (-1.0, -1.0), (-0.9, (-1.0, -0.9))),
    ],
)
def test_roundings_by_hand(rho: float, interval: tuple[float, float], expected: Any) -> None:
    assert shown_correlation(Correlation(40, rho, interval)) == ShownCorrelation(*expected)


def test_the_interval_holds_the_true_rho_as_often_as_it_says() -> None:
    chance, held = np.random.default_rng(8), 0
    true = 6 / np.pi * np.arcsin(0.6 / 2)  # of a binormal pair of correlation 0.6
    for _ in range(1500):
        x = chance.normal(50, 12, 50)
        y = 50 + 0.6 * (x - 50) + 0.8 * chance.normal(0, 12, 50)
        found = spearman(*(np.clip(each.round(), 0, 100).astype(np.int16) for each in (x, y)))
        assert found is not None
        held += found.interval[0] <= true <= found.interval[1]
    assert 0.92 < held / 1500 < 0.975
