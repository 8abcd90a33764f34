"""Two attackers of published sums, written apart from the rule they test."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from itertools import combinations, product

Row = tuple[int, ...]
Vector = list[Fraction]


def presences(sets: Sequence[AbstractSet[Hashable]]) -> Counter[Row]:
    """How many contributions are in the same releases, one 0 or 1 for each release."""
    keys = frozenset[Hashable]().union(*sets)
    return Counter(tuple(int(key in present) for present in sets) for key in keys)


def isolated(patterns: Counter[Row], combination: Sequence[int | Fraction]) -> int:
    """How many contributions a combination of the releases isolates."""
    return sum(n for row, n in patterns.items() if sum(a * b for a, b in zip(row, combination, strict=True)))


def fewest_isolated(sets: Sequence[AbstractSet[Hashable]]) -> int | None:
    """The fewest contributions isolated by any combination with any coefficients, in rational algebra.

    A combination that isolates fewest leaves out as many presence patterns as it can without leaving out
    all: these span a hyperplane, so some r - 1 independent patterns (r the rank of all) fix it.
    """
    patterns = presences(sets)
    if not patterns:
        return None
    releases, rows = len(sets), list(patterns)
    rank = releases - len(null_space(rows, releases))
    found = []
    for fixed in combinations(rows, rank - 1):
        combinations_left = null_space(fixed, releases)
        if len(combinations_left) == releases - rank + 1:
            found.append(max(isolated(patterns, each) for each in combinations_left))
    return min(found)


def fewest_by_small_combinations(sets: Sequence[AbstractSet[Hashable]]) -> int | None:
    """The fewest contributions isolated by adding and subtracting whole releases."""
    patterns = presences(sets)
    everyone = (isolated(patterns, each) for each in product((-1, 0, 1), repeat=len(sets)))
    return min((n for n in everyone if n), default=None)


def null_space(rows: Sequence[Row], width: int) -> list[Vector]:
    """A basis of the vectors orthogonal to all rows, by Gauss and Jordan on fractions."""
    reduced, pivots = echelon(rows, width)
    basis = []
    for free in (column for column in range(width) if column not in pivots):
        vector = [Fraction(int(column == free)) for column in range(width)]
        for row, pivot in zip(reduced, pivots, strict=True):
            vector[pivot] = -row[free]
        basis.append(vector)
    return basis


def echelon(rows: Sequence[Row], width: int) -> tuple[list[Vector], list[int]]:
    """The reduced rows that are not zero, and the column of the leading 1 of each."""
    left = [[Fraction(value) for value in row] for row in rows]
    reduced: list[Vector] = []
    pivots = []
    for column in range(width):
        chosen = next((row for row in left if row[column]), None)
        if chosen is None:
            continue
        left.remove(chosen)
        lead = [value / chosen[column] for value in chosen]
        left, reduced = ([without(row, lead, column) for row in those] for those in (left, reduced))
        reduced.append(lead)
        pivots.append(column)
    return reduced, pivots


def without(row: Vector, lead: Vector, column: int) -> Vector:
    """The row less as much of the leading one as clears this column."""
    return [value - row[column] * led for value, led in zip(row, lead, strict=True)]


def releases_of(lives: Sequence[str]) -> Iterator[frozenset[tuple[int, str]]]:
    """The sets published of persons written as « AAB. »: a letter per release, a point when absent."""
    for moment in zip(*lives, strict=True):
        yield frozenset((person, letter) for person, letter in enumerate(moment) if letter != ".")


def determined(rows: Sequence[Row], width: int) -> list[int]:
    """The contributions whose level all these sums, put together, say."""
    open_to_doubt = null_space(rows, width)
    return [place for place in range(width) if not any(vector[place] for vector in open_to_doubt)]


def tied(rows: Sequence[Row], width: int) -> list[tuple[int, int]]:
    """The pairs of which each, knowing their own level, finds the other's."""
    open_to_doubt = null_space(rows, width)
    moves = [[vector[place] for vector in open_to_doubt] for place in range(width)]
    return [
        (one, other)
        for one, other in combinations(range(width), 2)
        if any(moves[one]) and any(moves[other]) and _in_proportion(moves[one], moves[other])
    ]


def _in_proportion(one: Vector, other: Vector) -> bool:
    lead = next(place for place, value in enumerate(one) if value)
    return all(value * other[lead] == one[lead] * another for value, another in zip(one, other, strict=True))
