"""The drawings of a workshop, ready for a page: common marks on the wheel, each axis over the years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from assessment.charts import axis_line, profile_radar
from assessment.pictures import Line, Wheels
from assessment.referential import Axis, Language, referential
from assessment.wheel import Width
from pages.pictures import picture
from workshop.descriptions import describe_mark_line, describe_marks, describe_pile
from workshop.models import Workshop
from workshop.rules import Marks

COLUMN, STEP, RADIUS = 100, 44, 18  # of the pile, in the units of its drawing
LOWEST, MOST_HIGH = 4, 12  # dots: the least height kept, and the height beyond which they draw closer


@dataclass(frozen=True)
class Dot:
    """A level shown, somewhere in its ten."""

    x: float
    y: float


@dataclass(frozen=True)
class Pile:
    """The levels shown of one axis, as dots piled by tens, 1,000 units wide; y grows downwards."""

    dots: Sequence[Dot]
    height: float
    radius: float
    words: str


def mark_wheels(now: Marks, before: Marks | None, language: str) -> Wheels:
    """The wheel of the common marks, beside those of the workshop before."""
    chosen, past = Language(language), before or {}
    label = describe_marks(now, past, chosen)
    content = [_plain(now), _plain(past)]

    def drawn(width: Width) -> Markup:
        return picture(
            f"common marks {width}",
            content,
            label=label,
            make=lambda: profile_radar(now, {}, before, chosen, width),
        )

    return Wheels(wide=drawn(640), narrow=drawn(352))


def mark_lines(held: Sequence[Workshop], language: str) -> dict[Axis, Line]:
    """Each axis over the workshops given, in any order."""
    return {axis: _line(axis, held, Language(language)) for axis in Axis}


def pile(counts: Sequence[int], language: str) -> Pile:
    """The dots of a pile: one a person, drawn closer when they are many."""
    highest = max(counts)
    closer = min(1.0, MOST_HIGH / highest) if highest else 1.0
    height = STEP * min(max(highest, LOWEST), MOST_HIGH)
    step, radius = STEP * closer, RADIUS * closer
    dots = [
        Dot(COLUMN * (ten + 0.5), round(height - step * (rank + 0.5), 1))
        for ten, count in enumerate(counts)
        for rank in range(count)
    ]
    return Pile(dots, height, round(radius, 1), describe_pile(counts, Language(language)))


def _line(axis: Axis, held: Sequence[Workshop], language: Language) -> Line:
    found = ((each.held_on, each.levels[axis]) for each in held)
    points = sorted((day, level) for day, level in found if level is not None)
    if not points:
        return Line(None, 0, None, None, None)
    (since, first), (_day, last) = points[0], points[-1]
    if len(points) == 1:
        return Line(None, 1, first, last, since)
    return Line(_drawn(axis, points, language), len(points), first, last, since)


def _drawn(axis: Axis, points: Sequence[tuple[date, int]], language: Language) -> Markup:
    family = referential().sheets[axis].family
    return picture(
        f"mark line {family}",
        points,
        label=describe_mark_line(axis, points, language),
        make=lambda: axis_line(points, [], family),
    )


def _plain(levels: Mapping[Axis, int | None]) -> dict[str, int | None]:
    return {axis.value: level for axis, level in levels.items()}
