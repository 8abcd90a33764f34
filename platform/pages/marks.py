"""Marks laid at given points of a sheet: what a drawing with its own geometry, such as a wheel, is made of.

Lengths are in pixels, y grows downwards, angles are in radians clockwise from the top.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

import altair as alt

PAPER, INK, TEXT, SOFT = "var(--paper)", "var(--ink)", "var(--text)", "var(--soft)"
HAIRLINE, RULE = "var(--rule)", "var(--rule-chart)"
SANS = "var(--sans)"

Side = Literal["left", "center", "right"]
Row = Mapping[str, object]


class Point(NamedTuple):
    """A place on the sheet."""

    x: float
    y: float


@dataclass(frozen=True)
class Arc:
    """A sector of a ring, or of a disc when `inner` is 0."""

    x: float
    y: float
    start: float
    end: float
    inner: float
    outer: float
    fill: str


@dataclass(frozen=True)
class Box:
    """A rectangle from one corner to the opposite one."""

    x: float
    y: float
    x2: float
    y2: float
    fill: str
    opacity: float
    said: str = ""


@dataclass(frozen=True)
class Symbol:
    """A circle, diamond, square or triangle; `radius` goes from its centre to its border or its point.

    `said` is what it stands for, in words, read by those who point at it.
    """

    x: float
    y: float
    radius: float
    shape: Literal["circle", "diamond", "square", "triangle-up"]
    fill: str
    stroke: str
    width: float
    said: str = ""


@dataclass(frozen=True)
class Word:
    """One line of text; `y` is its baseline, `side` the side of the text that stands at `x`."""

    x: float
    y: float
    text: str
    side: Side = "center"
    weight: int = 400
    fill: str = TEXT


class Layers(alt.LayerChart):
    """Layers that share nothing: neither data, nor size, nor parameters.

    Altair copies every layer several times to look for what they share, which takes as long as all the rest.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - they are those of Vega-Lite
        """Takes what Vega-Lite knows of layers."""
        alt.TopLevelLayerSpec.__init__(self, **options)


def sheet(
    layers: Iterable[alt.Chart], *, width: float, height: float, padding: Mapping[str, float] | None = None
) -> alt.LayerChart:
    """The layers, first one lowest, on a transparent sheet of exactly this size; padding comes beside it."""
    return Layers(
        layer=list(layers),
        width=width,
        height=height,
        padding=dict(padding) if padding else 0,
        autosize=alt.AutoSizeParams(type="none"),
        background="transparent",
        config=alt.Config(font=SANS, view=alt.ViewConfig(stroke=None), aria=False),
    )


def layer(rows: Iterable[Row], mark: alt.MarkDef) -> alt.Chart:
    """One layer that holds these rows itself, numbers rounded so that every machine writes the same."""
    values = [
        {name: round(value, 4) if isinstance(value, float) else value for name, value in row.items()}
        for row in rows
    ]
    return alt.Chart(alt.InlineData(values=values), mark=mark)


def telling(chart: alt.Chart) -> alt.Chart:
    """The layer, each of its marks told by the field `said` of its row."""
    chart.mark["aria"] = True
    return chart.encode(description=alt.Description("said:N"))


def disc(*, radius: float, fill: str, stroke: str, width: float) -> alt.MarkDef:
    """The mark of a disc with a border, for layers that have their own scales."""
    area = (2 * radius) ** 2
    return alt.MarkDef("point", size=area, fill=fill, stroke=stroke, strokeWidth=width, opacity=1)


def thread(*, stroke: str, width: float) -> alt.MarkDef:
    """The mark of a line with round ends and joints, for layers that have their own scales."""
    return alt.MarkDef("line", stroke=stroke, strokeWidth=width, strokeCap="round", strokeJoin="round")


def arcs(rows: Iterable[Arc]) -> alt.Chart:
    """One layer of ring sectors."""
    return _placed(map(asdict, rows), alt.MarkDef("arc")).encode(
        theta=alt.Theta("start:Q", scale=None, stack=None),
        theta2=alt.Theta2("end"),
        radius=alt.Radius("inner:Q", scale=None, stack=None),
        radius2=alt.Radius2("outer"),
        fill=alt.Fill("fill:N", scale=None),
    )


