"""A person's diagrams, ready for a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from assessment.charts import axis_line, profile_radar
from assessment.descriptions import describe_line, describe_outlines, describe_profile
from assessment.models import Assessment
from assessment.plates import outlined
from assessment.referential import Axis, Language, referential
from assessment.rules import change
from assessment.wheel import Levels, Width
from kernel import clock
from pages.pictures import picture


@dataclass(frozen=True)
class Wheels:
    """The wheel at both sizes; the page shows one."""

    wide: Markup
    narrow: Markup


@dataclass(frozen=True)
class Line:
    """One axis over time: its picture from two points on, and what it says."""

    picture: Markup | None
    count: int
    first: int | None
    last: int | None
    since: date | None

    @property
    def stable(self) -> bool:
        """Whether the last level is within ten points of the first."""
        return self.first is not None and self.last is not None and change(self.first, self.last) == 0


def wheels(now: Levels, peers: Mapping[Axis, int], past: Levels | None, language: str) -> Wheels:
    """The wheel of an assessment, beside the peers' values and the past levels."""
    chosen = Language(language)
    label = describe_profile(now, peers, past, chosen)
    content = [_plain(now), _plain(peers), _plain(past or {}), past is not None]

    def drawn(width: Width) -> Markup:
        return picture(
            f"wheel {width}",
            content,
            label=label,
            make=lambda: profile_radar(now, peers, past, chosen, width),
        )

    return Wheels(wide=drawn(640), narrow=drawn(352))


def overlaid(drawn: Sequence[tuple[str, Levels]], between: str, language: str) -> Wheels:
    """The wheel under several named outlines, the first one filled; `between` parts their figures."""
    chosen = Language(language)
    label = describe_outlines(drawn, chosen)
    content = [between, *(_plain(levels) for _name, levels in drawn)]
    levels = [each for _name, each in drawn]

    def made(width: Width) -> Markup:
        return picture(
            f"outlines {width}",
            content,
            label=label,
            make=lambda: outlined(levels, between, chosen, width),
        )

    return Wheels(wide=made(640), narrow=made(352))


def axis_lines(
    history: Sequence[Assessment], events: Sequence[date], zone: str, language: str
) -> dict[Axis, Line]:
    """Each axis over the assessments given, with the days that mattered."""
    return {axis: _line(axis, history, events, zone, Language(language)) for axis in Axis}


def _line(
    axis: Axis, history: Sequence[Assessment], events: Sequence[date], zone: str, language: Language
) -> Line:
    points = sorted(
        (clock.day_of(each.submitted_at, zone), level)
        for each in history
        if (level := each.levels[axis]) is not None
    )
    if not points:
        return Line(None, 0, None, None, None)
    (since, first), (_day, last) = points[0], points[-1]
    if len(points) == 1:
        return Line(None, 1, first, last, since)
    family = referential().sheets[axis].family
    drawn = picture(
        f"line {family}",
        [points, list(events)],
        label=describe_line(axis, points, events, language),
        make=lambda: axis_line(points, events, family),
    )
    return Line(drawn, len(points), first, last, since)


def _plain(levels: Mapping[Axis, int | None]) -> dict[str, int | None]:
    return {axis.value: level for axis, level in levels.items()}
