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

What is added to most contributions may be drawn freely, if what is added to a chosen few can make up for it in
every sum. The few are those in which rows differ: some of each row, some of what a cell gains and loses from
one release to the next. Elimination is done on their columns only, with the sums of what was drawn for the
others beside them; a row of which only such a sum is left shows that they cannot make up for everything: more
are chosen, and at worst a table is withheld for nothing. The cost follows the number of published cells, and
hardly the number of members.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
    everything = _together((published, *candidates))
    for many in CHOSEN:
        spaces = [_Space.open(prime, _chosen(everything, many)) for prime in PRIMES]
        spaces = [space.narrowed(published.rows) for space in spaces]
        if all(space.narrowed(everything.rows).stands for space in spaces):
            break
    verdicts = []
    for table in candidates:
        tried = [space.narrowed(table.rows) for space in spaces]
        verdicts.append(all(space.hides(concerned) for space in tried))
        spaces = tried if verdicts[-1] else spaces
    return verdicts


def exposed(published: Table) -> tuple[Columns, Columns]:
    """The contributions whose level these sums determine, and those tied to another one."""
    space = _Space.open(PRIMES[0], np.ones(published.rows.shape[1], bool))
    return _found(space.narrowed(published.rows).drawn(), PRIMES[0])


def _together(tables: Sequence[Table]) -> Table:
    names = tuple(name for table in tables for name in table.series)
    return Table(names, np.vstack([table.rows for table in tables]))


def _chosen(everything: Table, many: int) -> Columns:
    """Some contributions of each row, and of what each series gains and loses from one row to the next."""
    rows = everything.rows
    width = rows.shape[1]
    chosen = np.zeros(width, bool)
    order = np.random.default_rng(width).permutation(width)  # which ones, of those alike, does not matter
    chosen[order[: many * len(rows)]] = True
    mixed = rows[:, order]
    names = np.array(everything.series)
    for name in np.unique(names):
        series = mixed[names == name]
        changes = np.vstack([series, series[1:] & ~series[:-1], series[:-1] & ~series[1:]])
        for change in changes:
            chosen[order[np.flatnonzero(change)[:many]]] = True
    return _first(chosen, EXACT - DRAWS)


def _first(chosen: Columns, most: int) -> Columns:
    kept = np.zeros(len(chosen), bool)
    kept[np.flatnonzero(chosen)[:most]] = True
    return kept


@dataclass(frozen=True)
class _Space:
    """The rows so far in reduced echelon form modulo a prime: what they leave free is read off it.

    Its columns are the chosen contributions, then a sum of what was `added` to the others in each draw.
    """

    prime: int
    chosen: NDArray[np.intp]
    added: NDArray[np.int64]
    rows: Matrix
    pivots: NDArray[np.intp]
    stands: bool = True

    @classmethod
    def open(cls, prime: int, chosen: Columns) -> "_Space":
        """Nothing is published: everything is free."""
        width = int(chosen.sum())
        added = np.random.default_rng(prime).integers(0, prime, (len(chosen), DRAWS))
        added[chosen] = 0
        nothing = np.zeros((0, width + DRAWS))
        return cls(prime, np.flatnonzero(chosen), added, nothing, np.zeros(0, np.intp))

    def narrowed(self, rows: Rows) -> "_Space":
        """What is left free once these rows are published too."""
        space, seen = self, self._seen(rows)
        for start in range(0, len(rows), BLOCK):
            space = space._with_block(seen[start : start + BLOCK])
        return space

    def hides(self, concerned: Columns) -> bool:
        """Whether no contribution concerned is determined, nor tied to another one."""
        if not self.stands:
            return False
        determined, tied = _found(self.drawn(), self.prime)
        return not ((determined | tied) & concerned).any()

    def drawn(self) -> NDArray[np.int64]:
        """Random vectors of the null space, a row a contribution, a column a vector."""
        width = len(self.chosen)
        free = np.random.default_rng(len(self.pivots)).integers(0, self.prime, (width, DRAWS)).astype(float)
        free[self.pivots] = 0
        # Each row says that its pivot, what is free in it and what was added to the others make nothing.
        free[self.pivots] = _remainder(
            -self.rows[:, width:] - _product(self.rows[:, :width], free, self.prime), self.prime
        )
        vectors = self.added.copy()
        vectors[self.chosen] = free.astype(np.int64)
        return vectors

    def _seen(self, rows: Rows) -> Matrix:
        """Rows as looked at: the chosen contributions, then the sums of what was added to the others."""
        sums = np.zeros((len(rows), DRAWS))
        for start in range(0, rows.shape[1], EXACT):
            part = slice(start, start + EXACT)
            sums += rows[:, part].astype(float) @ self.added[part]
        return np.hstack([rows[:, self.chosen].astype(float), _remainder(sums, self.prime)])

    def _with_block(self, block: Matrix) -> "_Space":
        left = _remainder(block - _product(block[:, self.pivots], self.rows, self.prime), self.prime)
        reduced, pivots, stands = _echelon(left, len(self.chosen), self.prime)
        older = _remainder(self.rows - _product(self.rows[:, pivots], reduced, self.prime), self.prime)
        return replace(
            self,
            rows=np.vstack([older, reduced]),
            pivots=np.concatenate([self.pivots, pivots]),
            stands=self.stands and stands,
        )


def _product(one: Matrix, other: Matrix, prime: int) -> Matrix:
    """A product of matrices of remainders: exact, for at most EXACT products are added up."""
    found: Matrix = one @ other
    return _remainder(found, prime)


def _remainder(numbers: Matrix, prime: int) -> Matrix:
    """Remainders from 0 to the prime of whole numbers under 2⁵³: five times as fast as `%` on reals."""
    rest = numbers - np.floor(numbers / prime) * prime
    rest[rest < 0] += prime  # the quotient was rounded up
    rest[rest >= prime] -= prime
    return rest


def _echelon(rows: Matrix, width: int, prime: int) -> tuple[Matrix, NDArray[np.intp], bool]:
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
    return rows[kept], np.array(pivots, np.intp), not empty.any()


def _found(drawn: NDArray[np.int64], prime: int) -> tuple[Columns, Columns]:
    """Which rows are zero, and which are in proportion to another one."""
    determined: Columns = ~np.any(drawn, axis=1)
    tied = np.zeros(len(drawn), bool)
    vectors = drawn[~determined]
    lead = (vectors != 0).argmax(axis=1)
    scaled = vectors * _inverses(vectors[np.arange(len(vectors)), lead], prime)[:, None] % prime
    # The lead is 1, and what is before it 0: three remainders under 2²⁰ and a place say everything.
    rest = lead
    for column in scaled.T[1:]:
        rest = rest * prime + column
    _, same, times = np.unique(rest, return_inverse=True, return_counts=True)
    tied[~determined] = times[same] > 1
    return determined, tied


def _inverses(numbers: NDArray[np.int64], prime: int) -> NDArray[np.int64]:
    """The inverse of each modulo a prime: its power p − 2 (Fermat), by squaring."""
    result, base, power = np.ones_like(numbers), numbers % prime, prime - 2
    while power:
        if power & 1:
            result = result * base % prime
        base = base * base % prime
        power >>= 1
    return result
