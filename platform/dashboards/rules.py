"""The exact figures of one axis, from the whole levels of its contributors.

Nothing here may be shown as it is: `display.py` says what may, and `disclosure.py` whether.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from assessment.referential import LEVELS

BAND_WIDTH = 20
BANDS = 5
QUANTILE_95 = 0.975  # a two-sided interval of 95 %

Histogram = tuple[int, ...]
Levels = Sequence[int] | NDArray[np.integer]


@dataclass(frozen=True)
class Exact:
    """What is true of the levels of `n` contributors among `members`, before any rounding.

    `histogram` counts each level from 0 to 100 and `bands` each twenty points (0-19, 20-39, 40-59, 60-79,
    80-100). `variance` needs two contributors; `interval`, at 95 %, needs two and means nothing when every
    member contributes: it is then None.
    """

    n: int
    members: int
    histogram: Histogram
    mean: float
    variance: float | None
    quartiles: tuple[float, float, float]
    bands: tuple[int, ...]
    interval: tuple[float, float] | None


def exact(levels: Levels, members: int) -> Exact | None:
    """The figures of an axis; None when nobody contributes.

    Raises ValueError for a level outside 0 to 100 or for more levels than members.
    """
    if len(levels) > members:
        raise ValueError("there cannot be more contributors than members")
    if len(levels) == 0:
        return None
    counts = histogram(levels)
    return Exact(
        n=len(levels),
        members=members,
        histogram=counts,
        mean=mean(counts),
        variance=variance(counts),
        quartiles=quartiles(counts),
        bands=bands(counts),
        interval=interval(counts, members),
    )


def histogram(levels: Levels) -> Histogram:
    """How many times each level from 0 to 100 occurs in a series that is not empty."""
    counts = np.bincount(np.asarray(levels), minlength=len(LEVELS))
    if len(counts) > len(LEVELS):
        raise ValueError("a level is at most 100")
    return tuple(counts.tolist())


def mean(counts: Histogram) -> float:
    """The arithmetic mean, 0 to 100."""
    return sum(level * count for level, count in enumerate(counts)) / sum(counts)


def variance(counts: Histogram) -> float | None:
    """The sample variance, Σ(x − m)²/(n − 1), in points squared; None under two levels.

    In whole numbers up to the last division: (n·Σx² − (Σx)²)/(n·(n − 1)).
    """
    n = sum(counts)
    if n < 2:  # noqa: PLR2004 - the formula divides by n - 1
        return None
    total = sum(level * count for level, count in enumerate(counts))
    squares = sum(level * level * count for level, count in enumerate(counts))
    return (n * squares - total * total) / (n * (n - 1))


def quartiles(counts: Histogram) -> tuple[float, float, float]:
    """The quartiles, each 0 to 100, exact to a quarter of a point.

    Type 7 of Hyndman and Fan, « Sample quantiles in statistical packages », 1996 (numpy's and R's default):
    with h = (n − 1)·p, Q = x₍⌊h⌋₎ + (h − ⌊h⌋)·(x₍⌊h⌋+1₎ − x₍⌊h⌋₎), the levels x₍₀₎ ≤ x₍₁₎ ≤ … in order.
    """
    reached = list(accumulate(counts))

    def ordered(rank: int) -> int:
        return next(level for level, count in enumerate(reached) if count > rank)

    def quartile(quarters: int) -> float:
        below, rest = divmod((reached[-1] - 1) * quarters, 4)
        low = ordered(below)
        return low + rest * (ordered(below + 1) - low) / 4 if rest else float(low)

    return quartile(1), quartile(2), quartile(3)


def bands(counts: Histogram) -> tuple[int, ...]:
    """How many levels each of the five bands holds; the last one holds 100 too."""
    sizes = [0] * BANDS
    for level, count in enumerate(counts):
        sizes[min(level // BAND_WIDTH, BANDS - 1)] += count
    return tuple(sizes)


def interval(counts: Histogram, members: int) -> tuple[float, float] | None:
    """The 95 % interval of the mean all members would have given, in points, not held to 0-100.

    m ± t₀.₉₇₅,ₙ₋₁ · s/√n · √(1 − n/N): Student's interval with the finite population correction (Cochran,
    « Sampling Techniques », 1977, §2.6-2.8). It supposes that those who do not contribute resemble those
    who do. None under two levels, and when n = N: nothing is then left to estimate.
    """
    n, spread, middle = sum(counts), variance(counts), mean(counts)
    if spread is None or n == members:
        return None
    half = float(stdtrit(n - 1, QUANTILE_95)) * sqrt(spread / n * (1 - n / members))
    return middle - half, middle + half
