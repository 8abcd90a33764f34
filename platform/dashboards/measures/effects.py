"""How much belonging to a group (a status, a trade) says of the levels: Lignères' question, in one figure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum, inf

import numpy as np
from numpy.typing import NDArray
from scipy.special import ncfdtr

from dashboards.measures.rounding import nearest, steps_above, steps_below
from dashboards.rules import histogram

THRESHOLD = 0.06  # of the variance: Cohen's « medium » effect
TAIL = 0.05  # on each side of an interval of 90 %
STEPS = 20  # shown to 0.05
LARGEST = 1e8  # (G - 1)·F beyond which the noncentral F is no longer computed: η² is 1 to a hair there
PRECISION = 1e-9  # of η²


class Verdict(StrEnum):
    """Whether the groups determine the levels."""

    DOES_NOT_DETERMINE = "does_not_determine"
    UNDECIDED = "undecided"
    DETERMINES = "determines"


@dataclass(frozen=True)
class Effect:
    """The share of the variance of the levels that goes with the groups, before any rounding.

    `omega` is ω², at most 1, slightly under 0 when the groups differ less than chance makes them; `interval`,
    at 90 %, is within 0 to 1. `n` levels in `groups` groups that have any.
    """

    n: int
    groups: int
    omega: float
    interval: tuple[float, float]
    verdict: Verdict


@dataclass(frozen=True)
class ShownEffect:
    """What may be shown of an effect: everything to 0.05, within 0 to 1, the interval rounded outward."""

    omega: float
    interval: tuple[float, float]
    verdict: Verdict


def effect(groups: Sequence[NDArray[np.integer]]) -> Effect | None:
    """The effect of belonging to one of these groups of levels; groups without any do not count.

    ω² = (SSB − (G − 1)·MSW)/(SST + MSW) (Hays, « Statistics for psychologists », 1963): unlike η², it does
    not grow with the number of groups when nothing distinguishes them. The verdict is that of the interval:
    under 0.06 as a whole, over 0.06 as a whole, or neither (0.06: Cohen, « Statistical power analysis for
    the behavioral sciences », 1988).

    None under two groups, when there are no more levels than groups, and when all levels are equal: there
    is then nothing to explain, or nothing to compare it with. Raises ValueError for a level outside 0 to 100.
    """
    sums = [_sums(each) for each in groups if len(each)]
    n, many = sum(size for size, _, _ in sums), len(sums)
    if many < 2 or n <= many:  # noqa: PLR2004 - two groups at least to compare
        return None
    squares, total = sum(each[2] for each in sums), sum(each[1] for each in sums)
    around = (n * squares - total**2) / n
    if not around:
        return None
    # Whole numbers up to the division, then an exact sum: neither depends on the order of the groups.
    within = fsum((size * squares - total**2) / size for size, total, squares in sums)
    between, unit = max(0.0, around - within), within / (n - many)
    ratio = between / (many - 1) / unit if unit else inf
    omega = (between - (many - 1) * unit) / (around + unit)
    bounds = _interval(ratio, many - 1, n - many)
    return Effect(n, many, omega, bounds, _verdict(bounds))


def shown_effect(exact: Effect) -> ShownEffect:
    """What may be shown: ω² to the nearest 0.05, 0 at least; bounds rounded outward to 0.05, never equal."""
    low, high = steps_below(exact.interval[0], STEPS), steps_above(exact.interval[1], STEPS)
    return ShownEffect(
        omega=nearest(max(0.0, exact.omega), STEPS),
        interval=(max(0, min(STEPS - 1, low)) / STEPS, min(STEPS, max(1, high)) / STEPS),
        verdict=exact.verdict,
    )


def _sums(levels: NDArray[np.integer]) -> tuple[int, int, int]:
    """How many levels, their sum and the sum of their squares."""
    counts = histogram(levels)
    total = sum(level * count for level, count in enumerate(counts))
    return len(levels), total, sum(level * level * count for level, count in enumerate(counts))


def _verdict(bounds: tuple[float, float]) -> Verdict:
    low, high = bounds
    if high < THRESHOLD:
        return Verdict.DOES_NOT_DETERMINE
    return Verdict.DETERMINES if low > THRESHOLD else Verdict.UNDECIDED


def _interval(ratio: float, between: int, within: int) -> tuple[float, float]:
    """The 90 % interval of η² when F is `ratio` with these degrees of freedom.

    Steiger, « Beyond the F test », Psychological Methods, 2004: the noncentralities λ under which F would be
    exceeded with 5 % and with 95 % of chances, each given as η² = λ/(λ + N); 0 when no λ does. When F is
    immense (hardly anything varies inside the groups) the lower bound is that of a smaller F, the upper 1.
    """
    n, held = between + within + 1, min(ratio, LARGEST / between)

    def exceeds(chances: float) -> Callable[[float], bool]:
        return lambda noncentrality: float(ncfdtr(between, within, noncentrality, held)) > chances

    low, high = (_last(exceeds(chances), n, between * held) for chances in (1 - TAIL, TAIL))
    return low, (1.0 if held < ratio else high)


def _last(holds: Callable[[float], bool], n: int, guess: float) -> float:
    """The greatest η² = λ/(λ + n) for which something true of small λ only still holds, by bisection.

    SciPy has an inverse for this (`ncfdtrinc`), but it stops at 10,000 without a word.
    """
    if not holds(0.0):
        return 0.0
    low, high = 0.0, guess + n
    while holds(high):
        low, high = high, 2 * high
    while high / (high + n) - low / (low + n) > PRECISION:
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    middle = (low + high) / 2
    return middle / (middle + n)
