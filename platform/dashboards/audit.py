"""Whether published sums, put together, say one person's level, or tie two persons' levels together. Pure.

Every published cell is a sum of levels over a set of contributions: a row of zeros and ones, a column a
contribution. What the rows leave open is their null space: a vector of it may be added to the true levels
without any published sum changing. A contribution whose coordinate is zero in the whole null space has its
level determined. Two whose coordinates are always in proportion are tied: whoever knows one, being one of
them, knows the other. `admitted` lets tables join what is published, in order, as long as neither happens.

Vectors of the null space are drawn at random modulo primes, by elimination: a coordinate that is not always
zero is drawn as zero, or in proportion to another, about once in 10¹⁸. That would be a false alarm, and
withhold a table for nothing. A determined coordinate is missed only if both primes divide the determinant by
which it is determined: never for the small combinations of sums that people make. The primes are below 2²⁰,
so that products of matrices of real numbers are exact: Σ of 8,192 products of two remainders < 2⁵³.

What is added to most contributions may be drawn freely, if what is added to a chosen few can make up for it
in every sum. The few are those in which rows differ: some of each row, some of what a cell gains or loses
from one release to the next. Elimination is done on their columns only, with the sums of what was drawn for
the others beside them; a row of which only such a sum is left shows that they cannot make up for
everything: more are chosen, and at worst a table is withheld for nothing. The cost follows the number of
published cells, and hardly the number of members.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.bool_]  # a row a published cell, a column a contribution
Columns = NDArray[np.bool_]
Matrix = NDArray[np.float64]  # of whole numbers, remainders of a prime

PRIMES = (1048573, 1048571)
EXACT = 8192  # products added up before reals stop being exact
CHOSEN = (2, 8, 64)  # contributions chosen of each kind, then again if they do not make up for the others
DRAWS = 4
BLOCK = 32  # rows reduced at once


@dataclass(frozen=True)
class Table:
    """Cells that are published together or not at all: a name and a row for each.

    `series` names what each cell continues from one release to the next: « status:employees ».
    """

    series: tuple[str, ...]
    rows: Rows


def admitted(published: Table, candidates: Sequence[Table], concerned: Columns) -> list[bool]:
    """For each table, in order, whether it may join what is published and the tables admitted before it.

    `published` and the candidates have the same columns; `concerned` marks those nobody must find: the
    others are there because they hide them.
    """
    everything = np.vstack([published.rows, *(table.rows for table in candidates)])
    names = [name for table in (published, *candidates) for name in table.series]
    ends = np.cumsum([len(published.rows), *(len(table.rows) for table in candidates)]).tolist()
    for many in CHOSEN:
        chosen = _chosen(everything, names, many)
        spaces = [space.narrowed(0, ends[0]) for space in _opened(everything, chosen)]
        if all(space.narrowed(ends[0], ends[-1]).stands for space in spaces):
            break
    verdicts = []
    for start, end in pairwise(ends):
        tried = [space.narrowed(start, end) for space in spaces]
        verdicts.append(all(space.hides(concerned) for space in tried))
        spaces = tried if verdicts[-1] else spaces
    return verdicts


def exposed(rows: Rows) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The columns of the contributions whose level these sums determine, and of those tied to another one."""
    space, *_ = _opened(rows, np.ones(rows.shape[1], bool))
    return space.narrowed(0, len(rows)).found()


def _chosen(rows: Rows, names: Sequence[str], many: int) -> Columns:
    """Some contributions of each row, and of what each series gains and loses from one row to the next.

    The first ones: contributions are in the order of random keys.
    """
    chosen = np.zeros(rows.shape[1], bool)
    chosen[: many * len(rows)] = True
    last: dict[str, Columns] = {}
    for name, row in zip(names, rows, strict=True):
        before = last.get(name, np.zeros_like(row))
        for some in (row, row & ~before, before & ~row):
            chosen[np.flatnonzero(some)[:many]] = True
        last[name] = row
    chosen[np.flatnonzero(chosen)[EXACT - DRAWS :]] = False
    return chosen


@dataclass(frozen=True)
class _Others:
    """The contributions that were not chosen: what is added to them is drawn once, whatever is published."""

    columns: NDArray[np.intp]  # in the order of their keys
    keys: NDArray[np.int64]

    @classmethod
    def of(cls, columns: NDArray[np.intp], added: NDArray[np.int64], prime: int) -> "_Others":
        """Those of these columns, with what was added to each: never nothing."""
        _, keys = _keys(added, prime)
        order = np.argsort(keys)
        return cls(columns[order], keys[order])

    def like(self, keys: NDArray[np.int64]) -> tuple[Columns, NDArray[np.intp]]:
        """Which of these keys are those of others, and the columns of these others."""
        first, last = (np.searchsorted(self.keys, keys, side) for side in ("left", "right"))
        met = last > first
        pairs = zip(first[met].tolist(), last[met].tolist(), strict=True)
        return met, self.columns[[place for start, end in pairs for place in range(start, end)]]


@dataclass(frozen=True)
class _Step:
    """Some rows in reduced echelon form, without the pivots of the steps before them."""

    rows: Matrix
    pivots: NDArray[np.intp]


