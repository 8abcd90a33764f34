"""What is true of one person's levels: suggestions, strong and watch points, changes, periods."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date

from assessment.referential import LEVELS, Axis, Concordance, Scoring, referential

STRONG_FROM = 75
WATCH_UP_TO = 25
STABLE_UNDER = 10

# A whole number of one to three plain digits, any spaces around it (no-break ones included), then perhaps %.
_TYPED = re.compile(r"\s*([0-9]{1,3})\s*%?\s*")


@dataclass(frozen=True)
class Situation:
    """What a person may say of an activity; every part is optional."""

    status: str | None = None
    trade: str | None = None
    seniority: str | None = None
    territory: str | None = None


SITUATION = tuple(each.name for each in fields(Situation))


class LevelError(ValueError):
    """What was typed is not a whole number from 0 to 100."""


@dataclass(frozen=True)
class Suggestion:
    """The level, 0 to 100, that the clues of one axis suggest, and how well they agree."""

    level: int
    concordance: Concordance


def suggest(answers: Mapping[str, int]) -> Suggestion | None:
    """The suggestion of the answered clues of one axis (clue id to value, 0 to 100).

    None when fewer clues are answered than the referential asks for. A skipped clue is absent from the
    answers: it never counts as 0.
    """
    scoring = referential().scoring
    values = answers.values()
    if len(values) < scoring.min_answered:
        return None
    level = (2 * sum(values) + len(values)) // (2 * len(values))  # half up, in whole numbers
    return Suggestion(level, _concordance(max(values) - min(values), scoring))


def _concordance(spread: int, scoring: Scoring) -> Concordance:
    if spread <= scoring.concordant_max_range:
        return Concordance.CONCORDANT
    if spread <= scoring.mixed_max_range:
        return Concordance.MIXED
    return Concordance.DISCORDANT


def gap_notice(level: int, suggested: int | None) -> int | None:
    """The signed distance from the suggestion to the level chosen, when it is wide enough to be mentioned."""
    if suggested is None or abs(level - suggested) < referential().scoring.gap_notice:
        return None
    return level - suggested


def strong_points(levels: Mapping[Axis, int | None]) -> tuple[Axis, ...]:
    """The axes at 75 or more, in the order of the diagram; a skipped axis is neither strong nor to watch."""
    return tuple(axis for axis in Axis if (level := levels.get(axis)) is not None and level >= STRONG_FROM)


def watch_points(levels: Mapping[Axis, int | None]) -> tuple[Axis, ...]:
    """The axes at 25 or less, in the order of the diagram; a skipped axis is neither strong nor to watch."""
    return tuple(axis for axis in Axis if (level := levels.get(axis)) is not None and level <= WATCH_UP_TO)


def change(before: int, after: int) -> int:
    """The signed change from one level or mean to a later one; 0, said « stable », under 10 points."""
    difference = after - before
    return difference if abs(difference) >= STABLE_UNDER else 0


def period_of(day: date, closings: Iterable[date]) -> date:
    """The period a submission of this day belongs to, named by the closing that opened it.

    That closing is the last one strictly before the day: what is submitted on a closing day still counts
    in the campaign that closes. `date.min` names the period before any closing.
    """
    return max((closing for closing in closings if closing < day), default=date.min)


def parse_level(text: str) -> int:
    """The level a person typed, such as « 81 » or « 81 % »; raises LevelError when it is not one."""
    typed = _TYPED.fullmatch(text)
    if typed is None or (level := int(typed[1])) not in LEVELS:
        raise LevelError("not a whole number from 0 to 100")  # without the text: errors reach the logs
    return level
