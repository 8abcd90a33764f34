"""The rows the application would have written of a crowd and its answers, table by table.

Nothing is made here that a service would not have kept: those who left have a membership that ended and no
contribution, a contribution stands for the last answer of a period, and nobody's password is known.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from assessment.models import Contribution
from assessment.referential import Axis, referential
from dashboards.display import COUNT_STEP
from demo.large.answers import NONE, Answers
from demo.large.chance import UNSAID, ids
from demo.large.crowd import HERE, Crowd, Whole
from demo.large.seasons import CAMPAIGN, beginning
from demo.large.words import BRANCHES, FAMILY, GIVEN, SENIOR_FROM, SENIORITIES, TERRITORIES, TRADES
from kernel.tables import Base
from people.models import Person
from tenants.charters import Charter, columns_of
from tenants.models import (
    Campaign,
    Cooperative,
    Group,
    GroupKind,
    GroupMember,
    Membership,
    RoleHeld,
    RoleName,
)
from tenants.terms import ORDINARY

ZONE = "Europe/Paris"
LANGUAGE = "fr"
MORNING, NIGHT = 8 * 60, 30  # minutes of the day at which accounts are opened, and campaigns closed


@dataclass(frozen=True)
class Rows:
    """Rows of one table: its model and its columns, all of one length."""

    model: type[Base]
    columns: dict[str, Sequence[Any]]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))


@dataclass(frozen=True)
class Calendar:
    """Days from today as PostgreSQL reads them."""

    today: date

    def day(self, offset: int) -> str:
        """A day."""
        return (self.today + timedelta(days=offset)).isoformat()

    def days(self, offsets: Whole) -> list[str]:
        """Days."""
        return [self.day(each) for each in offsets.tolist()]

    def moment(self, offset: int, minute: int) -> str:
        """A moment of a day, so many minutes after midnight."""
        hour, left = divmod(minute, 60)
        return f"{self.day(offset)} {hour:02}:{left:02} {ZONE}"


@dataclass(frozen=True)
class Told:
    """What is told of some cooperatives, and the ids of what is made of it.

    `ends` holds the closing days, a row a cooperative and a column a season; `domain` ends the addresses.
    """

    calendar: Calendar
    names: Sequence[tuple[str, str]]
    domain: str
    ends: Whole
    crowd: Crowd
    answers: Answers
    cooperatives: list[str]
    people: list[str]
    members: list[str]

    @property
    def began(self) -> int:
        """The day the cooperatives began."""
        return beginning(int(self.ends.min()))

    def homes(self, rows: Iterable[int]) -> list[str]:
        """The cooperatives of some members, by their rows."""
        return [self.cooperatives[each] for each in self.crowd.home[list(rows)].tolist()]

    def until(self, rows: Iterable[int]) -> list[str | None]:
        """The days some members left; None for those who have not."""
        found = self.crowd.until[list(rows)].tolist()
        return [None if day == HERE else self.calendar.day(day) for day in found]


def cooperatives(told: Told) -> Rows:
    """Cooperatives by name and slug, with the day their campaign ends."""
    count = len(told.names)
    return Rows(
        Cooperative,
        {
            "cooperative_id": told.cooperatives,
            "slug": [slug for _name, slug in told.names],
            "name": [name for name, _slug in told.names],
            "zone": [ZONE] * count,
            "language": [LANGUAGE] * count,
            "next_close_on": told.calendar.days(told.ends[:, -1]),
            "created_at": [told.calendar.moment(told.began, MORNING)] * count,
        },
    )


def charters(told: Told) -> Rows:
    """The first version of each charter, in the ordinary words."""
    count = len(told.names)
    return Rows(
        Charter,
        {
            "cooperative_id": told.cooperatives,
            "number": [1] * count,
            "edition": told.cooperatives,
            "published_at": [told.calendar.moment(told.began, MORNING)] * count,
            **{name: [value] * count for name, value in columns_of(ORDINARY).items()},
        },
    )


def people(told: Told, *, password: str) -> Rows:
    """An account for everybody, at an invented address, under the stored form of a password."""
    count = len(told.crowd)
    return Rows(
        Person,
        {
            "id": told.people,
            "email": [f"membre-{number}@{told.domain}" for number in range(1, count + 1)],
            "password_hash": [password] * count,
            "language": [LANGUAGE] * count,
            "created_at": [told.calendar.moment(day, MORNING) for day in told.crowd.since.tolist()],
            "last_seen_at": [told.calendar.moment(0, 0)] * count,
        },
    )


def memberships(told: Told, chance: np.random.Generator) -> Rows:
    """Everybody's membership, under an invented name."""
    every = range(len(told.crowd))
    given = chance.integers(0, len(GIVEN), len(every)).tolist()
    family = chance.integers(0, len(FAMILY), len(every)).tolist()
    names = [f"{GIVEN[one]} {FAMILY[other]}" for one, other in zip(given, family, strict=True)]
    return Rows(
        Membership,
        {
            "cooperative_id": told.homes(every),
            "id": told.members,
            "person_id": told.people,
            "display_name": names,
            "since": told.calendar.days(told.crowd.since),
            "until": told.until(every),
        },
    )