@dataclass(frozen=True)
class _Space:
    """The rows so far in echelon form modulo a prime, step by step: what they leave free is read off them.

    Their columns are the chosen contributions, then a sum of what was added to the others in each draw;
    `seen` holds every row there is, in these columns. There are fewer pivots than EXACT.
    """

    prime: int
    chosen: NDArray[np.intp]
    others: _Others
    seen: Matrix
    steps: tuple[_Step, ...] = ()
    stands: bool = True

    def narrowed(self, start: int, end: int) -> "_Space":
        """What is left free once these rows are published too."""
        space = self
        for first in range(start, end, BLOCK):
            space = space._with_block(self.seen[first : min(end, first + BLOCK)])
        return space

    def hides(self, concerned: Columns) -> bool:
        """Whether no contribution concerned is determined, nor tied to another one."""
        if not self.stands:
            return False
        determined, tied = self.found()
        return not (concerned[determined].any() or concerned[tied].any())

    def found(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The columns of the contributions that are determined, and of those that are tied to another one.

        Others are in proportion to each other as they were drawn: once in 10¹⁸, and not looked for.
        """
        free, keys = _keys(self._drawn(), self.prime)
        _, same, times = np.unique(keys, return_inverse=True, return_counts=True)
        met, others = self.others.like(keys)
        tied = self.chosen[free][(times[same] > 1) | met]
        return self.chosen[~free], np.concatenate([tied, others])

    def _drawn(self) -> NDArray[np.int64]:
        """The chosen coordinates of random vectors of the null space: a row each, a column a vector."""
        width = len(self.chosen)
        free = np.random.default_rng(len(self.steps)).integers(0, self.prime, (width, DRAWS)).astype(float)
        for step in self.steps:
            free[step.pivots] = 0
        for step in reversed(self.steps):
            # Each row says that its pivot, what is free in it and what was added to the others make nothing.
            there = step.rows[:, width:] + step.rows[:, :width] @ free
            free[step.pivots] = _remainder(-there, self.prime)
        return free.astype(np.int64)

    def _with_block(self, block: Matrix) -> "_Space":
        left = block.copy()
        for step in self.steps:
            left -= _remainder(left[:, step.pivots], self.prime) @ step.rows
        step, stands = _echelon(_remainder(left, self.prime), len(self.chosen), self.prime)
        return replace(self, steps=(*self.steps, step), stands=self.stands and stands)


def _opened(rows: Rows, chosen: Columns) -> list[_Space]:
    """What is free modulo each prime, while none of these rows is published: everything."""
    others = np.flatnonzero(~chosen)
    draws = [np.random.default_rng(prime).integers(1, prime, (len(others), DRAWS)) for prime in PRIMES]
    added = np.zeros((len(chosen), DRAWS * len(PRIMES)))
    added[others] = np.hstack(draws)
    sums = np.zeros((len(rows), added.shape[1]))
    for start in range(0, len(chosen), EXACT):
        part = slice(start, start + EXACT)
        sums += rows[:, part].astype(float) @ added[part]
    few = rows[:, chosen].astype(float)
    return [
        _Space(
            prime,
            np.flatnonzero(chosen),
            _Others.of(others, drawn, prime),
            np.hstack([few, _remainder(each, prime)]),
        )
        for prime, drawn, each in zip(PRIMES, draws, np.hsplit(sums, len(PRIMES)), strict=True)
    ]


def _remainder(numbers: Matrix, prime: int) -> Matrix:
    """Remainders from 0 to the prime of whole numbers under 2⁵³: five times as fast as `%` on reals."""
    rest: Matrix = numbers - np.floor(numbers / prime) * prime
    rest[rest < 0] += prime  # the quotient was rounded up
    rest[rest >= prime] -= prime
    return rest


def _echelon(rows: Matrix, width: int, prime: int) -> tuple[_Step, bool]:
    """A few rows in reduced echelon form, their pivots among the first columns, and whether none is odd.

    An odd row has no pivot left and is not zero: nothing chosen makes up for what was added to the others.
    """
    kept: list[int] = []
    pivots: list[int] = []
    for number in range(len(rows)):
        found = np.flatnonzero(rows[number, :width])
        if not found.size:
            continue
        pivot = int(found[0])
        rows[number] = _remainder(rows[number] * pow(int(rows[number, pivot]), -1, prime), prime)
        factors = rows[:, pivot].copy()
        factors[number] = 0
        touched = np.flatnonzero(factors)
        rows[touched] = _remainder(rows[touched] - np.outer(factors[touched], rows[number]), prime)
        kept.append(number)
        pivots.append(pivot)
    empty = np.delete(rows, kept, axis=0)
    return _Step(rows[kept], np.array(pivots, np.intp)), not empty.any()


def _keys(vectors: NDArray[np.int64], prime: int) -> tuple[Columns, NDArray[np.int64]]:
    """Which rows are not zero; and for each of these a number it shares with those in proportion to it."""
    free: Columns = np.any(vectors, axis=1)
    left = vectors[free]
    lead = (left != 0).argmax(axis=1)
    scaled = left * _inverses(left[np.arange(len(left)), lead], prime)[:, None] % prime
    # The lead is 1, and what is before it 0: three remainders under 2²⁰ and a place say everything.
    keys: NDArray[np.int64] = lead
    for column in scaled.T[1:]:
        keys = keys * prime + column
    return free, keys


def _inverses(numbers: NDArray[np.int64], prime: int) -> NDArray[np.int64]:
    """The inverse of each modulo a prime: its power p − 2 (Fermat), by squaring."""
    result, base, power = np.ones_like(numbers), numbers % prime, prime - 2
    while power:
        if power & 1:
            result = result * base % prime
        base = base * base % prime
        power >>= 1
    return result
