"""Who joins and who leaves, and what they say of their situation: one row a member. Pure."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assessment.referential import referential
from demo.large.chance import pick
from demo.large.seasons import YESTERDAY
from demo.large.words import BRANCHES, TERRITORIES, TRADES

Whole = NDArray[np.int64]

HERE = 1  # the day of leaving of those who have not left
FOUNDERS = 0.3  # the share of those who were there from the beginning
LEAVING = 0.04  # of the members of today, those who left in each year
SHORTEST_STAY = 30  # days
NEWEST = -14  # the last day anybody joined
USUAL_STATUSES = {  # out of a hundred; every other status shares what is left
    "employee_fixed": 30,
    "esa": 24,
    "employee_permanent": 14,
    "several": 9,
    "self_employed": 7,
    "cape": 5,
    "umbrella": 3,
    "prefer_not": 2,
}
RARE = 0.8
UNSAID = {"status": 0.08, "trade": 0.12, "territory": 0.2, "seniority": 0.1}
LONGEST_BEFORE = 12  # years worked before joining


@dataclass(frozen=True)
class Crowd:
    """The members of some cooperatives, in columns; -1 stands for what somebody did not say.

    `home` is the place of their cooperative, `since` and `until` are days from today (1: has not left),
    `status`, `trade`, `territory` and `branch` are places in the lists of the referential and of `words`,
    `before` is in years.
    """

    home: Whole
    since: Whole
    until: Whole
    status: Whole
    trade: Whole
    territory: Whole
    branch: Whole
    before: NDArray[np.float64]
    tells_seniority: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.home)

    @property
    def here(self) -> Whole:
        """The rows of those who have not left."""
        return np.flatnonzero(self.until == HERE)

    @property
    def first(self) -> Whole:
        """The row of the first member of each cooperative, who never left: they coordinate."""
        return np.flatnonzero(np.diff(self.home, prepend=-1))

    def at(self, rows: Whole) -> Self:
        """Some of these members."""
        return type(self)(**{name: column[rows] for name, column in vars(self).items()})


def gathered(chance: np.random.Generator, sizes: Whole, began: int, *, branches: bool) -> Crowd:
    """Everyone who was ever a member of cooperatives of these sizes today, which all began on that day."""
    left = np.round(sizes * LEAVING * -began / 365).astype(np.int64)
    home = np.repeat(np.arange(len(sizes)), sizes + left)
    rank = np.arange(len(home)) - np.repeat(np.cumsum(sizes + left) - (sizes + left), sizes + left)
    stays = rank < sizes[home]
    since = _since(chance, rank, began)
    count = len(home)
    return Crowd(
        home=home,
        since=since,
        until=np.where(stays, HERE, _left(chance, since)),
        status=pick(chance, _status_weights(), count, unsaid=UNSAID["status"]),
        trade=pick(chance, _unequal(len(TRADES)), count, unsaid=UNSAID["trade"]),
        territory=pick(chance, _unequal(len(TERRITORIES)), count, unsaid=UNSAID["territory"]),
        branch=pick(chance, _unequal(len(BRANCHES)), count, unsaid=0.0 if branches else 1.0),
        before=chance.random(count) ** 2 * LONGEST_BEFORE,
        tells_seniority=chance.random(count) >= UNSAID["seniority"],
    )


def _since(chance: np.random.Generator, rank: Whole, began: int) -> Whole:
    joined = began + np.floor(chance.random(len(rank)) * (NEWEST - SHORTEST_STAY - began)).astype(np.int64)
    founder = (chance.random(len(rank)) < FOUNDERS) | (rank == 0)
    return np.where(founder, began, joined)


def _left(chance: np.random.Generator, since: Whole) -> Whole:
    soonest = since + SHORTEST_STAY
    return soonest + np.floor(chance.random(len(since)) * (YESTERDAY - soonest)).astype(np.int64)


def _status_weights() -> list[float]:
    return [USUAL_STATUSES.get(each.id, RARE) for each in referential().statuses]


def _unequal(count: int) -> list[float]:
    """Weights from the most to the least frequent, the last one a tenth of the first."""
    return list(np.geomspace(10, 1, count))
