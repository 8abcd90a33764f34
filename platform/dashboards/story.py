"""What a portrait tells, section by section, and how two portraits compare. Pure.

Whatever holds no figure is left out whole: nothing tells an empty table from one that is withheld.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from assessment.referential import Axis, Family, Strand
from dashboards.display import Shown, Trend, trend
from dashboards.portrait import JOINED, Confirmed, Dimension, Portrait
from peer.rules import Progress

Kind = TypeVar("Kind")
Found = TypeVar("Found")


class Section(StrEnum):
    """The sections of the story, in order."""

    ANSWERED = "answered"
    DIAGRAM = "diagram"
    TRENDS = "trends"
    SAVOIRS = "savoirs"
    STATUS = "status"
    MOVEMENTS = "movements"
    CONFIRMED = "confirmed"
    MADE = "made"


@dataclass(frozen=True)
class Change:
    """The mean of an axis in two portraits; no trend and no difference unless both show it on one scale."""

    before: int | None
    after: int | None
    trend: Trend | None
    difference: int | None


def told(portrait: Portrait) -> Portrait:
    """The portrait without what holds no figure, each thing in the order of its kind."""
    return replace(
        portrait,
        axes={axis: portrait.axes.get(axis, Shown()) for axis in Axis} if portrait.published else {},
        savoirs=_kept(portrait.savoirs or {}, Family) or None,
        strands=_kept(portrait.strands or {}, Strand) or None,
        breakdowns=_kept(portrait.breakdowns, Dimension, lambda each: bool(each.cells and each.means)),
        influences=_kept(
            {dimension: _kept(found, Axis) for dimension, found in portrait.influences.items()},
            Dimension,
            bool,
        ),
        examples=tuple(
            each
            for each in portrait.examples
            if (each.employees_free, each.independents_dependent) != (None, None)
        ),
        movements=_kept(portrait.movements, Axis),
        confirmed=_kept(
            {axis: _in_order(each) for axis, each in portrait.confirmed.items()},
            Axis,
            lambda each: bool(each.shares),
        ),
        likeness=_kept(portrait.likeness, Dimension, lambda each: bool(each.cells)),
        cautions=_kept(portrait.cautions, Axis),
    )


def sections(portrait: Portrait) -> list[Section]:
    """The sections that a portrait, as `told`, has something for; those that have nothing are absent."""
    filled = {
        Section.SAVOIRS: portrait.savoirs or portrait.strands or portrait.ties,
        Section.STATUS: portrait.influences or portrait.breakdowns or portrait.examples,
        Section.MOVEMENTS: portrait.movements,
        Section.CONFIRMED: portrait.confirmed,
    }
    return [each for each in Section if filled.get(each, True)]


def mean_of(portrait: Portrait | None, axis: Axis) -> int | None:
    """The mean a portrait shows on an axis, if any."""
    return portrait.axes[axis].mean if portrait and axis in portrait.axes else None


def compared(before: Portrait | None, after: Portrait) -> dict[Axis, Change]:
    """The means of two portraits, axis by axis. A change of referential starts a new scale."""
    same = before is not None and before.referential == after.referential
    return {axis: _change(mean_of(before, axis), mean_of(after, axis), same=same) for axis in Axis}


def _in_order(confirmed: Confirmed) -> Confirmed:
    """The shares from validated to no request: what is stored as JSON keeps no order."""
    states = list(Progress)
    keys = sorted(confirmed.shares, key=lambda key: states.index(Progress(key.split(JOINED)[0].strip())))
    return replace(confirmed, shares={key: confirmed.shares[key] for key in keys})


def _change(before: int | None, after: int | None, *, same: bool) -> Change:
    if not same or before is None or after is None:
        return Change(before, after, None, None)
    return Change(before, after, trend(before, after), after - before)


def _kept(
    found: Mapping[Kind, Found], kinds: Iterable[Kind], holds: Callable[[Found], bool] = lambda _: True
) -> dict[Kind, Found]:
    return {kind: found[kind] for kind in kinds if kind in found and holds(found[kind])}
