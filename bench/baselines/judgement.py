"""What every baseline gives, and when one that has no rule of its own validates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

VIEWS_FROM = 3
WITHIN = 15  # points, as the rule has it


@dataclass(frozen=True)
class Judgement:
    """A member's value, 0 to 100, and whether it validates the member's own level; None: it never says."""

    value: float
    validated: bool | None


@dataclass(frozen=True)
class Baseline:
    """A way to judge a level from it and from the views of peers; `source` is where it is described."""

    name: str
    source: str
    judge: Callable[[int, Sequence[int]], Judgement]


def close_to(value: float, level: int, views: Sequence[int]) -> Judgement:
    """This value, validating the level when it is within 15 points and stands on three views or more."""
    return Judgement(value, len(views) >= VIEWS_FROM and abs(value - level) <= WITHIN)
