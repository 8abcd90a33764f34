"""All that a cooperative's portraits were made of: who was in each published set, under random keys. Pure.

A roster is the keys of the contributions of one release, in order; each published set is a mask over a
roster. The ledger lays them out for `disclosure` (one series of cells, release after release) and for
`audit` (every set of an axis, in blocks of births).

Blocks bound the cost of the audit. A contribution is born in the first release it is in, and dies within a
year or so. Those born in the same three calendar years are audited together, with those born the year
before and the year after to hide among, against every set they are in. Whatever may be added inside a
block without changing a published sum may be added in the whole: a block can raise a false alarm, it never
hides a true one. When all of a block are dead, no new set concerns it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from assessment.referential import Axis
from dashboards.audit import Columns, Rows, Table
from dashboards.disclosure import Presence

BLOCK = 3  # years of births
SHELTER = 1  # years of births before and after, to hide among
KEY = np.dtype("S16")

Keys = NDArray[np.bytes_]  # 16 bytes each, in order
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Published:
    """One set of contributions whose figures are published: a mask over the roster of a day."""

    day: date
    axis: Axis
    series: str
    roster_on: date
    mask: Mask


@dataclass(frozen=True)
class Block:
    """The contributions of an axis audited together, and those among them that nobody must find."""

    published: Table
    candidates: tuple[Table, ...]
    concerned: Columns


@dataclass(frozen=True)
class Ledger:
    """The rosters by day, the last of them of the release in the making, and the sets published before.

    Both are read when they are first needed, the sets of one axis at a time.
    """

    read_rosters: Callable[[], Mapping[date, Keys]]
    read_sets: Callable[[Axis], Sequence[Published]]

    @classmethod
    def of(cls, rosters: Mapping[date, Keys], sets: Sequence[Published]) -> "Ledger":
        """A ledger that is known already."""
        return cls(lambda: rosters, lambda axis: [each for each in sets if each.axis is axis])

    @cached_property
    def rosters(self) -> Mapping[date, Keys]:
        """The keys of each release, by its day."""
        return self.read_rosters()

    @cached_property
    def sets(self) -> Callable[[Axis], Sequence[Published]]:
        """The sets published before, of an axis; those of the last axis asked for are kept."""
        return lru_cache(maxsize=1)(self.read_sets)

    @cached_property
    def _places(self) -> dict[date, NDArray[np.intp]]:
        """Where the contributions of each roster stand among all contributions."""
        every = [self.rosters[day] for day in sorted(self.rosters)]
        _, place = np.unique(np.concatenate(every), return_inverse=True)
        ends = np.cumsum([len(keys) for keys in every])[:-1]
        return dict(zip(sorted(self.rosters), np.split(place, ends), strict=True))

    @cached_property
    def _births(self) -> NDArray[np.int64]:
        """The calendar year in which each contribution is first in a release."""
        size = max((int(place.max()) + 1 for place in self._places.values() if len(place)), default=0)
        years = np.full(size, np.iinfo(np.int64).max)
        for day in sorted(self.rosters, reverse=True):
            years[self._places[day]] = day.year
        return years

    def presence(self, candidate: Published) -> Presence:
        """The series of a cell, oldest release first and the candidate last, over the contributions in it."""
        before = [each for each in self.sets(candidate.axis) if each.series == candidate.series]
        sets = [self._columns(each) for each in (*sorted(before, key=lambda each: each.day), candidate)]
        return _rows(sets, self._in_any(sets))

    def blocks(self, candidates: Sequence[Sequence[Published]]) -> Iterator[Block]:
        """What is to be audited before these tables of one axis join what is published."""
        new = [each for table in candidates for each in table]
        sets = self.sets(new[0].axis) if new else []
        concerned = self._in_any([self._columns(each) for each in new])
        for first in self._blocks_with(concerned):
            support = (self._births >= first - SHELTER) & (self._births < first + BLOCK + SHELTER)
            near = {day for day, place in self._places.items() if support[place].any()}
            before = [each for each in sets if each.roster_on in near]
            columns = [each[support[each]] for each in map(self._columns, (*before, *new))]
            known = self._in_any(columns)
            tables = _tables(_rows(columns, known), (before, *candidates))
            years = self._births[known]
            yield Block(tables[0], tables[1:], (years >= first) & (years < first + BLOCK))

    def _blocks_with(self, concerned: Columns) -> list[int]:
        """The first year of each block that some contributions are in, or hide."""
        years: list[int] = self._births[concerned].tolist()
        near = {year + shift for year in set(years) for shift in (-SHELTER, 0, SHELTER)}
        firsts = {year // BLOCK * BLOCK for year in near}
        born = {year // BLOCK * BLOCK for year in np.unique(self._births).tolist()}
        return sorted(firsts & born)

    def _columns(self, published: Published) -> NDArray[np.intp]:
        columns: NDArray[np.intp] = self._places[published.roster_on][published.mask]
        return columns

    def _in_any(self, columns: Sequence[NDArray[np.intp]]) -> Columns:
        """The contributions that are in one of these sets."""
        known = np.zeros(len(self._births), bool)
        for each in columns:
            known[each] = True
        return known


def _rows(columns: Sequence[NDArray[np.intp]], known: Columns) -> Rows:
    """These sets as rows, over those that are known."""
    place = np.cumsum(known) - 1
    rows = np.zeros((len(columns), int(known.sum())), bool)
    for row, each in zip(rows, columns, strict=True):
        row[place[each]] = True
    return rows


def _tables(rows: Rows, parts: Sequence[Sequence[Published]]) -> tuple[Table, ...]:
    """These rows as tables: so many for each part, in order."""
    ends = np.cumsum([len(part) for part in parts])[:-1]
    names = [tuple(each.series for each in part) for part in parts]
    return tuple(Table(*each) for each in zip(names, np.split(rows, ends), strict=True))
