"""The pictures of a portrait, drawn once by the worker when it is published."""

from collections.abc import Iterator, Sequence

from assessment.referential import Axis, Language, referential
from assessment.wheel import Width
from dashboards.charts import TrendPoint, bands, collective_radar, trend
from dashboards.descriptions import describe_bands, describe_collective, describe_trend
from dashboards.models import Chart
from dashboards.plates import plates
from dashboards.portrait import Portrait, read
from dashboards.queries.portraits import charts, releases
from dashboards.story import told
from kernel.db import UnitOfWork
from pages.drawing import draw

WIDTHS: dict[str, Width] = {"wide": 640, "narrow": 352}
CLASSES = "chart"


def draw_charts(session: UnitOfWork, closed_on: str, language: Language) -> None:
    """Draw and keep every chart of a portrait in one language, as the machine role, once."""
    every = [told(read(each.payload)) for each in reversed(releases(session))]
    upto = [each for each in every if each.closed_on.isoformat() <= closed_on and each.published]
    if not upto or upto[-1].closed_on.isoformat() != closed_on:
        return
    if not charts(session, upto[-1].closed_on, language):
        for name, svg in drawings(upto, language).items():
            session.add(Chart(closed_on=upto[-1].closed_on, name=name, language=language.value, svg=svg))


def drawings(portraits: Sequence[Portrait], language: Language) -> dict[str, str]:
    """The charts of the last of these portraits, oldest first: all it shows, at both widths."""
    last = portraits[-1]
    return {
        **dict(_wheels(last, language)),
        **dict(_trends(portraits, language)),
        **dict(_spreads(last, language)),
        **{
            f"{plate.name}-{name}": draw(plate.draw(width), label=plate.label, classes=CLASSES)
            for plate in plates(last, language)
            for name, width in WIDTHS.items()
        },
    }


def _wheels(portrait: Portrait, language: Language) -> Iterator[tuple[str, str]]:
    means = {axis: shown.mean for axis, shown in portrait.axes.items()}
    halves = {axis: _half(portrait, axis) for axis in Axis}
    label = describe_collective(means, halves, language)
    for name, width in WIDTHS.items():
        wheel = collective_radar(means, halves, language, width)
        yield f"wheel-{name}", draw(wheel, label=label, classes=CLASSES)


def _trends(portraits: Sequence[Portrait], language: Language) -> Iterator[tuple[str, str]]:
    """Each axis over the portraits made on the scale of the last one."""
    same = [each for each in portraits if each.referential == portraits[-1].referential]
    for axis in Axis:
        points = [_point(each, axis) for each in same]
        if any(point.mean is not None for point in points):
            words = describe_trend(axis, points, language)
            line = trend(points, referential().sheets[axis].family, language)
            yield f"trend-{axis}", draw(line, label=words, classes=CLASSES)


def _spreads(portrait: Portrait, language: Language) -> Iterator[tuple[str, str]]:
    for axis, shown in portrait.axes.items():
        if shown.bands and any(shown.bands):
            label = describe_bands(axis, shown.bands, language)
            yield f"bands-{axis}", draw(bands(shown.bands), label=label, classes=CLASSES)


def _half(portrait: Portrait, axis: Axis) -> tuple[int, int] | None:
    quartiles = portrait.axes[axis].quartiles if axis in portrait.axes else None
    return (quartiles[0], quartiles[-1]) if quartiles else None


def _point(portrait: Portrait, axis: Axis) -> TrendPoint:
    mean = portrait.axes[axis].mean if axis in portrait.axes else None
    low, high = _half(portrait, axis) or (None, None)
    return TrendPoint(portrait.closed_on, mean, low, high)
