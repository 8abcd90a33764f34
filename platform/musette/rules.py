"""What is true of a satchel: when peers have confirmed an experience, what became of an intention."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from unicodedata import combining, normalize
from uuid import UUID

from assessment.rules import change

CONFIRMING = 3  # peers
GROUPS = 2
MOST_PHOTOS = 4
LONGEST_WORDS = 1000
LONGEST_DETAILS = 4000
LONGEST_HELPED = 200
LONGEST_INTENTION = 500
LONGEST_OFFER = 300
SOONEST, LATEST = timedelta(days=7), timedelta(days=730)


def confirmed(groups: Mapping[UUID, Collection[UUID]]) -> bool:
    """Whether those who confirmed (each with the groups they are or were in) are three peers of two groups.

    Two of them at least can be told apart by a group: one who is in two groups does not make two.
    """
    grouped = [set(each) for each in groups.values() if each]
    return len(groups) >= CONFIRMING and len(grouped) >= GROUPS and len(set[UUID]().union(*grouped)) >= GROUPS


class Outcome(StrEnum):
    """What a level did between an intention and the day it is looked back at."""

    UNKNOWN_THEN = "unknown_then"
    NOT_TAKEN_SINCE = "not_taken_since"
    SKIPPED_SINCE = "skipped_since"
    STABLE = "stable"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True)
class Comparison:
    """The level before and now, 0 to 100, where there is one; `change` is 0 under ten points.

    `short` is how far the level now is from the one aimed at: positive above it, negative under it; none
    when nothing was aimed at or there is nothing to compare.
    """

    outcome: Outcome
    then: int | None = None
    now: int | None = None
    change: int = 0
    short: int | None = None


def compared(then: int | None, aimed: int | None, since: Sequence[int | None]) -> Comparison:
    """What became of a level: `since` are those of the assessments made after the intention, oldest first.

    The last one that is not skipped speaks. Nothing is said of a level that was not measured again: time
    that has passed is no change.
    """
    known = [level for level in since if level is not None]
    if not since:
        return Comparison(Outcome.NOT_TAKEN_SINCE, then)
    if not known:
        return Comparison(Outcome.SKIPPED_SINCE, then)
    now = known[-1]
    short = None if aimed is None else now - aimed
    if then is None:
        return Comparison(Outcome.UNKNOWN_THEN, None, now, 0, short)
    moved = change(then, now)
    outcome = Outcome.UP if moved > 0 else Outcome.DOWN if moved < 0 else Outcome.STABLE
    return Comparison(outcome, then, now, moved, short)


def may_be_reviewed_on(day: date, today: date) -> bool:
    """Whether an intention may be looked back at on a day: from a week to two years ahead."""
    return today + SOONEST <= day <= today + LATEST


class MomentKind(StrEnum):
    """What happened on a day of the time line."""

    ASSESSMENT = "assessment"
    EVENT = "event"
    STATUS = "status"
    EXPERIENCE = "experience"
    INTENTION = "intention"


@dataclass(frozen=True)
class Moment:
    """One day of the time line: `words` are the person's, or the code of a status; `id` is the row's."""

    on: date
    kind: MomentKind
    words: str
    id: UUID | None = None
    before: str = ""


def status_changes(statuses: Iterable[tuple[date, str | None]]) -> list[Moment]:
    """The days a legal status differs from the last one told; a status not told changes nothing.

    `statuses` are those of one activity's assessments, oldest first.
    """
    found: list[Moment] = []
    last = ""
    for day, status in statuses:
        if status and last and status != last:
            found.append(Moment(day, MomentKind.STATUS, status, before=last))
        last = status or last
    return found


def in_order(*moments: Iterable[Moment]) -> list[Moment]:
    """Moments of several kinds as one line, the last day first; within a day, always in the same order."""
    kinds = list(MomentKind)
    every = [each for several in moments for each in several]
    return sorted(
        every, key=lambda each: (-each.on.toordinal(), kinds.index(each.kind), each.words, str(each.id))
    )


class Standing(StrEnum):
    """Where a badge that comes from elsewhere stands, as far as this installation can tell."""

    VALID = "valid"
    OVER = "over"
    WITHDRAWN = "withdrawn"
    UNTOLD = "untold"  # what came with it does not let one say whether it was withdrawn


def standing_of(doubts: Collection[str], expires_at: datetime, now: datetime) -> Standing:
    """The same, by what did not hold when it arrived and by the day it is."""
    if {"revoked", "not_withdrawn"} & set(doubts):
        return Standing.WITHDRAWN
    if now >= expires_at:
        return Standing.OVER
    return Standing.UNTOLD if {"no_list", "no_status"} & set(doubts) else Standing.VALID


def same_name(one: str, other: str) -> bool:
    """Whether two names have the same words, whatever their order, their capitals, accents and hyphens."""
    return _words_of(one) == _words_of(other)


def _words_of(name: str) -> list[str]:
    bare = (letter for letter in normalize("NFKD", name.casefold()) if not combining(letter))
    return sorted("".join(letter if letter.isalnum() else " " for letter in bare).split())
