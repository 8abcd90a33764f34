"""The geometry of the wheel: seven branches clockwise from the top, 0 at the hub, 100 at the circle.

Plain values only; `assessment.ground` and the charts lay marks at the places given here.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from assessment.referential import Axis, Family, Language, Text, referential
from pages.marks import Point
from pages.typography import NARROW

Levels = Mapping[Axis, int | None]
Width = Literal[640, 352]

FULL = 100
RINGS = (25, 50, 75)
TURN = math.tau / len(Axis)
CLEAR = 9  # levels between a ring and an outline, so that the number of the ring is read with ease
PLACES = [Axis.FINANCIAL_AUTONOMY, *(axis for axis in Axis if axis != Axis.FINANCIAL_AUTONOMY)]
UNKNOWN = "–"
PERCENT = Text(fr=f"{{}}{NARROW}%", en="{}%")
COLOURS = {
    Family.LIVING: "living",
    Family.DESIGNING: "designing",
    Family.MAKING: "making",
    Family.FINANCE: "finance",
}
LABELS = {
    Axis.LOCAL_UTILITY: Text("Utilité locale", "Local usefulness"),
    Axis.REST_TIME: Text("Temps\nde repos", "Rest and\nrecovery"),
    Axis.COMMERCIAL_RELATION: Text("Relation\ncommerciale", "Commercial\nrelationship"),
    Axis.CREATIVITY: Text("Créativité", "Creativity"),
    Axis.TOOL_MASTERY: Text("Maîtrise\ndes outils", "Tool\nmastery"),
    Axis.TRADE_COMPLETENESS: Text("Métier\ncomplet", "Whole\ntrade"),
    Axis.FINANCIAL_AUTONOMY: Text("Autonomie\nfinancière", "Financial\nautonomy"),
}


@dataclass(frozen=True)
class Wheel:
    """The sizes of one wheel, in pixels; `hub` is its centre, `radius` the distance of 100 from it."""

    width: int
    height: int
    hub: Point
    radius: float
    shoulder: float  # tinted ground beyond 100, so that a mark at 100 stays clear of the rim
    rim: float
    gap: float  # from the rim to the words
    letters: float
    figures: float  # size of the numbers of the rings
    mark: float  # radius of a disc

    def at(self, axis: Axis, level: float) -> Point:
        """Where a level from 0 to 100 stands on the branch of an axis."""
        return self.point(angle(axis), level)

    def point(self, turned: float, level: float) -> Point:
        """Where a level from 0 to 100 stands in the direction `turned`."""
        distance = self.radius * level / FULL
        return Point(self.hub.x + distance * math.sin(turned), self.hub.y - distance * math.cos(turned))

    def lines(self, levels: Levels) -> list[list[Point]]:
        """The outline of these levels, broken wherever an axis has none."""
        return [
            [self.at(axis, level) for axis in run if (level := levels.get(axis)) is not None]
            for run in strands(levels)
        ]


WHEELS: dict[Width, Wheel] = {
    640: Wheel(640, 556, Point(320, 284), 194, 8, 6, 8, 16, 13, 5.2),
    352: Wheel(352, 330, Point(166, 168), 90, 5, 4, 5, 13, 11, 4.2),
}


def angle(axis: Axis) -> float:
    """The direction of the branch of an axis."""
    return TURN * list(Axis).index(axis)


def families() -> Iterator[tuple[Family, float, float]]:
    """Each family with the two directions between which its axes stand."""
    for family, axes in groupby(Axis, lambda axis: referential().sheets[axis].family):
        members = list(axes)
        yield family, angle(members[0]) - TURN / 2, angle(members[-1]) + TURN / 2


def strands(levels: Levels) -> list[list[Axis]]:
    """The unbroken stretches of neighbouring axes that have a level; a whole turn ends where it started."""
    axes = list(Axis)
    gaps = [number for number, axis in enumerate(axes) if levels.get(axis) is None]
    if not gaps:
        return [[*axes, axes[0]]]
    turned = axes[gaps[0] :] + axes[: gaps[0]]
    return [list(run) for known, run in groupby(turned, lambda axis: levels.get(axis) is not None) if known]


def quiet_direction(outlines: Iterable[Levels]) -> float:
    """The direction, half-way between two branches, where the numbers of the rings are best read.

    Upper left, unless an outline passes over the numbers there: then the freest of the other places.
    """
    drawn = list(outlines)
    return angle(max(PLACES, key=lambda axis: min(_clearance(axis, drawn), CLEAR))) + TURN / 2


def percent(level: int | None, language: Language) -> str:
    """A level as it is written, « 72 % » or "72%"; a dash when there is none."""
    return UNKNOWN if level is None else PERCENT[language].format(level)


def colour(family: Family) -> str:
    """The colour of a family's rims, lines and swatches."""
    return f"var(--{COLOURS[family]})"


def tint(family: Family) -> str:
    """The pale colour of a family's sectors."""
    return f"var(--{COLOURS[family]}-tint)"


def _clearance(axis: Axis, outlines: Iterable[Levels]) -> float:
    """How far, in levels, the outlines stay from the rings half-way between this branch and the next."""
    axes = list(Axis)
    after = axes[(axes.index(axis) + 1) % len(axes)]
    pairs = [(levels.get(axis), levels.get(after)) for levels in outlines]
    crossings = [_crossing(one, other) for one, other in pairs if one is not None and other is not None]
    return min((abs(ring - crossing) for ring in RINGS for crossing in crossings), default=FULL)


def _crossing(one: int, other: int) -> float:
    """The level at which the line between two neighbouring branches crosses the bisector."""
    return 2 * one * other * math.cos(TURN / 2) / (one + other) if one + other else 0.0
