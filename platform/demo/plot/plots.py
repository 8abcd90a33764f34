"""One cooperative of the demonstration, whole, and where its words are read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files
from typing import Any

import yaml

from demo.plot.cast import Adjustment, Character, Circle, Guest
from demo.plot.talk import Asking, Gratitude
from pages.typography import typo


@dataclass(frozen=True)
class Amended:
    """The second version of a charter: the day it was published, and what it says that the first did not."""

    day: int
    consulted: int
    floor: int
    mediators: int
    words: str


@dataclass(frozen=True)
class Plot:
    """A cooperative: its groups, those who are or were in it, and what they asked of each other."""

    name: str
    slug: str
    closed: int
    groups: tuple[Circle, ...]
    guests: tuple[Guest, ...]
    cast: tuple[Character, ...]
    askings: tuple[Asking, ...]
    thanks: tuple[Gratitude, ...] = ()
    amended: Amended | None = None

    @cached_property
    def named(self) -> dict[str, Character]:
        """Everybody, by name."""
        return {each.name: each for each in self.cast}

    @cached_property
    def lead(self) -> Character:
        """Whoever coordinates since the beginning."""
        return min((each for each in self.cast if each.roles), key=lambda each: min(each.roles.values()))


def words_of(name: str) -> Any:  # noqa: ANN401 - what a file holds is checked by who reads it
    """What a file of this folder holds, with the typography of French."""
    source = files("demo.plot").joinpath(name).read_text(encoding="utf8")
    return _set(yaml.load(source, Loader=yaml.CSafeLoader))


def adjusted(cast: Sequence[Character], askings: Sequence[Asking]) -> tuple[Character, ...]:
    """The same people, with the levels they changed as an answer to somebody."""
    changes: dict[str, list[Adjustment]] = {}
    for asking in askings:
        for voice in asking.voices.values():
            if voice.reply and voice.reply.level is not None:
                change = Adjustment(voice.reply.day, asking.axis, voice.reply.level)
                changes.setdefault(asking.by, []).append(change)
    return tuple(replace(each, adjustments=tuple(changes.get(each.name, ()))) for each in cast)


def _set(value: Any) -> Any:  # noqa: ANN401 - texts, lists and tables, as deep as they go
    if isinstance(value, str):
        return typo(value, "fr")
    if isinstance(value, list):
        return [_set(each) for each in value]
    if isinstance(value, dict):
        return {_set(name): _set(each) for name, each in value.items()}
    return value
