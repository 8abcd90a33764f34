"""One person's levels laid over a collective diagram: places only, for the page of that person."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.referential import Axis
from assessment.wheel import WHEELS, Levels, Width


@dataclass(frozen=True)
class Disc:
    """Where a level stands."""

    axis: Axis
    level: int
    x: float
    y: float


@dataclass(frozen=True)
class Overlay:
    """The outline and the marks of seven levels on the wheel of one width; `path` is that of an SVG."""

    width: int
    height: int
    radius: float
    path: str
    discs: tuple[Disc, ...]


def overlays(levels: Levels) -> dict[str, Overlay]:
    """The levels on the wide wheel and on the narrow one; a skipped axis has no mark and breaks the line."""
    return {"wide": _overlay(levels, 640), "narrow": _overlay(levels, 352)}


def _overlay(levels: Levels, width: Width) -> Overlay:
    wheel = WHEELS[width]
    lines = [line for line in wheel.lines(levels) if len(line) > 1]
    path = " ".join("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in line) for line in lines)
    return Overlay(wheel.width, wheel.height, wheel.mark + 3.5, path, tuple(_discs(levels, width)))


def _discs(levels: Levels, width: Width) -> Iterator[Disc]:
    for axis in Axis:
        if (level := levels.get(axis)) is not None:
            x, y = WHEELS[width].at(axis, level)
            yield Disc(axis, level, round(x, 1), round(y, 1))
