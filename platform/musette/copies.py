"""What a shared copy says, as a document of plain values: the pages, the files and the walls hold this. Pure.

The schema is documented for whoever takes it elsewhere: `docs/shared-document.md`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import cattrs
from cattrs.strategies import configure_tagged_union

from assessment.referential import Axis
from sharing.rules import Item

SCHEMA = "musette-shared-document/1"

Levels: TypeAlias = dict[Axis, int | None]


@dataclass(frozen=True)
class Profile:
    """Seven levels from 0 to 100 as they were on a day; an axis that was skipped has none."""

    on: date
    levels: Levels


@dataclass(frozen=True)
class OneAxis:
    """The level of one axis on a day."""

    axis: Axis
    on: date
    level: int


@dataclass(frozen=True)
class Picture:
    """A picture of the document: its number, from 0, and its size in pixels."""

    number: int
    width: int
    height: int


@dataclass(frozen=True)
class Experience:
    """Something done: `confirmed` says that peers confirmed a level after they had looked at it."""

    on: date
    words: str
    details: str
    axis: Axis | None
    outside: bool
    recognised: bool
    confirmed: bool
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Intention:
    """What somebody means to do about an axis; `found` once they have looked back at it."""

    axis: Axis
    words: str
    on: date
    level_then: int | None
    aimed: int | None
    review_on: date
    closed_on: date | None
    found: str


@dataclass(frozen=True)
class Scenario:
    """What seven levels could become if something happened."""

    label: str
    words: str
    levels: Levels


@dataclass(frozen=True)
class Words:
    """A title and words of the author."""

    title: str
    words: str


Part: TypeAlias = Profile | OneAxis | Experience | Intention | Scenario | Words


@dataclass(frozen=True)
class Document:
    """A copy of one item, by whom, made on which day."""

    item: Item
    author: str
    copied_on: date
    parts: tuple[Part, ...]
    schema: str = SCHEMA

    @property
    def pictures(self) -> Sequence[Picture]:
        """The pictures of all its parts, in order."""
        return [each for part in self.parts if isinstance(part, Experience) for each in part.pictures]

    @property
    def profiles(self) -> Sequence[Profile]:
        """The profiles it holds, newest first."""
        return [each for each in self.parts if isinstance(each, Profile)]


def _converter() -> cattrs.Converter:
    made = cattrs.Converter(forbid_extra_keys=True)
    made.register_unstructure_hook(date, date.isoformat)
    made.register_structure_hook(date, lambda text, _type: date.fromisoformat(text))
    configure_tagged_union(Part, made, tag_name="part", tag_generator=lambda kind: _tag(kind.__name__))
    return made


def _tag(name: str) -> str:
    return "axis" if name == OneAxis.__name__ else name.lower()


CONVERTER = _converter()


def written(document: Document) -> dict[str, Any]:
    """A document as a JSON value."""
    made: dict[str, Any] = CONVERTER.unstructure(document)
    return made


def read(stored: Mapping[str, Any]) -> Document:
    """The document of a JSON value we wrote; raises cattrs' errors for any other."""
    return CONVERTER.structure(stored, Document)
