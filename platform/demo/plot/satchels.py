"""What some members carry: experiences, intentions, scenarios; and what they offer the others."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from assessment.referential import Axis
from demo.plot.plots import words_of


@dataclass(frozen=True)
class Done:
    """An experience."""

    by: str
    day: int
    words: str
    axis: Axis | None = None
    details: str = ""
    helped: str = ""
    outside: bool = False
    recognised: bool = False


@dataclass(frozen=True)
class Meant:
    """An intention, the day of its review, and what was found on looking back, if that was done."""

    by: str
    day: int
    axis: Axis
    words: str
    review: int
    aimed: int | None = None
    closed: int | None = None
    found: str = ""


@dataclass(frozen=True)
class Imagined:
    """A scenario: seven levels in the order of the diagram."""

    by: str
    day: int
    label: str
    words: str
    levels: tuple[int, ...]


@dataclass(frozen=True)
class Offered:
    """An offer; `workshop` is its day, for a workshop."""

    by: str
    day: int
    axis: Axis
    words: str
    workshop: int | None = None


@dataclass(frozen=True)
class Satchels:
    """What the members of one cooperative carry and offer."""

    experiences: tuple[Done, ...] = ()
    intentions: tuple[Meant, ...] = ()
    scenarios: tuple[Imagined, ...] = ()
    offers: tuple[Offered, ...] = ()


@cache
def carried() -> dict[str, Satchels]:
    """The satchels of `satchels.yaml`, by the slug of their cooperative."""
    return {each["cooperative"]: _satchels(each) for each in words_of("satchels.yaml")}


def _satchels(item: dict[str, Any]) -> Satchels:
    return Satchels(
        experiences=tuple(Done(**_axis(each)) for each in item.get("experiences", ())),
        intentions=tuple(Meant(**_axis(each)) for each in item.get("intentions", ())),
        scenarios=tuple(
            Imagined(**{**each, "levels": tuple(each["levels"])}) for each in item.get("scenarios", ())
        ),
        offers=tuple(Offered(**_axis(each)) for each in item.get("offers", ())),
    )


def _axis(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "axis": Axis(item["axis"])} if "axis" in item else item
