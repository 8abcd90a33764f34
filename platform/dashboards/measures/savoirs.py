"""The four savoirs, and the three strands of a good work life, member by member.

They are means of several axes: of the whole cooperative only, and only over the members who contribute
their seven axes. By group they would give what is never broken down (three times savoir-vivre, less two of
its axes, is rest), and over other members than those of the axes they would give the difference. These
members are a set of their own, to be audited as such: `complete` says who they are.
"""

from collections.abc import Hashable, Mapping
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from assessment.referential import Axis, Family, Strand, referential

LevelsByAxis = Mapping[Axis, NDArray[np.integer] | NDArray[np.floating]]
Part = TypeVar("Part", bound=Hashable)


class Savoir(StrEnum):
    """The four savoirs, in the order of the diagram."""

    LIVING = "living"
    DESIGNING = "designing"
    MAKING = "making"
    FINANCE = "finance"


FAMILIES = {
    Savoir.LIVING: Family.LIVING,
    Savoir.DESIGNING: Family.DESIGNING,
    Savoir.MAKING: Family.MAKING,
    Savoir.FINANCE: Family.FINANCE,
}


def complete(levels: LevelsByAxis) -> NDArray[np.bool_]:
    """Which members contribute their seven axes; a level that is missing is NaN.

    The seven arrays hold the same members in the same order. Raises ValueError when an axis is absent or
    the arrays differ in length.
    """
    if set(levels) != set(Axis) or len({len(each) for each in levels.values()}) != 1:
        raise ValueError("the seven axes must be given, for the same members")
    present: NDArray[np.bool_] = np.logical_and.reduce(np.isfinite(_table(levels)))
    return present


def savoirs(levels: LevelsByAxis) -> dict[Savoir, NDArray[np.float64]]:
    """Each member's savoirs, 0 to 100: the mean of their levels on the axes of each.

    Only the members of `complete`, in the order given; ValueError as it says. Which axes make a savoir is
    said by the referential, after Lignères' matrix (MTO 2022): savoir-vivre is local usefulness, rest and
    commercial relation; savoir-concevoir creativity; savoir-faire tools and trade; the last one finance.
    """
    return _means(levels, {savoir: _of_family(family) for savoir, family in FAMILIES.items()})


def strands(levels: LevelsByAxis) -> dict[Strand, NDArray[np.float64]]:
    """Each member's three strands, 0 to 100: savoirs, utilité, rémunération; as `savoirs` otherwise.

    The strands are Lignères'; which axis belongs to which is the platform's reading, in the referential:
    utilité is local usefulness, rémunération financial autonomy, savoirs the five other axes.
    """
    return _means(levels, {strand: _of_strand(strand) for strand in Strand})


def _of_family(family: Family) -> list[Axis]:
    return [axis for axis, sheet in referential().sheets.items() if sheet.family is family]


def _of_strand(strand: Strand) -> list[Axis]:
    return [axis for axis, sheet in referential().sheets.items() if sheet.strand is strand]


def _means(levels: LevelsByAxis, parts: Mapping[Part, list[Axis]]) -> dict[Part, NDArray[np.float64]]:
    present, order = complete(levels), list(Axis)
    table = _table(levels)[:, present]
    return {part: table[[order.index(axis) for axis in axes]].mean(axis=0) for part, axes in parts.items()}


def _table(levels: LevelsByAxis) -> NDArray[np.float64]:
    return np.array([levels[axis] for axis in Axis], dtype=np.float64)
