"""Cooperatives whose members come, answer again, fall silent and leave, and the portraits made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from assessment.referential import Axis
from dashboards.answers import NONE, Answers, Words
from dashboards.candidates import ALL, earlier
from dashboards.disclosure import Floors
from dashboards.gathered import Gathered
from dashboards.ledger import KEY, Ledger, Published
from dashboards.measures.turnover import Sum
from dashboards.portrait import Dimension
from dashboards.proposals import kept
from tests.dashboards.attacker import Row

DAYS = (date(2024, 12, 29), date(2025, 6, 29), date(2025, 12, 28), date(2026, 6, 28), date(2026, 12, 27))
FLOORS = Floors()


@dataclass
class Somebody:
    """A member: their attributes, the key and levels of their last answer, and for how long it counts."""

    id: bytes
    words: tuple[str, str]
    key: bytes
    levels: Mapping[Axis, int]
    age: int = 0


@dataclass
class History:
    """A cooperative in the making: who is there, what was published."""

    chance: np.random.Generator
    size: int
    rosters: dict[date, np.ndarray] = field(default_factory=dict)
    sets: list[Published] = field(default_factory=list)
    crowd: list[Somebody] = field(default_factory=list)
    sums: dict[Axis, Sum] = field(default_factory=dict)
    seen: list[Answers] = field(default_factory=list)

    def answer(self) -> tuple[bytes, dict[Axis, int]]:
        """A new answer: a key, and levels on the axes of that day, few of them refused."""
        levels = self.chance.integers(0, 101, len(Axis)).tolist()
        refused = self.chance.random(len(Axis)) < self.chance.choice([0, 0, 0.1])
        given = {axis: NONE if no else level for axis, level, no in zip(Axis, levels, refused, strict=True)}
        return self.chance.bytes(16), given

    def somebody(self) -> Somebody:
        """A newcomer."""
        key, levels = self.answer()
        words = str(self.chance.choice(["A", "B"])), str(self.chance.choice(["C", "D"]))
        return Somebody(self.chance.bytes(16), words, key, levels)

    def season(self, moving: float) -> None:
        """Half a year: some answer again, some leave, some come; nobody counts for more than a year."""
        stay = []
        for each in self.crowd:
            each.age += 1
            if each.age > 1 or self.chance.random() < moving:
                each.key, each.levels = self.answer()
                each.age = 0
            if self.chance.random() > moving / 2:
                stay.append(each)
        wanted = self.size + int(self.chance.integers(-2, 3)) - len(stay)
        self.crowd = stay + [self.somebody() for _ in range(max(0, wanted))]

    def gathered(self, day: date) -> Gathered:
        """What a close knows on a day."""
        crowd = sorted(self.crowd, key=lambda each: each.key)
        answers = Answers(
            keys=np.array([each.key for each in crowd], KEY),
            members=np.array([each.id for each in crowd], KEY),
            days=np.zeros(len(crowd), np.int32),
            levels={axis: np.array([each.levels[axis] for each in crowd], np.int16) for axis in Axis},
            attributes={},
        )
        status, seniority = (Words.of(each.words[place] for each in crowd) for place in range(2))
        ledger = Ledger.of({**self.rosters, day: answers.keys}, self.sets)
        last = {each.axis: each for each in self.sets if each.series == ALL}
        before = {
            axis: earlier(each.day, self.rosters[each.day], each.mask, self.seen[-1], axis)
            for axis, each in last.items()
        }
        cells = {Dimension.STATUS: status, Dimension.SENIORITY: seniority}
        progress = {Axis.CREATIVITY: status}
        self.seen.append(answers)
        return Gathered(
            day,
            len(crowd),
            FLOORS,
            answers,
            ledger,
            cells=cells,
            progress=progress,
            before=before,
            sums=self.sums,
        )

    def close(self, day: date) -> None:
        """Publish what may be published on a day."""
        gathered = self.gathered(day)
        for tables in kept(gathered).values():
            self.sets.extend(each for table in tables.values() for each in table)
        self.rosters[day] = gathered.answers.keys

    def rows(self, axis: Axis) -> tuple[list[Row], int]:
        """Everything published of an axis: a row a set, a column a contribution; and how many columns."""
        sets = [each for each in self.sets if each.axis is axis]
        keys = sorted({key for each in sets for key in self._keys(each)})
        rows = [tuple(int(key in self._keys(each)) for key in keys) for each in sets]
        return rows, len(keys)

    def series(self) -> Mapping[tuple[Axis, str], Sequence[frozenset[bytes]]]:
        """The sets of each cell, oldest first."""
        found: dict[tuple[Axis, str], list[frozenset[bytes]]] = {}
        for each in self.sets:
            found.setdefault((each.axis, each.series), []).append(self._keys(each))
        return found

    def _keys(self, published: Published) -> frozenset[bytes]:
        return frozenset(self.rosters[published.roster_on][published.mask].tolist())


def lived(seed: int, size: int, releases: int, moving: float) -> History:
    """A history of some members over some releases, of whom a share moves each half-year."""
    history = History(np.random.default_rng(seed), size)
    history.crowd = [history.somebody() for _ in range(size)]
    for day in DAYS[:releases]:
        history.close(day)
        history.season(moving)
    return history
