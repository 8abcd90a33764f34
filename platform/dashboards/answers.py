"""The answers a portrait is made of, as columns: one place for each member who counts. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from assessment.referential import Axis
from dashboards.ledger import Keys, Mask

NONE = -1  # no level: skipped, or not agreed to
FIRST_DAY = date(2000, 1, 1)

Levels = NDArray[np.int16]


@dataclass(frozen=True)
class Words:
    """A word for each place, as its number among the `names`, which are in order."""

    names: tuple[str, ...]
    codes: NDArray[np.intp]

    @classmethod
    def of(cls, words: Iterable[str]) -> "Words":
        """The same words, numbered."""
        said = list(words)
        return cls.called(said, {each: each for each in set(said)})

    @classmethod
    def called(cls, said: Sequence[str | None], called: Mapping[str | None, str]) -> "Words":
        """What was said at each place, by the words it is called, none of which is for nothing."""
        names = sorted(set(called.values()))
        code = {name: place for place, name in enumerate(names)}
        number = {each: code[name] for each, name in called.items()}
        return cls(tuple(names), np.fromiter(map(number.__getitem__, said), np.intp, len(said)))

    def counts(self, mask: Mask) -> dict[str, int]:
        """How many places of a mask have each word."""
        found = np.bincount(self.codes[mask], minlength=len(self.names)).tolist()
        return dict(zip(self.names, found, strict=True))

    def renamed(self, names: Mapping[str, str]) -> "Words":
        """Each word replaced by another, several perhaps by the same."""
        others = sorted({names[each] for each in self.names})
        number = {name: code for code, name in enumerate(others)}
        return Words(
            tuple(others), np.array([number[names[each]] for each in self.names], np.intp)[self.codes]
        )

    def spelled(self) -> list[str]:
        """The word of each place."""
        return [self.names[code] for code in self.codes.tolist()]

    def where(self, mask: Mask) -> "Words":
        """Those of a mask only."""
        return Words(self.names, self.codes[mask])


@dataclass(frozen=True)
class Answers:
    """Each member's last contribution, in the order of the keys.

    `members` are their ids, 16 bytes each, and `days` how many days after FIRST_DAY each answered.
    `levels` are 0 to 100, or NONE; `attributes` holds what they said of their situation, or « unsaid ».
    """

    keys: Keys
    members: Keys
    days: NDArray[np.int32]
    levels: Mapping[Axis, Levels]
    attributes: Mapping[str, Words]

    def __len__(self) -> int:
        return len(self.members)

    @cached_property
    def on_all(self) -> Mask:
        """Who counts on every axis."""
        return self.on(*Axis)

    def on(self, *axes: Axis) -> Mask:
        """Who counts on each of these axes."""
        counts: Mask = np.array([self.levels[axis] for axis in axes]) != NONE
        every: Mask = np.all(counts, axis=0)
        return every

    def on_any(self) -> Mask:
        """Who counts on one axis at least."""
        counts: Mask = np.array([self.levels[axis] for axis in Axis]) != NONE
        any_one: Mask = np.any(counts, axis=0)
        return any_one

    def of(self, members: Mapping[UUID, str], missing: str) -> Words:
        """A word for each, given by member."""
        given = {member.bytes.rstrip(b"\0"): word for member, word in members.items()}  # as NumPy gives them
        return Words.of(given.get(each, missing) for each in self.members.tolist())

    def where(self, mask: Mask) -> "Answers":
        """Those of a mask only."""
        return Answers(
            self.keys[mask],
            self.members[mask],
            self.days[mask],
            {axis: levels[mask] for axis, levels in self.levels.items()},
            {name: words.where(mask) for name, words in self.attributes.items()},
        )
