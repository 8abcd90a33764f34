"""The drawings on rulers: marks on lines from 0 to 100, or about 0, one line a row.

Rows keep the order they are given in, never that of their values. Letters stand for groups named in the
table beside. Two widths: at 640 pixels the names stand before the lines, at 352 above them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from math import ceil

import altair as alt
from altair.utils.schemapi import debug_mode

from assessment.wheel import FULL, Width
from dashboards.ruled import LANE, QUARTERS, SHEETS, Sheet, frame, framed, lines_of, named_ends
from pages.marks import (
    INK,
    PAPER,
    RULE,
    SOFT,
    Box,
    Point,
    Symbol,
    Word,
    boxes,
    halos,
    outlines,
    segments,
    symbols,
    words,
)

FRAME = "var(--rule-strong)"
DISC, LETTERED = 5.2, 9.5
MINUS = "\u2212"
STEP = 10


@dataclass(frozen=True)
class Dot:
    """A level on a line: a lettered disc for a group, else a full one with its figure beside."""

    level: int
    said: str
    letter: str = ""
    fill: str = INK
    figure: str = ""


@dataclass(frozen=True)
class Ruler:
    """One line and its marks; `reminder` is the mean of the whole cooperative, an upright stroke."""

    name: str
    dots: tuple[Dot, ...]
    reminder: int | None = None


@dataclass(frozen=True)
class Span:
    """One line with an interval and the share in it, in hundredths."""

    name: str
    low: int
    high: int
    share: int
    said: str


@dataclass(frozen=True)
class Parts:
    """One line cut in parts: shares in percent, in order, each with what it is."""

    name: str
    shares: tuple[int, ...]
    tints: tuple[float, ...]
    said: tuple[str, ...]


@debug_mode(arg=False)
def rulers(rows: Sequence[Ruler], ends: tuple[str, str], width: Width) -> alt.LayerChart:
    """Levels on lines from 0 to 100, both ends named; letters that would touch stand one above the other."""
    page = SHEETS[width]
    lanes = [_lanes(page, row.dots) for row in rows]
    piled = [max(lane, default=0) for lane in lanes]
    lines = lines_of(page, piled)
    dots = [
        (dot, Point(page.at(dot.level / FULL), line - LANE * lane))
        for row, line, lane_of in zip(rows, lines, lanes, strict=True)
        for dot, lane in zip(row.dots, lane_of, strict=True)
    ]
    stems = [(place, Point(place.x, min(line for line in lines if line >= place.y))) for _, place in dots]
    layers = [
        *frame(page, [row.name for row in rows], lines, named_ends(ends), piled),
        segments(_reminders(page, rows, lines), stroke=SOFT, width=2),
        segments(stems, stroke=RULE, width=1),
        symbols(_disc(dot, place) for dot, place in dots),
        halos((_letter(dot, place) for dot, place in dots if not dot.letter), size=page.letters, width=4),
        words((_letter(dot, place) for dot, place in dots if not dot.letter), size=page.letters),
        words((_letter(dot, place) for dot, place in dots if dot.letter), size=page.figures),
    ]
    return framed(page, layers, lines)


@debug_mode(arg=False)
def spans(rows: Sequence[Span], threshold: int, width: Width) -> alt.LayerChart:
    """Intervals on lines from 0 to 100, and the upright below which they say little."""
    page = SHEETS[width]
    lines = lines_of(page, [0] * len(rows))
    limit = page.at(threshold / FULL)
    both = list(zip(rows, lines, strict=True))
    layers = [
        outlines(
            [[Point(limit, page.head - 6), Point(limit, lines[-1] + 16)]], stroke=SOFT, width=1.5, dash=(3, 3)
        ),
        *frame(page, [row.name for row in rows], lines, QUARTERS),
        boxes(_bar(page, (row.low, row.high), line, 5, 0.24, row.said) for row, line in both),
        symbols(
            Symbol(page.at(row.share / FULL), line, DISC, "circle", INK, PAPER, 1.5, row.said)
            for row, line in both
        ),
    ]
    return framed(page, layers, lines)


@debug_mode(arg=False)
def shares(rows: Sequence[Parts], width: Width) -> alt.LayerChart:
    """Lines cut in parts one after the other; being rounded they may not add up: the line is their sum."""
    page = SHEETS[width]
    lines = lines_of(page, [0] * len(rows))
    both = list(zip(rows, lines, strict=True))
    layers = [
        *frame(page, [row.name for row in rows], lines, {"0": 0.0, "50": 0.5, "100": 1.0}),
        boxes(Box(page.left, line - 8, page.right, line + 8, PAPER, 1) for line in lines),
        boxes(box for row, line in both for box in _cut(page, row, line)),
        outlines((_around(page.left, page.right, line, 8) for line in lines), stroke=FRAME, width=1),
        segments((cut for row, line in both for cut in _cuts(page, row, line)), stroke=FRAME, width=1),
    ]
    return framed(page, layers, lines)


@debug_mode(arg=False)
def changes(rows: Sequence[Parts], width: Width) -> alt.LayerChart:
    """Points gained and lost about 0, each part a bar under the one before."""
    page = SHEETS[width]
    reach = ceil(max(abs(share) for row in rows for share in row.shares) / STEP) * STEP or STEP
    lines = lines_of(page, [0.5] * len(rows))
    bars = [bar for row, line in zip(rows, lines, strict=True) for bar in _about(page, row, line, reach)]
    middle = page.at(0.5)
    layers = [
        *frame(page, [row.name for row in rows], lines, {f"{MINUS}{reach}": 0.0, "0": 0.5, f"+{reach}": 1.0}),
        boxes(replace(bar, fill=PAPER, opacity=1, said="") for bar in bars),
        boxes(bars),
        outlines((_around(bar.x, bar.x2, (bar.y + bar.y2) / 2, 3.5) for bar in bars), stroke=INK, width=1),
        segments([(Point(middle, page.head - 6), Point(middle, lines[-1] + 16))], stroke=FRAME, width=1.5),
    ]
    return framed(page, layers, lines)


def _lanes(page: Sheet, dots: Sequence[Dot]) -> list[int]:
    """How far above the line each dot stands, so that no two letters touch."""
    lanes: dict[int, int] = {}
    ends: list[float] = []
    for place in sorted(range(len(dots)), key=lambda place: dots[place].level):
        x = page.at(dots[place].level / FULL)
        free = (lane for lane, end in enumerate(ends) if not dots[place].letter or x >= end)
        lane = next(free, len(ends))
        ends[lane : lane + 1] = [x + LANE]
        lanes[place] = lane
    return [lanes[place] for place in range(len(dots))]


def _reminders(page: Sheet, rows: Sequence[Ruler], lines: Sequence[float]) -> Iterator[tuple[Point, Point]]:
    for row, line in zip(rows, lines, strict=True):
        if row.reminder is not None:
            x = page.at(row.reminder / FULL)
            yield Point(x, line - 12), Point(x, line + 12)


def _disc(dot: Dot, place: Point) -> Symbol:
    if dot.letter:
        return Symbol(*place, LETTERED, "circle", PAPER, INK, 1.5, dot.said)
    return Symbol(*place, DISC + 1, "circle", dot.fill, PAPER, 1.5, dot.said)


def _letter(dot: Dot, place: Point) -> Word:
    if dot.letter:
        return Word(place.x, place.y + 4.4, dot.letter, weight=700, fill=INK)
    return Word(place.x + 12, place.y + 5, dot.figure, "left", weight=700)


def _bar(
    page: Sheet, levels: tuple[float, float], line: float, half: float, opacity: float, said: str
) -> Box:
    low, high = levels
    return Box(page.at(low / FULL), line - half, page.at(high / FULL), line + half, INK, opacity, said)


def _cut(page: Sheet, row: Parts, line: float) -> Iterator[Box]:
    for (start, end), tint, said in zip(pairwise(_edges(row)), row.tints, row.said, strict=True):
        if end > start:
            yield _bar(page, (start, end), line, 8, tint, said)


def _cuts(page: Sheet, row: Parts, line: float) -> Iterator[tuple[Point, Point]]:
    for edge in _edges(row)[1:-1]:
        x = page.at(edge / FULL)
        yield Point(x, line - 8), Point(x, line + 8)


def _edges(row: Parts) -> list[float]:
    whole = sum(row.shares) or 1
    return list(accumulate((share * FULL / whole for share in row.shares), initial=0.0))


def _about(page: Sheet, row: Parts, line: float, reach: int) -> Iterator[Box]:
    for place, (share, tint, said) in enumerate(zip(row.shares, row.tints, row.said, strict=True)):
        ends = sorted((page.at(0.5), page.at(0.5 + share / 2 / reach)))
        y = line + 9 * (place - 1)
        yield Box(ends[0], y - 3.5, ends[1], y + 3.5, INK, tint, said)


def _around(start: float, end: float, line: float, half: float) -> list[Point]:
    top, foot = line - half, line + half
    return [Point(start, top), Point(end, top), Point(end, foot), Point(start, foot), Point(start, top)]
