"""The answers a portrait is made of, as columns: one place for each member who counts. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from assessment.referential import Axis
from dashboards.ledger import Keys, Mask

NONE = -1  # no level: skipped, or not agreed to
UNSAID = "unsaid"

Levels = NDArray[np.int16]
Words = NDArray[np.str_]


@dataclass(frozen=True)
class Answers:
    """Each member's last contribution, in the order of the keys.

    `levels` are 0 to 100, or NONE; `attributes` holds what they said of their situation, or UNSAID.
    """

    keys: Keys
    members: tuple[UUID, ...]
    submitted_at: tuple[datetime, ...]
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
        return np.array([members.get(each, missing) for each in self.members], np.str_)

    def where(self, mask: Mask) -> "Answers":
        """Those of a mask only."""
        places = np.flatnonzero(mask).tolist()
        return Answers(
            self.keys[mask],
            tuple(self.members[place] for place in places),
            tuple(self.submitted_at[place] for place in places),
            {axis: levels[mask] for axis, levels in self.levels.items()},
            {name: words[mask] for name, words in self.attributes.items()},
        )