def boxes(rows: Iterable[Box]) -> alt.Chart:
    """One layer of rectangles."""
    drawn = [asdict(row) for row in rows]
    return _told(drawn, _placed(drawn, alt.MarkDef("rect", opacity=1))).encode(
        x2=alt.X2("x2"),
        y2=alt.Y2("y2"),
        fill=alt.Fill("fill:N", scale=None),
        fillOpacity=alt.FillOpacity("opacity:Q", scale=None),
    )


def symbols(rows: Iterable[Symbol]) -> alt.Chart:
    """One layer of circles and diamonds, in the order given."""
    sized = [{**asdict(row), "area": (2 * row.radius) ** 2} for row in rows]
    return _told(sized, _placed(sized, alt.MarkDef("point", opacity=1))).encode(
        size=alt.Size("area:Q", scale=None),
        shape=alt.Shape("shape:N", scale=None),
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("stroke:N", scale=None),
        strokeWidth=alt.StrokeWidth("width:Q", scale=None),
    )


def segments(
    ends: Iterable[tuple[Point, Point]], *, stroke: str, width: float, opacity: float = 1
) -> alt.Chart:
    """One layer of straight strokes with square ends."""
    rows = ({"x": start.x, "y": start.y, "x2": end.x, "y2": end.y} for start, end in ends)
    mark = alt.MarkDef("rule", stroke=stroke, strokeWidth=width, opacity=opacity)
    return _placed(rows, mark).encode(x2=alt.X2("x2"), y2=alt.Y2("y2"))


def outlines(
    runs: Iterable[Sequence[Point]], *, stroke: str, width: float, dash: Sequence[float] = ()
) -> alt.Chart:
    """One layer of lines, each through its points in order."""
    mark = thread(stroke=stroke, width=width)
    if dash:
        mark["strokeDash"], mark["strokeCap"] = list(dash), "butt"
    return _traced(runs, mark)


def washes(runs: Iterable[Sequence[Point]], *, fill: str, opacity: float) -> alt.Chart:
    """One layer of see-through surfaces, each bounded by its points."""
    return _traced(runs, alt.MarkDef("line", fill=fill, fillOpacity=opacity, stroke=None))


def words(rows: Iterable[Word], *, size: float) -> alt.Chart:
    """One layer of text, `size` pixels high."""
    return _written(rows, size).encode(fill=alt.Fill("fill:N", scale=None))


def halos(rows: Iterable[Word], *, size: float, width: float) -> alt.Chart:
    """The same text as a paper-coloured border of this width, to be laid under it."""
    return _written(rows, size).encode(
        fill=alt.FillValue(None), stroke=alt.StrokeValue(PAPER), strokeWidth=alt.StrokeWidthValue(width)
    )


def _told(rows: Iterable[Row], chart: alt.Chart) -> alt.Chart:
    return telling(chart) if any(row["said"] for row in rows) else chart


def _written(rows: Iterable[Word], size: float) -> alt.Chart:
    side, weight = alt.ExprRef("datum.side"), alt.ExprRef("datum.weight")
    mark = alt.MarkDef("text", fontSize=size, baseline="alphabetic", align=side, fontWeight=weight)
    return _placed(map(asdict, rows), mark).encode(text=alt.Text("text:N"))


def _traced(runs: Iterable[Sequence[Point]], mark: alt.MarkDef) -> alt.Chart:
    rows = (
        {"x": point.x, "y": point.y, "rank": rank, "run": number}
        for number, run in enumerate(runs)
        for rank, point in enumerate(run)
    )
    return _placed(rows, mark).encode(order=alt.Order("rank:Q"), detail=alt.Detail("run:N"))


def _placed(rows: Iterable[Row], mark: alt.MarkDef) -> alt.Chart:
    x, y = alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None)
    return layer(rows, mark).encode(x=x, y=y)
