"""What members answered, and what of it their cooperative may count: one row an answer. Pure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessment.referential import LEVELS, Axis
from demo.large.crowd import Crowd, Whole
from demo.large.seasons import CAMPAIGN, YESTERDAY

NONE = -1  # no level: skipped, or not agreed to
SILENT = 0.14  # the share of those who never take stock
IN_TURN, OUT_OF_TURN = (
    0.72,
    0.1,
)  # who answers in the campaign that is their turn, one in two, and in the other
REFUSED = {Axis.REST_TIME: 0.15, Axis.FINANCIAL_AUTONOMY: 0.2}
REFUSED_ALL = 0.06
SKIPPED = 0.03  # of the levels of an answer
MIDDLE, BETWEEN_PEOPLE, BETWEEN_ANSWERS = 52.0, 18.0, 4.0  # points
OF_STATUS, OF_TRADE = 5.0, 9.0  # points, how far apart statuses and trades are
DRIFT = (1.2, -1.5, 0.8, 0.3, 1.5, 0.5, -0.5)  # points a year, in the order of the diagram
OWN_DRIFT = 1.5
EARLIEST, LATEST = 7 * 60, 22 * 60  # minutes of a day


@dataclass(frozen=True)
class Answers:
    """Answers in columns: whose, in which season, on which day, at which minute, and the levels that count.

    `member` is a row of the crowd; `levels` has a column an axis, -1 for none.
    """

    member: Whole
    season: Whole
    day: Whole
    minute: Whole
    levels: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.member)

    @property
    def counted(self) -> NDArray[np.bool_]:
        """Which of them have a level at least."""
        return np.asarray((self.levels != NONE).any(axis=1))


def answered(chance: np.random.Generator, crowd: Crowd, closings: NDArray[np.int64]) -> Answers:
    """The answers of those who are still members, one at most a person and season.

    `closings` has a row a cooperative and a column a season.
    """
    here = crowd.here
    last = closings[crowd.home[here]]
    ends = np.minimum(last, YESTERDAY)
    starts = np.maximum(last - CAMPAIGN, crowd.since[here, None]) + 1
    row, season = np.nonzero(_willing(chance, starts, ends))
    first, until = starts[row, season], ends[row, season]
    day = first + np.floor(chance.random(len(row)) * (until - first + 1)).astype(np.int64)
    return Answers(
        member=here[row],
        season=season,
        day=day,
        minute=chance.integers(EARLIEST, LATEST, len(row)),
        levels=_levels(chance, crowd.at(here), row, day),
    )


def _willing(chance: np.random.Generator, starts: Whole, ends: Whole) -> NDArray[np.bool_]:
    people, seasons = starts.shape
    turn = (np.arange(seasons) + chance.integers(0, 2, (people, 1))) % 2 == 0
    often = np.where(turn, IN_TURN, OUT_OF_TURN) * np.clip((ends - starts + 1) / CAMPAIGN, 0, 1)
    silent = chance.random((people, 1)) < SILENT
    return np.asarray((chance.random((people, seasons)) < often) & ~silent)


def _levels(chance: np.random.Generator, people: Crowd, row: Whole, day: Whole) -> NDArray[np.int64]:
    """The levels of each answer: somebody's own, drifting slowly, less what is skipped or refused."""
    axes = len(Axis)
    own = MIDDLE + chance.normal(0, BETWEEN_PEOPLE, (len(people), axes))
    for column, spread in ((people.status, OF_STATUS), (people.trade, OF_TRADE)):
        own += chance.normal(0, spread, (int(column.max(initial=0)) + 2, axes))[column]
    drift = np.array(DRIFT) + chance.normal(0, OWN_DRIFT, (len(people), axes))
    years = (day - people.since[row]) / 365
    exact = own[row] + drift[row] * years[:, None] + chance.normal(0, BETWEEN_ANSWERS, (len(row), axes))
    levels = np.clip(np.round(exact), min(LEVELS), max(LEVELS)).astype(np.int64)
    missing = (chance.random(levels.shape) < SKIPPED) | _refused(chance, len(people))[row]
    return np.where(missing, NONE, levels)


def _refused(chance: np.random.Generator, people: int) -> NDArray[np.bool_]:
    shares = np.array([REFUSED.get(axis, 0.0) for axis in Axis])
    everything = chance.random((people, 1)) < REFUSED_ALL
    return np.asarray((chance.random((people, len(Axis))) < shares) | everything)
