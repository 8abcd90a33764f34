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

Large cooperatives are looked at through a sample of contributions S. If the columns outside S are
combinations of those in S (checked, by two random combinations of them carried through the elimination),
whatever is added to a contribution outside S can be made up for inside S: it is free, and tied to nobody.
Those in S are looked at themselves. A sample can thus raise a false alarm; it never hides a true one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.bool_]  # a row a published cell, a column a contribution
Columns = NDArray[np.bool_]
Matrix = NDArray[np.float64]  # of whole numbers, remainders of a prime

PRIMES = (1048573, 1048571)
EXACT = 8192  # products added up before reals stop being exact
ALL = 6000  # up to so many contributions, no sample is made
ALIKE = 4  # contributions kept in a sample of those that come and go together in a cell
DRAWS = 4
WITNESSES = 2  # random combinations of the columns outside a sample
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
    everything = Table(
        tuple(name for table in (published, *candidates) for name in table.series),
        np.vstack([published.rows, *(table.rows for table in candidates)]),
    )
    view = _view(everything, concerned)
    spaces = [_Space.open(prime, view.width).narrowed(view.seen(published.rows)) for prime in PRIMES]
    verdicts = []
    for table in candidates:
        tried = [space.narrowed(view.seen(table.rows)) for space in spaces]
        verdicts.append(all(space.hides(view.concerned) for space in tried))
        spaces = tried if verdicts[-1] else spaces
    return verdicts


def exposed(published: Table) -> tuple[Columns, Columns]:
    """The contributions whose level these sums determine, and those tied to another one, in full."""
    space = _Space.open(PRIMES[0], published.rows.shape[1])
    witnesses = np.zeros((len(published.rows), WITNESSES))
    return _found(space.narrowed(np.hstack([published.rows, witnesses])).drawn(), PRIMES[0])


@dataclass(frozen=True)
class _View:
    """The contributions looked at, and how the others are summed up."""

    chosen: NDArray[np.intp]
    concerned: Columns
    outside: NDArray[np.int64]  # a random factor for each contribution outside, 0 inside; a column a witness

    @property
    def width(self) -> int:
        return len(self.chosen)

    def seen(self, rows: Rows) -> Matrix:
        """Rows as looked at: the chosen contributions, then the witnesses of the others."""
        witnesses = [[int(factors[row].sum()) for factors in self.outside.T] for row in rows]
        return np.hstack([rows[:, self.chosen], np.array(witnesses).reshape(len(rows), WITNESSES)]).astype(
            float
        )


def _view(everything: Table, concerned: Columns) -> _View:
    width = len(concerned)
    chance = np.random.default_rng(width)
    chosen = np.arange(width)
    if width > ALL:
        chosen = np.flatnonzero(_sample(everything, chance))[: EXACT - WITNESSES]
    outside = chance.integers(1, min(PRIMES), (width, WITNESSES))
    outside[chosen] = 0
    return _View(chosen, concerned[chosen], outside)


def _sample(everything: Table, chance: np.random.Generator) -> Columns:
    """Some contributions of each pattern of coming and going in each series, in which rows stay apart."""
    kept = np.zeros(everything.rows.shape[1], bool)
    names = np.array(everything.series)
    for name in np.unique(names):
        rows = everything.rows[names == name]
        present = chance.permutation(np.flatnonzero(rows.any(axis=0)))
        _, pattern = np.unique(np.packbits(rows[:, present], axis=0), axis=1, return_inverse=True)
        order = np.argsort(pattern, kind="stable")
        starts = np.searchsorted(pattern[order], pattern[order])
        kept[present[order[np.arange(len(order)) - starts < ALIKE]]] = True
    return kept


@dataclass(frozen=True)
class _Space:
    """The rows so far in reduced echelon form modulo a prime: what they leave free is read off it.

    The first `width` columns are contributions, the others witnesses. A row that says nothing of the
    contributions but something of the witnesses shows that the sample does not stand for the others.
    """

    prime: int
    width: int
    rows: Matrix
    pivots: NDArray[np.intp]
    stands: bool = True

    @classmethod
    def open(cls, prime: int, width: int) -> "_Space":
        """Nothing is published: everything is free."""
        return cls(prime, width, np.zeros((0, width + WITNESSES)), np.zeros(0, np.intp))

    def narrowed(self, rows: Matrix) -> "_Space":
        """What is left free once these rows are published too."""
        space = self
        for start in range(0, len(rows), BLOCK):
            space = space._with_block(rows[start : start + BLOCK] % self.prime)
        return space

    def _with_block(self, block: Matrix) -> "_Space":
        left = (block - block[:, self.pivots] @ self.rows) % self.prime
        reduced, pivots, stands = _echelon(left, self.width, self.prime)
        older = (self.rows - self.rows[:, pivots] @ reduced) % self.prime
        return _Space(
            self.prime,
            self.width,
            np.vstack([older, reduced]),
            np.concatenate([self.pivots, pivots]),
            self.stands and stands,
        )

    def hides(self, concerned: Columns) -> bool:
        """Whether no contribution concerned is determined, nor tied to another one."""
        determined, tied = _found(self.drawn(), self.prime)
        return self.stands and not ((determined | tied) & concerned).any()

    def drawn(self) -> NDArray[np.int64]:
        """Random vectors of the null space, a row a contribution, a column a vector."""
        chance = np.random.default_rng(len(self.pivots))
        drawn = chance.integers(0, self.prime, (self.width, DRAWS)).astype(float)
        drawn[self.pivots] = 0
        drawn[self.pivots] = -(self.rows[:, : self.width] @ drawn) % self.prime
        return drawn.astype(np.int64)


def _echelon(rows: Matrix, width: int, prime: int) -> tuple[Matrix, NDArray[np.intp], bool]:
    """A few rows in reduced echelon form, their pivots among the first columns, and whether none is odd."""
    kept: list[int] = []
    pivots: list[int] = []
    for number in range(len(rows)):
        found = np.flatnonzero(rows[number, :width])
        if not found.size:
            continue
        pivot = int(found[0])
        rows[number] = rows[number] * pow(int(rows[number, pivot]), -1, prime) % prime
        factors = rows[:, pivot].copy()
        factors[number] = 0
        touched = np.flatnonzero(factors)
        rows[touched] = (rows[touched] - np.outer(factors[touched], rows[number])) % prime
        kept.append(number)
        pivots.append(pivot)
    empty = np.delete(rows, kept, axis=0)
    return rows[kept], np.array(pivots, np.intp), not empty.any()


def _found(drawn: NDArray[np.int64], prime: int) -> tuple[Columns, Columns]:
    """Which rows are zero, and which are in proportion to another one."""
    determined: Columns = ~np.any(drawn, axis=1)
    tied = np.zeros(len(drawn), bool)
    vectors = drawn[~determined]
    first = vectors[np.arange(len(vectors)), (vectors != 0).argmax(axis=1)]
    scaled = vectors * _inverses(first, prime)[:, None] % prime
    _, same, times = np.unique(scaled, axis=0, return_inverse=True, return_counts=True)
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
