"""What a bench has to reach."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self


class Bound(StrEnum):
    """On which side of its limit a figure has to be; the limit itself is good."""

    AT_LEAST = "≥"
    AT_MOST = "≤"


@dataclass(frozen=True)
class Goal:
    """A figure to reach. `form` is how the figure and its limit are written (a format of `str.format`)."""

    name: str
    bound: Bound
    limit: float
    form: str = "{:.2f}"

    def at(self, size: int) -> Self:
        """The same goal at one size."""
        return replace(self, name=f"{self.name}, at {size}")

    def met(self, measured: float) -> bool:
        """Whether a figure reaches the goal; one that could not be measured (NaN) does not."""
        if self.bound is Bound.AT_LEAST:
            return measured >= self.limit
        return measured <= self.limit


@dataclass(frozen=True)
class Reached:
    """A goal and what was measured."""

    goal: Goal
    measured: float

    def line(self) -> str:
        """« name measured goal ok|missed »."""
        goal = self.goal
        measured, limit = goal.form.format(self.measured), goal.form.format(goal.limit)
        verdict = "ok" if goal.met(self.measured) else "missed"
        return f"{goal.name:<48} {measured:>7} {goal.bound} {limit:<6} {verdict}"


def status(reached: Iterable[Reached]) -> int:
    """The exit status: 1 when a goal is missed, 0 otherwise."""
    return 0 if all(each.goal.met(each.measured) for each in reached) else 1
