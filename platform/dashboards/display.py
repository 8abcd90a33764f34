"""What may be shown of exact figures, and in how much detail.

Every figure shown depends on the exact ones through coarse roundings only, and what is withheld is None,
exactly as what is empty. A figure shown as 5 reads « 5 or under », as 95 « 95 or over ».
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil, floor

from assessment.referential import Axis
from assessment.rules import change
from dashboards.disclosure import Floors
from dashboards.rules import Exact, Histogram

WHOLE_ONLY = frozenset({Axis.REST_TIME, Axis.FINANCIAL_AUTONOMY})  # never broken down by group

QUARTILES_FROM = 20  # contributors
BREAKDOWNS_FROM = 50
FINE_FROM = 300
COUNT_STEP = 5
LOWEST, HIGHEST = 5, 95
OUTSIDE_A_BAND = 3  # at least so many contributors are outside the fullest band, or no spread is shown

DEPENDENCE_UP_TO = 33  # the scale in three: 0-33, 34-66, 67-100
FREEDOM_FROM = 67


class Extent(StrEnum):
    """What a cooperative's portrait collectif may hold at its size."""

    WORKSHOP = "workshop"
    NOT_YET = "not_yet"
    WORDS = "words"
    QUARTILES = "quartiles"
    BREAKDOWNS = "breakdowns"


class Portion(StrEnum):
    """A share of the contributors in words: under a third, up to two thirds, more."""

    FEW = "few"
    SOME = "some"
    MOST = "most"


class Trend(StrEnum):
    """Where a shown mean goes, from one portrait to a later one."""

    RISING = "rising"
    STABLE = "stable"
    FALLING = "falling"


@dataclass(frozen=True)
class Zones:
    """How many contributors are in each third of the scale, in words."""

    dependence: Portion
    between: Portion
    freedom: Portion


@dataclass(frozen=True)
class Shown:
    """What may be shown of one axis; None is withheld or empty, which nothing tells apart.

    `contributors` is rounded down to a multiple of 5; `share`, of the members, and `bands` are percentages;
    `mean`, `interval` and `quartiles` are levels from 5 to 95.
    """

    contributors: int | None = None
    share: int | None = None
    mean: int | None = None
    interval: tuple[int, int] | None = None
    quartiles: tuple[int, ...] | None = None
    bands: tuple[int, ...] | None = None
    zones: Zones | None = None


def extent(members: int, contributors: int, floors: Floors) -> Extent:
    """What this many contributors among this many members allow."""
    if members < floors.contributors:
        return Extent.WORKSHOP
    if contributors < floors.contributors:
        return Extent.NOT_YET
    if contributors < QUARTILES_FROM:
        return Extent.WORDS
    return Extent.QUARTILES if contributors < BREAKDOWNS_FROM else Extent.BREAKDOWNS


def shown(figures: Exact | None, axis: Axis, floors: Floors) -> Shown:
    """What may be shown of the figures of an axis, of the whole cooperative or of one cell.

    Under the floor, nothing. From 10 contributors the mean and, save for rest and finance, the zones in
    words; from 20 the interval, quartiles and bands instead of the zones. When all but two contributors
    or fewer share a band, the spread would say everyone's level: the mean is then shown alone.
    """
    if figures is None or figures.n < floors.contributors:
        return Shown()
    alone = _mean_alone(figures)
    if figures.n < QUARTILES_FROM:
        return alone if axis in WHOLE_ONLY else replace(alone, zones=_zones(figures.histogram))
    if max(figures.bands) > figures.n - OUTSIDE_A_BAND:
        return alone
    return _with_spread(alone, figures)


def percentage(part: int, whole: int, n: int) -> int:
    """A share in percent, rounded as `n` contributors allow."""
    return _nearest(100 * part / whole, percent_step(n))


def trend(before: int | None, after: int | None) -> Trend | None:
    """Where the mean goes, from the two means as shown; None unless both are."""
    if before is None or after is None:
        return None
    difference = change(before, after)
    if difference == 0:
        return Trend.STABLE
    return Trend.RISING if difference > 0 else Trend.FALLING


def _mean_alone(figures: Exact) -> Shown:
    contributors = figures.n // COUNT_STEP * COUNT_STEP
    # The share follows from the count shown: from the exact one, both together could give it away.
    share = percentage(contributors, figures.members, figures.n)
    return Shown(contributors, share, mean=_held(_nearest(figures.mean, level_step(figures.n))))


def _with_spread(alone: Shown, figures: Exact) -> Shown:
    step = level_step(figures.n)
    return replace(
        alone,
        interval=_outward(figures.interval, step),
        quartiles=tuple(_held(_nearest(each, step)) for each in figures.quartiles),
        bands=tuple(percentage(count, figures.n, figures.n) for count in figures.bands),
    )


def _zones(counts: Histogram) -> Zones:
    dependence, freedom = sum(counts[: DEPENDENCE_UP_TO + 1]), sum(counts[FREEDOM_FROM:])
    n = sum(counts)
    return Zones(_portion(dependence, n), _portion(n - dependence - freedom, n), _portion(freedom, n))


def _portion(count: int, n: int) -> Portion:
    if 3 * count < n:
        return Portion.FEW
    return Portion.SOME if 3 * count <= 2 * n else Portion.MOST


def level_step(n: int) -> int:
    """To how many points levels are rounded with this many contributors: 5, 2 or 1."""
    if n < BREAKDOWNS_FROM:
        return 5
    return 2 if n < FINE_FROM else 1


def percent_step(n: int) -> int:
    """To how many per cent shares are rounded with this many contributors: 10 or 5."""
    return 10 if n < BREAKDOWNS_FROM else 5


def _nearest(value: float, step: int) -> int:
    return floor(value / step + 0.5) * step


def _outward(bounds: tuple[float, float] | None, step: int) -> tuple[int, int] | None:
    if bounds is None:
        return None
    return _held(floor(bounds[0] / step) * step), _held(ceil(bounds[1] / step) * step)


def _held(level: int) -> int:
    return min(HIGHEST, max(LOWEST, level))
