"""A portrait as plain values: everything its pages, files and charts show, and nothing else. Pure.

It is stored as JSON when a campaign closes and never computed again, so that the same numbers stand on
screen, in print and in files. Everything is rounded already; None is withheld or empty, which nothing tells
apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from cattrs.preconf.json import make_converter

from assessment.referential import Axis, Family, Strand
from dashboards.display import Shown
from dashboards.measures.effects import Verdict

VERSION = 2
JOINED = "+"  # between states counted together
_converter = make_converter()


class Absence(StrEnum):
    """Why a campaign ended without figures."""

    SMALL = "small"
    FLOOR = "floor"
    CHANGE = "change"


class Dimension(StrEnum):
    """What the members may be seen by, in large groups; in the order in which tables are admitted."""

    STATUS = "status"
    SENIORITY = "seniority"
    TRADE = "trade"
    TERRITORY = "territory"
    BRANCH = "branch"


@dataclass(frozen=True)
class Cell:
    """A group of ten members or more: the ids it is made of, and how many count in it, rounded down to 5.

    Status and seniority ids are those of the referential, branches those of groups, trades and territories
    people's own words; `unsaid` is nothing said, and `others` whatever is too rare to be named.
    """

    categories: tuple[str, ...]
    contributors: int


@dataclass(frozen=True)
class Breakdown:
    """The means by group: one a cell in `means`, for each axis whose table may be shown."""

    cells: tuple[Cell, ...]
    means: Mapping[Axis, tuple[int, ...]]


@dataclass(frozen=True)
class Influence:
    """How much of the differences on an axis goes with a dimension, in hundredths.

    Rounded outward to 5: `low` and `high` are the 90 % interval, `share` is ω² rounded to the nearest 5.
    """

    low: int
    high: int
    share: int
    verdict: Verdict


@dataclass(frozen=True)
class Movement:
    """Who came and went: what each brought to the change of the mean since a portrait, in points."""

    since: date
    change: int
    stayed: int
    joined: int
    left: int


@dataclass(frozen=True)
class Confirmed:
    """Shares of the members who count on an axis, in percent; `shares` by the states each cell is made of.

    A cell is one of `validated`, `in_progress` and `none`, or several joined by « + » when one is too
    small. Each interval is Wilson's, at 95 %, rounded outward; None when every member counts.
    """

    shares: Mapping[str, int]
    intervals: Mapping[str, tuple[int, int]] | None


@dataclass(frozen=True)
class Likeness:
    """How those who count compare with who the members are, on one dimension, in percent.

    `counted` and `members` by the same cells, None where the coordination typed no total; `apart` is how
    many per cent of those who count would have to be others for both to be alike.
    """

    cells: tuple[Cell, ...]
    counted: tuple[int, ...]
    members: tuple[int, ...] | None
    apart: int | None


@dataclass(frozen=True)
class Caution:
    """How far the mean of an axis may be from that of all members.

    `weighted` is the mean had the answers been in the proportions of the register; `bounds` what it would be
    if all those who do not count were at 0, or at 100.
    """

    weighted: int | None
    bounds: tuple[int, int]


@dataclass(frozen=True)
class Tie:
    """Whether two axes go together: the bounds of Spearman's coefficient at 95 %, in hundredths."""

    one: Axis
    other: Axis
    low: int
    high: int


@dataclass(frozen=True)
class CounterExample:
    """Members whom their status does not explain, at least `count` of them, rounded down to 5."""

    axis: Axis
    employees_free: int | None
    independents_dependent: int | None


@dataclass(frozen=True)
class Portrait:
    """The figures of one close. `absence` says why there are none; `axes` is then empty.

    `recent` is the share, in percent, of the answers given in the last three months. `savoirs` and
    `strands` are means of the members who count on all seven axes.
    """

    closed_on: date
    since: date
    members: int
    contributors: int | None
    share: int | None
    recent: int | None
    step: int
    referential: str
    axes: Mapping[Axis, Shown]
    absence: Absence | None = None
    savoirs: Mapping[Family, int] | None = None
    strands: Mapping[Strand, int] | None = None
    breakdowns: Mapping[Dimension, Breakdown] = field(default_factory=dict)
    influences: Mapping[Dimension, Mapping[Axis, Influence]] = field(default_factory=dict)
    examples: tuple[CounterExample, ...] = ()
    movements: Mapping[Axis, Movement] = field(default_factory=dict)
    confirmed: Mapping[Axis, Confirmed] = field(default_factory=dict)
    likeness: Mapping[Dimension, Likeness] = field(default_factory=dict)
    cautions: Mapping[Axis, Caution] = field(default_factory=dict)
    ties: tuple[Tie, ...] = ()

    @property
    def published(self) -> bool:
        """Whether the portrait has figures."""
        return self.absence is None


def written(portrait: Portrait) -> dict[str, Any]:
    """A portrait as a JSON value."""
    plain: dict[str, Any] = _converter.unstructure(portrait)
    return {"version": VERSION, **plain}


def read(stored: Mapping[str, Any]) -> Portrait:
    """The portrait kept in a JSON value; what an earlier version did not compute is absent from it.

    Raises ValueError for one of a later version.
    """
    if stored["version"] > VERSION:
        raise ValueError("this portrait was written by a later version")
    return _converter.structure(stored, Portrait)
