"""The diagrams of one person: the wheel of their seven levels, and one axis over time.

Drawings only: titles, legends and the same numbers as a table belong to the page; the alternative texts
are in `assessment.descriptions`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import dist

import altair as alt
from altair.utils.schemapi import debug_mode

from assessment.ground import PEERS, Caption, captions, ground, scale
from assessment.referential import Axis, Family, Language
from assessment.wheel import (
    FULL,
    LABELS,
    WHEELS,
    Levels,
    Wheel,
    Width,
    colour,
    percent,
    quiet_direction,
)
from pages.marks import (
    INK,
    PAPER,
    RULE,
    SOFT,
    Point,
    Row,
    Symbol,
    disc,
    layer,
    outlines,
    segments,
    sheet,
    symbols,
    thread,
    washes,
)
from pages.timeline import bare, moment, span

MOST_DOTS = 24  # beyond, the dots of a line would touch


@debug_mode(arg=False)
def profile_radar(
    now: Levels, peers: Mapping[Axis, int], past: Levels | None, language: Language, width: Width
) -> alt.LayerChart:
    """The wheel of one person: their levels, the peers' values tied to them, and dashed the past levels.

    A skipped axis (None) has no mark, its neighbours are not joined across it, and its level reads « – ».
    """
    wheel, before = WHEELS[width], past or {}
    layers = [
        *ground(wheel),
        washes(_surfaces(wheel, now), fill=INK, opacity=0.13),
        *scale(wheel, quiet_direction([now, before])),
        outlines(wheel.lines(before), stroke=SOFT, width=1.8, dash=(5, 4)),
        outlines(wheel.lines(now), stroke=INK, width=wheel.mark / 2),
        segments(_ties(wheel, now, peers), stroke=PEERS, width=wheel.mark / 2),
        symbols([*_lone(wheel, before), *_diamonds(wheel, now, peers), *_discs(wheel, now)]),
        *captions(wheel, {axis: _caption(axis, now, peers, language) for axis in Axis}),
    ]
    return sheet(layers, width=wheel.width, height=wheel.height)


@debug_mode(arg=False)
def axis_line(points: Sequence[tuple[date, int]], events: Sequence[date], family: Family) -> alt.LayerChart:
    """One axis over time, 0 to 100, on 232 by 76 pixels: open dots, the last full, events as dotted uprights.

    It bears no word: it may be shown small, and one drawing serves both languages. Events before the first
    point or after the last are left out. Raises ValueError without a point.
    """
    rows: list[Row] = [{"day": moment(day), "level": level} for day, level in sorted(points)]
    days, paint = [day for day, _ in points], colour(family)
    x, y = bare("day", days), alt.Y("level:Q", scale=alt.Scale(domain=[0, FULL]), axis=None)
    past = rows[:-1] if len(rows) <= MOST_DOTS else []
    layers = [
        *_frame(y),
        layer(_lived(events, days), alt.MarkDef("rule", stroke=SOFT, strokeWidth=1.2, strokeDash=[1.5, 3])),
        layer(rows, thread(stroke=paint, width=2.2)).encode(y=y),
        layer(past, disc(radius=3, fill=PAPER, stroke=paint, width=1.8)).encode(y=y),
        layer(rows[-1:], disc(radius=4.5, fill=paint, stroke=PAPER, width=1.5)).encode(y=y),
    ]
    timed = [*layers[:2], *(each.encode(x=x) for each in layers[2:])]
    return sheet(timed, width=220, height=60, padding={"left": 6, "right": 6, "top": 8, "bottom": 8})


def _frame(y: alt.Y) -> list[alt.Chart]:
    """Hairlines at 0, and dotted at 50 and 100."""
    dotted = alt.MarkDef("rule", stroke=RULE, strokeDash=[2, 3])
    return [
        layer([{"level": 0}], alt.MarkDef("rule", stroke=RULE)).encode(y=y),
        layer([{"level": FULL // 2}, {"level": FULL}], dotted).encode(y=y),
    ]


def _lived(events: Sequence[date], days: Sequence[date]) -> list[Row]:
    start, end = span(days)
    return [{"day": moment(day)} for day in sorted(set(events)) if start <= day <= end]


def _caption(axis: Axis, now: Levels, peers: Mapping[Axis, int], language: Language) -> Caption:
    theirs = percent(peers[axis], language) if axis in peers else None
    return Caption(LABELS[axis][language], percent(now.get(axis), language), theirs)


def _surfaces(wheel: Wheel, levels: Levels) -> list[list[Point]]:
    """What the outline encloses; where it is broken, the surface stops at the branches."""
    whole = [line for line in wheel.lines(levels) if len(line) > 1]
    return [line if line[0] == line[-1] else [wheel.hub, *line, wheel.hub] for line in whole]


def _ties(wheel: Wheel, now: Levels, peers: Mapping[Axis, int]) -> Iterator[tuple[Point, Point]]:
    for axis in Axis:
        if axis in peers and (level := now.get(axis)) is not None:
            yield wheel.at(axis, level), wheel.at(axis, peers[axis])


def _discs(wheel: Wheel, levels: Levels) -> Iterator[Symbol]:
    for axis in Axis:
        if (level := levels.get(axis)) is not None:
            yield Symbol(*wheel.at(axis, level), wheel.mark, "circle", INK, PAPER, wheel.mark / 3)


def _lone(wheel: Wheel, past: Levels) -> Iterator[Symbol]:
    """Small open circles where a past level has no neighbour to be joined to."""
    for line in wheel.lines(past):
        if len(line) == 1:
            yield Symbol(*line[0], wheel.mark * 0.7, "circle", PAPER, SOFT, 1.5)


def _diamonds(wheel: Wheel, now: Levels, peers: Mapping[Axis, int]) -> Iterator[Symbol]:
    """The peers' values, under the discs: larger where the disc would hide them."""
    for axis in Axis:
        if axis in peers:
            level, place = now.get(axis), wheel.at(axis, peers[axis])
            hidden = level is not None and dist(place, wheel.at(axis, level)) < wheel.mark * 0.8
            size = wheel.mark * (2.0 if hidden else 1.55)
            yield Symbol(*place, size, "diamond", PEERS, PAPER, wheel.mark / 3)
