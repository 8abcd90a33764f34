"""What every wheel is drawn on: tinted families, circles, branches, and the words around."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import altair as alt

from assessment.referential import Axis
from assessment.wheel import FULL, RINGS, Wheel, angle, colour, families, tint
from pages.marks import (
    PAPER,
    RULE,
    SOFT,
    TEXT,
    Arc,
    Point,
    Side,
    Symbol,
    Word,
    arcs,
    halos,
    segments,
    symbols,
    words,
)

PEERS = "var(--peers)"
LEADING = 1.25
DIGIT, SIGN = 0.29, 0.6  # half the widths of a bold digit and of « % », in letter sizes


@dataclass(frozen=True)
class Caption:
    """What is written at the end of a branch: its name, the level, and what the peers say if they spoke."""

    name: str
    level: str
    peers: str | None = None


def ground(wheel: Wheel) -> list[alt.Chart]:
    """Tinted sectors, coloured rims, circles at 25, 50, 75 and 100, and the seven branches."""
    branches = [(wheel.hub, wheel.at(axis, FULL)) for axis in Axis]
    return [arcs(_sectors(wheel)), symbols(_rings(wheel)), segments(branches, stroke=RULE, width=1)]


def scale(wheel: Wheel, direction: float) -> list[alt.Chart]:
    """The numbers 25, 50 and 75 on their circles, in this direction."""
    places = [(ring, wheel.point(direction, ring)) for ring in RINGS]
    lowered = wheel.figures * 0.36
    numbers = [Word(x, y + lowered, str(ring), weight=500, fill=SOFT) for ring, (x, y) in places]
    return [halos(numbers, size=wheel.figures, width=3), words(numbers, size=wheel.figures)]


def captions(wheel: Wheel, captions: Mapping[Axis, Caption]) -> list[alt.Chart]:
    """The words around the wheel, clear of its rim, and the peers' diamonds beside their figures."""
    written = [word for axis in Axis for word in _lines(wheel, axis, captions[axis])]
    diamonds = [_bullet(wheel, word) for word in written if word.fill == PEERS]
    return [words(written, size=wheel.letters), symbols(diamonds)]


def _sectors(wheel: Wheel) -> Iterator[Arc]:
    shoulder = wheel.radius + wheel.shoulder
    slit = wheel.rim / 3 / shoulder
    for family, start, end in families():
        yield Arc(*wheel.hub, start, end, 0, shoulder, tint(family))
        yield Arc(*wheel.hub, start + slit, end - slit, shoulder, shoulder + wheel.rim, colour(family))


def _rings(wheel: Wheel) -> Iterator[Symbol]:
    for ring in RINGS:
        yield Symbol(*wheel.hub, wheel.radius * ring / FULL, "circle", "none", PAPER, 1.5)
    yield Symbol(*wheel.hub, wheel.radius, "circle", "none", RULE, 1)


def _lines(wheel: Wheel, axis: Axis, caption: Caption) -> Iterator[Word]:
    """The lines of a caption: names, then the level, then the peers' value."""
    lines = [(name, 400, TEXT) for name in caption.name.split("\n")]
    lines.append((caption.level, 700, TEXT))
    if caption.peers:
        lines.append((caption.peers, 700, PEERS))
    leading = wheel.letters * LEADING
    corner, side = _corner(wheel, axis, leading * len(lines))
    for number, (text, weight, fill) in enumerate(lines):
        yield Word(corner.x, corner.y + leading * (number + 0.8), text, side, weight, fill)


def _corner(wheel: Wheel, axis: Axis, height: float) -> tuple[Point, Side]:
    """The upper corner nearest to the hub of a block of words this high, just clear of the rim."""
    reach = wheel.radius + wheel.shoulder + wheel.rim + wheel.gap
    upward, sideways = math.cos(angle(axis)), math.sin(angle(axis))
    top = -upward * reach - height * (1 + upward) / 2
    if not sideways:
        return Point(wheel.hub.x, wheel.hub.y + top), "center"
    nearest = max(top, -(top + height), 0.0)
    aside = math.copysign(math.sqrt(reach**2 - nearest**2), sideways)
    return Point(wheel.hub.x + aside, wheel.hub.y + top), "left" if sideways > 0 else "right"


def _bullet(wheel: Wheel, figure: Word) -> Symbol:
    """The diamond that hangs beside a figure of the peers, outside its column.

    Only beside the centred figure does its place depend on a guess of how wide the letters are.
    """
    away = wheel.letters * 0.6
    half = wheel.letters * (DIGIT * sum(map(str.isdigit, figure.text)) + SIGN)
    x = {"left": figure.x - away, "right": figure.x + away, "center": figure.x - half - away}[figure.side]
    return Symbol(x, figure.y - wheel.letters * 0.36, wheel.letters / 3, "diamond", PEERS, "none", 0)
