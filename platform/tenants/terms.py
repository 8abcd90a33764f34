"""What a cooperative decides in its charter, within what the platform promises everybody. Pure."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

LEAST_FLOOR = 10
MOST_FLOOR = 500
LEAST_NOTICE_DAYS = 21
MOST_NOTICE_DAYS = 180
MOST_CLOSES_A_YEAR = 4
MOST_ADVISED = 20
LONGEST_CONTROLLER = 200
LONGEST_WORDS = 20_000


class Reach(StrEnum):
    """The audiences a charter may close: those that go beyond people chosen by name."""

    GROUP = "group"
    COOPERATIVE = "cooperative"
    LINK = "link"


@dataclass(frozen=True)
class Calendar:
    """The days a campaign stays open at least, and how many may close within a year."""

    notice_days: int = LEAST_NOTICE_DAYS
    closes_a_year: int = MOST_CLOSES_A_YEAR


@dataclass(frozen=True)
class Terms:
    """All that a version of a charter decides.

    `floor` is the fewest people behind a figure; `closed` the audiences that are closed; `coordinators` and
    `mediators` how many are advised; `controller` who answers for the data, the cooperative when empty;
    `consulted_on` the day the works council was consulted, if there is one.
    """

    floor: int = LEAST_FLOOR
    notice_days: int = LEAST_NOTICE_DAYS
    closes_a_year: int = MOST_CLOSES_A_YEAR
    closed: frozenset[Reach] = field(default_factory=frozenset)
    coordinators: int = 2
    mediators: int = 1
    controller: str = ""
    consulted_on: date | None = None
    words: str = ""

    @property
    def calendar(self) -> Calendar:
        """What it says of campaigns."""
        return Calendar(self.notice_days, self.closes_a_year)


ORDINARY = Terms()
RANGES = {
    "floor": (LEAST_FLOOR, MOST_FLOOR),
    "notice_days": (LEAST_NOTICE_DAYS, MOST_NOTICE_DAYS),
    "closes_a_year": (1, MOST_CLOSES_A_YEAR),
    "coordinators": (1, MOST_ADVISED),
    "mediators": (0, MOST_ADVISED),
}


def out_of_range(terms: Terms) -> str | None:
    """The name of the first figure that is outside what the platform allows; None when all are inside."""
    for name, (least, most) in RANGES.items():
        if not least <= getattr(terms, name) <= most:
            return name
    return None


def lowers(terms: Terms, before: Terms) -> bool:
    """Whether a floor would be lower than it was: it may be raised, never lowered."""
    return terms.floor < before.floor
