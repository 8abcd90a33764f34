"""The days of the demonstration, all counted from the day it is loaded: -12 is twelve days ago."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = "Europe/Paris"
BEGINNING = -775
CLOSINGS = (-693, -511, -329, -147)  # twenty-six weeks apart: two portraits a year
NEXT_CLOSING = 35
CAMPAIGN = 56  # days from the opening of a campaign to its closing
YESTERDAY = -1  # nothing happens later: whatever the hour of the load, it is past


@dataclass(frozen=True)
class Days:
    """The calendar of one load."""

    today: date

    def on(self, day: int) -> date:
        """The date of a day."""
        return self.today + timedelta(days=day)

    def at(self, day: int, minute: int) -> datetime:
        """A moment of a day, so many minutes after midnight in the zone of the cooperatives."""
        hour, left = divmod(minute, 60)
        return datetime.combine(self.on(day), time(hour, left), ZoneInfo(ZONE)).astimezone(UTC)


@dataclass(frozen=True)
class Season:
    """The days up to a closing, or from the last one to yesterday."""

    first: int
    last: int
    closes: bool

    def holds(self, day: int) -> bool:
        """Whether a day is in this season."""
        return self.first <= day <= self.last


def beginning(today: date) -> date:
    """The day the cooperatives of a demonstration loaded on this day began."""
    return today + timedelta(days=BEGINNING)


def loaded_on(began: date) -> date:
    """The day a demonstration was loaded whose cooperatives began on this one."""
    return began - timedelta(days=BEGINNING)


def closings(closed: int) -> Sequence[int]:
    """The last closings of a cooperative that has closed so many campaigns."""
    return CLOSINGS[len(CLOSINGS) - closed :]


def seasons(closed: int) -> list[Season]:
    """The seasons of a cooperative that has closed so many campaigns."""
    lasts = (*closings(closed), YESTERDAY)
    firsts = (BEGINNING, *(last + 1 for last in lasts))
    return [Season(first, last, last != YESTERDAY) for first, last in zip(firsts, lasts, strict=False)]
