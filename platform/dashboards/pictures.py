"""The pictures of a portrait, drawn once by the worker when it is published."""

from collections.abc import Sequence

from assessment.referential import Axis, Language, referential
from assessment.wheel import Width
from dashboards.charts import TrendPoint, collective_radar, trend
from dashboards.descriptions import describe_collective, describe_trend
from dashboards.models import Chart
from dashboards.portrait import Portrait, read
from dashboards.queries.portraits import charts, releases
from kernel.db import UnitOfWork
from pages.drawing import draw

WHEELS: dict[str, Width] = {"wheel-wide": 640, "wheel-narrow": 352}
CLASSES = "chart"


def draw_charts(session: UnitOfWork, closed_on: str, language: Language) -> None:
    """Draw and keep every chart of a portrait in one language, as the machine role, once."""
    every = [read(each.payload) for each in reversed(releases(session))]
    upto = [each for each in every if each.closed_on.isoformat() <= closed_on and each.published]
    if not upto or upto[-1].closed_on.isoformat() != closed_on:
        return
    if not charts(session, upto[-1].closed_on, language):
        for name, svg in drawings(upto, language).items():
            session.add(Chart(closed_on=upto[-1].closed_on, name=name, language=language.value, svg=svg))


def drawings(portraits: Sequence[Portrait], language: Language) -> dict[str, str]:
    """The charts of the last of these portraits, oldest first: two wheels and the trends shown."""
    last = portraits[-1]
    means = {axis: shown.mean for axis, shown in last.axes.items()}
    halves = {axis: _half(last, axis) for axis in Axis}
    label = describe_collective(means, halves, language)
    made = {
        name: draw(collective_radar(means, halves, language, width), label=label, classes=CLASSES)
        for name, width in WHEELS.items()
    }
    for axis in Axis:
        points = [_point(each, axis) for each in portraits]
        if any(point.mean is not None for point in points):
            words = describe_trend(axis, points, language)
            line = trend(points, referential().sheets[axis].family)
            made[f"trend-{axis}"] = draw(line, label=words, classes=CLASSES)
    return made


def _half(portrait: Portrait, axis: Axis) -> tuple[int, int] | None:
    quartiles = portrait.axes[axis].quartiles if axis in portrait.axes else None
    return (quartiles[0], quartiles[-1]) if quartiles else None


def _point(portrait: Portrait, axis: Axis) -> TrendPoint:
    mean = portrait.axes[axis].mean if axis in portrait.axes else None
    low, high = _half(portrait, axis) or (None, None)
    return TrendPoint(portrait.closed_on, mean, low, high)
