"""How two axes go together over the whole cooperative."""

from dataclasses import dataclass
from math import atanh, sqrt, tanh

import numpy as np
from numpy.typing import NDArray

from assessment.referential import LEVELS
from dashboards.measures.proportions import NORMAL_95
from dashboards.measures.rounding import nearest, steps_above, steps_below

FEWEST = 30  # members who contribute both axes
STEPS = 10  # shown to 0.1
STRONGEST = 9  # steps


@dataclass(frozen=True)
class Correlation:
    """Spearman's ρ, −1 to 1, of `n` members, and its 95 % interval, within −1 to 1; before any rounding."""

    n: int
    rho: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class ShownCorrelation:
    """What may be shown of a correlation: everything to 0.1, the interval rounded outward."""

    rho: float
    interval: tuple[float, float]


def spearman(x: NDArray[np.integer], y: NDArray[np.integer]) -> Correlation | None:
    """The rank correlation of two axes over the members who contribute both, in the same order.

    Spearman, « The proof and measurement of association between two things », 1904, with mid-ranks for equal
    levels. The interval is Fisher's, tanh(atanh ρ ± z₀.₉₇₅·√v), with the variance of Bonett and Wright,
    « Sample size requirements for estimating Pearson, Kendall and Spearman correlations », 2000:
    v = (1 + ρ²/2)/(n − 3). It has no finite population correction: it is wide rather than narrow.

    None under 30 members, and when all are at one level on either axis. Raises ValueError when the two differ
    in length or for a level outside 0 to 100.
    """
    if len(x) != len(y):
        raise ValueError("both axes must be of the same members")
    if len(x) < FEWEST:
        return None
    one, other = _mid_ranks(x), _mid_ranks(y)
    spread = sqrt(float(one @ one) * float(other @ other))
    if not spread:
        return None
    rho = max(-1.0, min(1.0, float(one @ other) / spread))
    return Correlation(len(x), rho, _interval(rho, len(x)))


def shown_correlation(exact: Correlation) -> ShownCorrelation:
    """What may be shown: bounds rounded outward to 0.1, ρ to the nearest 0.1.

    ρ is shown as 0.9 at most, either way, and its bounds reach at least there, as levels are held within 5
    to 95: if it were said to be perfect, whoever knows somebody's place on one axis would have the other.
    """
    low, high = steps_below(exact.interval[0], STEPS), steps_above(exact.interval[1], STEPS)
    bound = STRONGEST / STEPS
    return ShownCorrelation(
        rho=max(-bound, min(bound, nearest(exact.rho, STEPS))),
        interval=(max(-STEPS, min(STRONGEST, low)) / STEPS, min(STEPS, max(-STRONGEST, high)) / STEPS),
    )


def _mid_ranks(levels: NDArray[np.integer]) -> NDArray[np.float64]:
    """The rank of each level, the mean one for equal levels, from the middle rank: they add up to 0."""
    counts = np.bincount(levels, minlength=len(LEVELS))
    if len(counts) > len(LEVELS):
        raise ValueError("a level is at most 100")
    ranks: NDArray[np.float64] = (2 * np.cumsum(counts) - counts - len(levels))[levels] / 2
    return ranks


def _interval(rho: float, n: int) -> tuple[float, float]:
    if abs(rho) == 1:
        return rho, rho
    half = NORMAL_95 * sqrt((1 + rho * rho / 2) / (n - 3))
    return tanh(atanh(rho) - half), tanh(atanh(rho) + half)
