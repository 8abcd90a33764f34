"""A draft as plain values: what has been answered so far on each axis. Pure.

A draft is stored as JSON; reading it forgets what the present referential does not know, so that a draft
begun under an older version is resumed without harm.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assessment.referential import LEVELS, Axis, Skip, referential
from assessment.rules import Suggestion, suggest

LONGEST_NOTE = 500


@dataclass(frozen=True)
class AxisDraft:
    """What a person has said on one axis: clues answered or skipped, a level or a reason to have none."""

    clues: Mapping[str, int] = field(default_factory=dict)
    skipped: Mapping[str, Skip] = field(default_factory=dict)
    level: int | None = None
    skip: Skip | None = None
    note: str = ""

    @property
    def done(self) -> bool:
        """Whether the axis has a level, or a reason to have none."""
        return self.level is not None or self.skip is not None

    @property
    def suggestion(self) -> Suggestion | None:
        """What the answered clues suggest."""
        return suggest(self.clues)


Draft = Mapping[Axis, AxisDraft]


def read(stored: Mapping[str, Any]) -> dict[Axis, AxisDraft]:
    """The draft kept in a JSON value; axes not touched yet are empty."""
    return {axis: _read_axis(axis, stored.get(axis, {})) for axis in Axis}


def written(draft: Draft) -> dict[str, Any]:
    """A draft as a JSON value."""
    return {
        axis.value: {
            "clues": dict(each.clues),
            "skipped": {clue: reason.value for clue, reason in each.skipped.items()},
            "level": each.level,
            "skip": each.skip.value if each.skip else None,
            "note": each.note,
        }
        for axis, each in draft.items()
    }


def next_axis(draft: Draft, after: Axis | None = None) -> Axis | None:
    """The first axis not done yet, from the one after `after`, then from the start; None when all are."""
    order = list(Axis)
    start = order.index(after) + 1 if after else 0
    waiting = [axis for axis in (*order[start:], *order[:start]) if not draft[axis].done]
    return waiting[0] if waiting else None


def _read_axis(axis: Axis, stored: Mapping[str, Any]) -> AxisDraft:
    values = {clue.id: {option.value for option in clue.options} for clue in referential().sheets[axis].clues}
    level = stored.get("level")
    return AxisDraft(
        clues={
            name: value for name, value in stored.get("clues", {}).items() if value in values.get(name, ())
        },
        skipped={
            name: Skip(reason)
            for name, reason in stored.get("skipped", {}).items()
            if name in values and reason in list(Skip)
        },
        level=level if level in LEVELS else None,
        skip=Skip(stored["skip"]) if stored.get("skip") in list(Skip) else None,
        note=str(stored.get("note", ""))[:LONGEST_NOTE],
    )
