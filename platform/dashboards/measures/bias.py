"""What those who did not answer could change: the mean weighted as the register, its bounds, who answered.

The register is the totals by category that a coordinator types; they are those of `categories`, merged by
the same map if any is. Whoever said nothing of themself has no place in it: « unsaid » is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import fsum, pi, sqrt
from typing import TypeVar

from dashboards.measures.categories import UNSAID
from dashboards.measures.rounding import shown_level, steps_above
from dashboards.measures.turnover import Sum

Value = TypeVar("Value")

HIGHEST_LEVEL = 100
STEPS = 20  # an index is shown to 0.05
CLOSE_UP_TO = 0.1
FAR_OVER = 0.25


class Likeness(StrEnum):
    """How much those who answered resemble all members, by category."""

    CLOSE = "close"
    DIFFERENT = "different"
    FAR = "far"


@dataclass(frozen=True)
class Heterogeneity:
    """How far those who answered are from the register.

    `index`, 0 to 1, is the share of them who would have to be of another category for both to have the same
    proportions; `chance` is what it would be, about, had they been drawn by lot.
    """

    index: float
    chance: float
    likeness: Likeness


@dataclass(frozen=True)
class ShownHeterogeneity:
    """What may be shown of it: the index rounded up to 0.05."""

    index: float
    likeness: Likeness


def post_stratified(groups: Mapping[str, Sum], totals: Mapping[str, int]) -> float | None:
    """The mean, 0 to 100, had each category answered as much as the others: Σ(N_h/N)·m_h.

    Holt and Smith, « Post stratification », Journal of the Royal Statistical Society, 1979. Never for rest
    and finance: beside the raw mean it would give them by status.

    None when the register cannot be that of these groups (empty, or with fewer members of a category than
    answered), and when nobody of a category answered: nothing then says what its members would have. Raises
    ValueError for a total under 0.
    """
    register, answered = _register(totals), {name: each.n for name, each in _said(groups).items()}
    if not register or not _fits(answered, register) or any(not answered.get(name) for name in register):
        return None
    members = sum(register.values())
    return float(sum((size * groups[name].mean for name, size in register.items()), Fraction()) / members)


def shown_post_stratified(value: float | None, step: int) -> int | None:
    """What may be shown of a post-stratified mean: as of any other, to the nearest `step`, within 5 to 95."""
    return None if value is None else shown_level(value, step)


def worst_case(mean: float, contributors: int, members: int) -> tuple[float, float]:
    """The mean of all members had those who did not answer all been at 0, then at 100.

    With f = n/N who answered: from f·m to f·m + (1 − f)·100 (Manski, « Nonparametric bounds on treatment
    effects », 1990). Raises ValueError for a mean outside 0 to 100 or for more contributors than members.
    """
    if not 0 <= mean <= HIGHEST_LEVEL or not 0 <= contributors <= members or not members:
        raise ValueError("a mean is within 0 to 100, and contributors are among the members")
    low = contributors * mean / members
    return low, low + (members - contributors) * HIGHEST_LEVEL / members


def heterogeneity(contributors: Mapping[str, int], totals: Mapping[str, int]) -> Heterogeneity | None:
    """How far those who answered are from the register, by category.

    The index of dissimilarity, ½·Σ|n_h/n − N_h/N| (Duncan and Duncan, « A methodological analysis of
    segregation indexes », American Sociological Review, 1955). Few who answer are never quite like all, so
    beside it what the lot would give: ½·Σ√(2/π)·s_h, with s_h² = P_h(1 − P_h)/n·(N − n)/(N − 1) the variance
    of the share of a category of share P_h (the mean size of a normal deviation). It is « close » up to 0.1
    or to that chance, and « far » over 0.25: conventions of ours.

    None when nobody answered, or when the register cannot be theirs (as `post_stratified`). Raises ValueError
    for a number under 0.
    """
    register, answered = _register(totals), _register(_said(contributors))
    if not answered or not register or not _fits(answered, register):
        return None
    n, members = sum(answered.values()), sum(register.values())
    index = fsum(abs(answered.get(name, 0) / n - size / members) for name, size in register.items()) / 2
    chance = fsum(_deviation(size / members, n, members) for size in register.values()) / 2
    return Heterogeneity(min(1.0, index), chance, _likeness(index, chance))


def shown_heterogeneity(exact: Heterogeneity) -> ShownHeterogeneity:
    """What may be shown: the index rounded up, never to seem closer than it is."""
    return ShownHeterogeneity(min(STEPS, steps_above(exact.index, STEPS)) / STEPS, exact.likeness)


def _said(by_category: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in by_category.items() if name != UNSAID}


def _register(totals: Mapping[str, int]) -> dict[str, int]:
    """The categories that somebody is of."""
    if any(size < 0 for size in totals.values()):
        raise ValueError("a category holds nobody at least")
    return {name: size for name, size in _said(totals).items() if size}


def _fits(answered: Mapping[str, int], register: Mapping[str, int]) -> bool:
    return all(n <= register.get(name, 0) for name, n in answered.items())


def _deviation(share: float, n: int, members: int) -> float:
    if members == n:
        return 0.0
    return sqrt(2 / pi * share * (1 - share) / n * (members - n) / (members - 1))


def _likeness(index: float, chance: float) -> Likeness:
    if index <= max(CLOSE_UP_TO, chance):
        return Likeness.CLOSE
    return Likeness.FAR if index > FAR_OVER else Likeness.DIFFERENT
