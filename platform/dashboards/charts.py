"""The drawings of a portrait: the wheel of the means, each axis over the releases, the five bands.

They draw what a release shows, already rounded or withheld by its rules; nothing here is computed from
members. The alternative texts are in `dashboards.descriptions`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import accumulate, groupby, pairwise

import altair as alt
from altair.utils.schemapi import debug_mode

from assessment.descriptions import dated as told_on
from assessment.descriptions import named
from assessment.ground import Caption, captions, ground, scale
from assessment.referential import Axis, Family, Language
from assessment.wheel import FULL, LABELS, WHEELS, Levels, Wheel, Width, colour, quiet_direction
from dashboards.words import level_words
from pages.marks import (
    HAIRLINE,
    INK,
    PAPER,
    SOFT,
    Box,
    Point,
    Row,
    Symbol,
    Word,
    boxes,
    disc,
    layer,
    outlines,
    segments,
    sheet,
    symbols,
    telling,
    thread,
    words,
)
from pages.timeline import dated, moment

Quartiles = Mapping[Axis, tuple[int, int] | None]

BANDS = ((0, 19), (20, 39), (40, 59), (60, 79), (80, 100))
FRAME = "var(--rule-strong)"
INK_TINTS = (0.06, 0.26, 0.46, 0.72, 1.0)  # from dependence to freedom: more ink, no good or bad colour
BAR, TOP, FOOT = 320, 19.5, 37.5
FIGURES = 13


@dataclass(frozen=True)
class TrendPoint:
    """What one release shows of an axis: mean and bounds of the middle half; None where it is withheld."""

    closed_on: date
    mean: int | None
    low_quartile: int | None = None
    high_quartile: int | None = None

    @property
    def half(self) -> tuple[int, int] | None:
        """Both bounds of the middle half, or None when the release withholds it or the mean."""
        if self.mean is None or self.low_quartile is None or self.high_quartile is None:
            return None
        return self.low_quartile, self.high_quartile


@debug_mode(arg=False)
def collective_radar(means: Levels, quartiles: Quartiles, language: Language, width: Width) -> alt.LayerChart:
    """The wheel of a cooperative: the means, and the middle half of the members as a bar on each branch.

    An axis whose mean is withheld (None) has no mark at all, and reads « – ».
    """
    wheel = WHEELS[width]
    texts = {axis: Caption(LABELS[axis][language], level_words(means.get(axis), language)) for axis in Axis}
    layers = [
        *ground(wheel),
        *scale(wheel, quiet_direction([means])),
        segments(_halves(wheel, means, quartiles), stroke=INK, width=wheel.mark * 3, opacity=0.24),
        outlines(wheel.lines(means), stroke=INK, width=wheel.mark / 2),
        symbols(_discs(wheel, means, language)),
        *captions(wheel, texts),
    ]
    return sheet(layers, width=wheel.width, height=wheel.height)


@debug_mode(arg=False)
def trend(points: Sequence[TrendPoint], family: Family, language: Language | None = None) -> alt.LayerChart:
    """One axis over the releases, 0 to 100, on 248 by 134 pixels: line of the means, band of the middle half.

    Line and band stop where a release withholds them. It bears figures only; with a language, each mean is a
    dot that tells its month. Raises ValueError without a point.
    """
    ordered = sorted(points, key=lambda point: point.closed_on)
    x, y, paint = (
        dated("closed_on", [point.closed_on for point in ordered], size=FIGURES),
        _levels(),
        colour(family),
    )
    means = _rows(_runs(ordered, lambda point: point.mean is not None), language)
    halves = _runs(ordered, lambda point: point.half is not None)
    low, high, apart = alt.Y("low_quartile:Q"), alt.Y2("high_quartile"), alt.Detail("run:N")
    wide = layer(_rows(run for run in halves if len(run) > 1), alt.MarkDef("area", fill=paint, opacity=0.2))
    lone = layer(
        _rows(run for run in halves if len(run) == 1),
        alt.MarkDef("rule", stroke=paint, strokeWidth=8, opacity=0.2),
    )
    layers = [
        wide.encode(x=x, y=low, y2=high, detail=apart),
        lone.encode(x=x, y=low, y2=high),
        layer(means, thread(stroke=paint, width=2.4)).encode(x=x, y=y, detail=apart),
        *_dots(means[:-1], disc(radius=3, fill=PAPER, stroke=paint, width=1.8), x, y),
        *_dots(means[-1:], disc(radius=4.5, fill=paint, stroke=PAPER, width=1.5), x, y),
    ]
    return sheet(layers, width=200, height=104, padding={"left": 32, "right": 16, "top": 8, "bottom": 22})


@debug_mode(arg=False)
def bands(shares: Sequence[int]) -> alt.LayerChart:
    """The shares of the five bands, 0–19 to 80–100, as one bar of 320 by 38 pixels, from pale ink to full.

    Shares are the displayed ones, in percent; being rounded they may not add up to 100, and the bar stands
    for their sum. Each is written above its part, without a word: one drawing serves both languages.
    Raises ValueError unless there are five shares, none negative, not all 0.
    """
    if len(shares) != len(INK_TINTS) or min(shares) < 0 or not any(shares):
        raise ValueError("a bar stands for five shares, none negative, not all 0")
    edges = list(accumulate((share * BAR / sum(shares) for share in shares), initial=0.0))
    parts = [part for part in zip(shares, INK_TINTS, pairwise(edges), strict=True) if part[0]]
    corners = [Point(0, TOP), Point(BAR, TOP), Point(BAR, FOOT), Point(0, FOOT), Point(0, TOP)]
    cuts = [(Point(start, TOP), Point(start, FOOT)) for _, _, (start, _) in parts[1:]]
    layers = [
        boxes(Box(start, TOP, end, FOOT, INK, tint) for _, tint, (start, end) in parts),
        segments(cuts, stroke=PAPER, width=2),
        outlines([corners], stroke=FRAME, width=1),
        words(
            (Word((start + end) / 2, FIGURES, str(share)) for share, _, (start, end) in parts), size=FIGURES
        ),
    ]
    return sheet(layers, width=BAR, height=FOOT + 1)


def _halves(wheel: Wheel, means: Levels, quartiles: Quartiles) -> Iterator[tuple[Point, Point]]:
    for axis in Axis:
        if means.get(axis) is not None and (half := quartiles.get(axis)):
            yield wheel.at(axis, half[0]), wheel.at(axis, half[1])


def _discs(wheel: Wheel, means: Levels, language: Language) -> Iterator[Symbol]:
    for axis in Axis:
        if (mean := means.get(axis)) is not None:
            said = named(axis, [level_words(mean, language)], language)
            yield Symbol(*wheel.at(axis, mean), wheel.mark, "circle", INK, PAPER, wheel.mark / 3, said)


def _dots(rows: Sequence[Row], mark: alt.MarkDef, x: alt.X, y: alt.Y) -> Iterator[alt.Chart]:
    """Dots that tell what they stand for; past means have none without words."""
    if rows and rows[0]["said"]:
        yield telling(layer(rows, mark)).encode(x=x, y=y)
    elif mark["fill"] != PAPER:
        yield layer(rows, mark).encode(x=x, y=y)


def _runs(points: Iterable[TrendPoint], shown: Callable[[TrendPoint], bool]) -> list[list[TrendPoint]]:
    """The unbroken stretches of points that show what is asked for."""
    return [list(run) for known, run in groupby(points, shown) if known]


def _rows(runs: Iterable[Iterable[TrendPoint]], language: Language | None = None) -> list[Row]:
    return [
        {
            **asdict(point),
            "closed_on": moment(point.closed_on),
            "run": number,
            "said": told_on(level_words(point.mean, language), point.closed_on, language) if language else "",
        }
        for number, run in enumerate(runs)
        for point in run
    ]


def _levels() -> alt.Y:
    figures = alt.Axis(
        values=[0, FULL // 2, FULL],
        title=None,
        domain=False,
        ticks=False,
        gridColor=HAIRLINE,
        labelColor=SOFT,
        labelFontSize=FIGURES,
        labelPadding=6,
    )
    return alt.Y("mean:Q", scale=alt.Scale(domain=[0, FULL]), axis=figures)