def roles(told: Told, chance: np.random.Generator) -> Rows:
    """One coordinator a cooperative."""
    first = told.crowd.first
    return Rows(
        RoleHeld,
        {
            "cooperative_id": told.homes(first),
            "id": ids(chance, len(first)),
            "member_id": [told.members[row] for row in first],
            "name": [RoleName.COORDINATOR.value] * len(first),
            "since": told.calendar.days(told.crowd.since[first]),
        },
    )


def branches(told: Told, chance: np.random.Generator) -> Iterator[Rows]:
    """The branches of the one cooperative told of, and who is in which."""
    groups = ids(chance, len(BRANCHES))
    inside = np.flatnonzero(told.crowd.branch != UNSAID)
    yield Rows(
        Group,
        {
            "cooperative_id": told.cooperatives * len(groups),
            "id": groups,
            "name": [f"Antenne {name}" for name in BRANCHES],
            "kind": [GroupKind.BRANCH.value] * len(groups),
            "starts_on": [told.calendar.day(told.began)] * len(groups),
        },
    )
    yield Rows(
        GroupMember,
        {
            "cooperative_id": told.homes(inside),
            "group_id": [groups[place] for place in told.crowd.branch[inside].tolist()],
            "member_id": [told.members[row] for row in inside],
            "since": told.calendar.days(told.crowd.since[inside]),
            "until": told.until(inside),
        },
    )


def campaigns(told: Told, chance: np.random.Generator) -> Rows:
    """The campaigns of each cooperative: all have closed but the last."""
    counts = np.zeros_like(told.ends)
    np.add.at(counts, (told.crowd.home[told.answers.member], told.answers.season), 1)
    running = np.arange(told.ends.size) % told.ends.shape[1] == told.ends.shape[1] - 1
    days = told.ends.ravel()
    nights = [told.calendar.moment(day + 1, NIGHT) for day in days.tolist()]
    return Rows(
        Campaign,
        {
            "cooperative_id": np.repeat(told.cooperatives, told.ends.shape[1]).tolist(),
            "id": ids(chance, len(days)),
            "opens_on": told.calendar.days(days - CAMPAIGN),
            "closes_on": told.calendar.days(days),
            "closed_at": [None if runs else night for runs, night in zip(running, nights, strict=True)],
            "answered_at_least": (counts // COUNT_STEP * COUNT_STEP).ravel().tolist(),
            "portrait_possible": [False] * len(days),
            "note": [""] * len(days),
            "commitments": [[]] * len(days),
        },
    )


def contributions(told: Told, chance: np.random.Generator) -> Rows:
    """The copy each cooperative keeps of each answer, under a random key and the name of its period."""
    answers, calendar = told.answers, told.calendar
    whose = answers.member.tolist()
    moments = zip(answers.day.tolist(), answers.minute.tolist(), strict=True)
    return Rows(
        Contribution,
        {
            "cooperative_id": told.homes(whose),
            "member_id": [told.members[row] for row in whose],
            "period": _periods(told),
            "key": ids(chance, len(answers)),
            "submitted_at": [calendar.moment(day, minute) for day, minute in moments],
            **{axis.value: _levels(answers.levels[:, place]) for place, axis in enumerate(Axis)},
            **_situation(told.crowd.at(answers.member), answers),
        },
    )


def _periods(told: Told) -> list[str]:
    """The closing that opened each period, as `assessment.rules.period_of` names it."""
    season = told.answers.season
    opened = told.ends[told.crowd.home[told.answers.member], season - 1]
    days = zip(told.calendar.days(opened), season.tolist(), strict=True)
    return [day if place else date.min.isoformat() for day, place in days]


def _levels(levels: Whole) -> list[int | None]:
    return [None if level == NONE else level for level in levels.tolist()]


def _situation(said: Crowd, answers: Answers) -> dict[str, list[str | None]]:
    """What was said of a situation, in words: nothing of those whose answer counts on no axis."""
    years = (answers.day - said.since) / 365 + said.before
    band = np.where(said.tells_seniority, np.searchsorted(SENIOR_FROM, years, side="right"), UNSAID)
    statuses = [each.id for each in referential().statuses]
    columns = {
        "status": (statuses, said.status),
        "trade": (TRADES, said.trade),
        "territory": (TERRITORIES, said.territory),
        "seniority": (SENIORITIES, band),
    }
    return {
        name: [(*words, None)[place] for place in np.where(answers.counted, places, UNSAID).tolist()]
        for name, (words, places) in columns.items()
    }
