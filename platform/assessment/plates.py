"""The wheel under several outlines: what could be over what is, or the activities of one person together.

A shape before a line, a line before a tone: the first outline is full and filled, the others are told apart
in black and white. None is the mean of the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import altair as alt
from altair.utils.schemapi import debug_mode

from assessment.ground import Caption, captions, ground, scale
from assessment.referential import Axis, Language
from assessment.wheel import LABELS, WHEELS, Levels, Wheel, Width, percent, quiet_direction
from pages.marks import INK, PAPER, SOFT, Symbol, outlines, sheet, symbols, washes

THEN, BESIDE = " → ", " · "


@dataclass(frozen=True)
class Pen:
    """How an outline is drawn."""

    stroke: str
    dash: tuple[int, ...]
    shape: Literal["circle", "square", "triangle-up"]
    fill: str


PENS = (
    Pen(INK, (), "circle", INK),
    Pen(INK, (7, 4), "circle", PAPER),
    Pen(SOFT, (2, 4), "square", SOFT),
    Pen(SOFT, (12, 4, 2, 4), "triangle-up", PAPER),
)


@debug_mode(arg=False)
def outlined(drawn: Sequence[Levels], between: str, language: Language, width: Width) -> alt.LayerChart:
    """The wheel with up to four outlines, the first one filled; their levels end each branch."""
    wheel, pens = WHEELS[width], list(zip(PENS, drawn, strict=False))
    surface = [line for line in wheel.lines(drawn[0]) if len(line) > 1 and line[0] == line[-1]]
    layers = [
        *ground(wheel),
        washes(surface, fill=INK, opacity=0.13),
        *scale(wheel, quiet_direction(drawn)),
        *(_line(wheel, pen, levels) for pen, levels in reversed(pens)),
        symbols([mark for pen, levels in reversed(pens) for mark in _marks(wheel, pen, levels)]),
        *captions(wheel, {axis: _caption(axis, drawn, between, language) for axis in Axis}),
    ]
    return sheet(layers, width=wheel.width, height=wheel.height)


def _line(wheel: Wheel, pen: Pen, levels: Levels) -> alt.Chart:
    strokes = wheel.lines(levels)
    if pen.dash:
        return outlines(strokes, stroke=pen.stroke, width=2, dash=pen.dash)
    return outlines(strokes, stroke=pen.stroke, width=wheel.mark / 2)


def _marks(wheel: Wheel, pen: Pen, levels: Levels) -> list[Symbol]:
    open_mark = pen.fill == PAPER
    edge, thick = (pen.stroke, 1.8) if open_mark else (PAPER, wheel.mark / 3)
    return [
        Symbol(*wheel.at(axis, level), wheel.mark, pen.shape, pen.fill, edge, thick)
        for axis in Axis
        if (level := levels.get(axis)) is not None
    ]


def _caption(axis: Axis, drawn: Sequence[Levels], between: str, language: Language) -> Caption:
    levels = [levels.get(axis) for levels in drawn]
    if len(set(levels)) == 1:
        return Caption(LABELS[axis][language], percent(levels[0], language))
    figures = ["–" if level is None else str(level) for level in levels]
    return Caption(LABELS[axis][language], between.join(figures))
