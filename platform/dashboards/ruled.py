"""The sheet that rulers are drawn on: its sizes, its lines one under the other, the names and the figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import altair as alt

from assessment.wheel import FULL, Width
from pages.marks import HAIRLINE, RULE, SOFT, Point, Side, Word, halos, segments, sheet, words

LANE = 21  # how far apart piled letters stand
QUARTERS = {str(tick): tick / FULL for tick in (0, 25, 50, 75, 100)}


@dataclass(frozen=True)
class Sheet:
    """The sizes of a sheet of rulers, in pixels."""

    width: Width
    left: float
    right: float
    row: float
    foot: float  # what stays under each line
    name: float  # how far below its line the name of a row is written
    letters: float
    figures: float
    head: float = 24

    def at(self, share: float) -> float:
        """Where a share from 0 to 1 of the line stands."""
        return round(self.left + (self.right - self.left) * share, 1)


SHEETS: dict[Width, Sheet] = {
    640: Sheet(640, 196, 618, 36, 16, 5, 15, 13),
    352: Sheet(352, 12, 338, 58, 15, -20, 13, 11),
}


def framed(page: Sheet, layers: Iterable[alt.Chart], lines: Sequence[float]) -> alt.LayerChart:
    """The layers on a sheet as high as its lines ask."""
    return sheet(layers, width=page.width, height=lines[-1] + 20)


def frame(
    page: Sheet,
    names: Sequence[str],
    lines: Sequence[float],
    ticks: Mapping[str, float],
    piled: Sequence[float] = (),
) -> list[alt.Chart]:
    """Uprights with their figures, from 0 to 1 across the sheet; the lines, and the names of the rows."""
    above = [LANE * lanes if page.name < 0 else 0 for lanes in piled] or [0.0] * len(lines)
    labels = [
        Word(0, line + page.name - lift, name, "left")
        for name, line, lift in zip(names, lines, above, strict=True)
    ]
    places = {tick: page.at(share) for tick, share in ticks.items()}
    uprights = [(Point(x, page.head - 6), Point(x, lines[-1] + 16)) for x in places.values()]
    return [
        segments(uprights, stroke=HAIRLINE, width=1),
        segments([(Point(page.left, line), Point(page.right, line)) for line in lines], stroke=RULE, width=1),
        words((_tick(page, tick, x) for tick, x in places.items() if tick.strip()), size=page.figures),
        halos(labels, size=page.letters, width=4),
        words(labels, size=page.letters),
    ]


def named_ends(ends: tuple[str, str]) -> dict[str, float]:
    """The figures of a line whose ends are named: 25 and 75 would touch the names."""
    low, high = ends
    return {f"0 {low}": 0.0, " ": 0.25, "50": 0.5, "  ": 0.75, f"{high} 100": 1.0}


def _tick(page: Sheet, tick: str, x: float) -> Word:
    """The figure of an upright; a named end stays within the line."""
    side: Side = "center"
    if tick[-1].isalpha():
        side = "left"
    elif tick[0].isalpha():
        side = "right"
    return Word(x, page.head - 11, tick, side, fill=SOFT)


def lines_of(page: Sheet, piled: Sequence[float]) -> list[float]:
    """The height of each line, lower where marks are piled above it."""
    feet = accumulate(page.row + LANE * lanes for lanes in piled)
    return [round(page.head + foot - page.foot, 1) for foot in feet]
