"""A portrait as plain values: everything its pages, files and charts show, and nothing else. Pure.

It is stored as JSON when a campaign closes and never computed again, so that the same numbers stand on
screen, in print and in files.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from assessment.referential import Axis
from dashboards.display import Portion, Shown, Zones

VERSION = 1


class Absence(StrEnum):
    """Why a campaign ended without figures."""

    SMALL = "small"
    FLOOR = "floor"
    CHANGE = "change"


@dataclass(frozen=True)
class Portrait:
    """The figures of one close. `absence` says why there are none; `axes` is then empty.

    `recent` is the share, in percent, of the answers given in the last three months.
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

    @property
    def published(self) -> bool:
        """Whether the portrait has figures."""
        return self.absence is None


def written(portrait: Portrait) -> dict[str, Any]:
    """A portrait as a JSON value."""
    plain = asdict(portrait)
    plain["closed_on"], plain["since"] = portrait.closed_on.isoformat(), portrait.since.isoformat()
    plain["axes"] = {axis.value: asdict(shown) for axis, shown in portrait.axes.items()}
    return {"version": VERSION, **plain}


def read(stored: Mapping[str, Any]) -> Portrait:
    """The portrait kept in a JSON value; raises KeyError or ValueError for one of another version."""
    if stored["version"] != VERSION:
        raise ValueError("this portrait was written by another version")
    return Portrait(
        closed_on=date.fromisoformat(stored["closed_on"]),
        since=date.fromisoformat(stored["since"]),
        members=stored["members"],
        contributors=stored["contributors"],
        share=stored["share"],
        recent=stored["recent"],
        step=stored["step"],
        referential=stored["referential"],
        axes={Axis(name): _shown(each) for name, each in stored["axes"].items()},
        absence=Absence(stored["absence"]) if stored["absence"] else None,
    )


def _shown(stored: Mapping[str, Any]) -> Shown:
    zones = stored["zones"]
    return Shown(
        contributors=stored["contributors"],
        share=stored["share"],
        mean=stored["mean"],
        interval=_tuple(stored["interval"]),
        quartiles=_tuple(stored["quartiles"]),
        bands=_tuple(stored["bands"]),
        zones=Zones(**{name: Portion(each) for name, each in zones.items()}) if zones else None,
    )


def _tuple(values: list[int] | None) -> Any:  # noqa: ANN401 - a pair, a triple or five bands
    return None if values is None else tuple(values)
