"""The figures of the whole cooperative: each axis, the savoirs, what goes together, how far to trust it."""

from collections import Counter
from collections.abc import Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from assessment.referential import Axis, Family, Strand
from dashboards.candidates import ALL, BROKEN_DOWN
from dashboards.display import Shown, level_step, shown
from dashboards.gathered import Gathered, Tables
from dashboards.ledger import Published
from dashboards.measures.bias import post_stratified, shown_post_stratified, worst_case
from dashboards.measures.categories import UNSAID, parts_of
from dashboards.measures.correlations import shown_correlation, spearman
from dashboards.measures.rounding import shown_level, shown_levels
from dashboards.measures.savoirs import FAMILIES, savoirs, strands
from dashboards.measures.turnover import Sum
from dashboards.merging import cell_of
from dashboards.portrait import Caution, Dimension, Tie
from dashboards.rules import exact

Kept = Mapping[Axis, Tables]
SILENT = frozenset((UNSAID, "prefer_not"))


def axes(gathered: Gathered, kept: Kept) -> dict[Axis, Shown]:
    """What may be shown of each axis."""
    return {
        axis: shown(exact(_levels(gathered, axis), gathered.members), axis, gathered.floors)
        if ALL in kept[axis]
        else Shown()
        for axis in Axis
    }


def by_family(gathered: Gathered) -> dict[Family, int]:
    """The means of the four savoirs, of those who count on every axis."""
    found = savoirs(_complete(gathered))
    return {FAMILIES[savoir]: _mean(each) for savoir, each in found.items()}


def by_strand(gathered: Gathered) -> dict[Strand, int]:
    """The means of the three strands, of the same members."""
    return {strand: _mean(each) for strand, each in strands(_complete(gathered)).items()}


def ties(gathered: Gathered) -> tuple[Tie, ...]:
    """Which axes go together, of the same members."""
    levels = _complete(gathered)
    found = []
    for one, other in combinations(Axis, 2):
        correlation = spearman(levels[one], levels[other])
        if correlation:
            seen = shown_correlation(correlation)
            low, high = (round(100 * bound) for bound in seen.interval)
            found.append(Tie(one, other, low, high))
    return tuple(found)


def cautions(gathered: Gathered, kept: Kept) -> dict[Axis, Caution]:
    """How far each mean may be from that of all members."""
    return {axis: _caution(gathered, axis, kept[axis]) for axis in Axis if ALL in kept[axis]}


def _caution(gathered: Gathered, axis: Axis, tables: Tables) -> Caution:
    levels = _levels(gathered, axis)
    step = level_step(len(levels))
    bounds = worst_case(float(levels.mean()), len(levels), gathered.members)
    return Caution(_weighted(gathered, axis, tables, step), shown_levels(bounds, step))


def _weighted(gathered: Gathered, axis: Axis, tables: Tables, step: int) -> int | None:
    """The mean in the proportions of the register; of rest and finance, it would tell the means by status."""
    if axis not in BROKEN_DOWN or Dimension.STATUS not in tables or Dimension.STATUS not in gathered.totals:
        return None
    register = register_of(gathered, Dimension.STATUS)
    groups = {name_of(each): sum_of(gathered, axis, each.mask) for each in tables[Dimension.STATUS]}
    known = {name: each for name, each in groups.items() if name in register}
    return shown_post_stratified(post_stratified(known, register), step)


def register_of(gathered: Gathered, dimension: Dimension) -> dict[str, int]:
    """All members by cell, as the coordination typed them, less a cell of those only who said nothing."""
    merges, found = gathered.cells_of(dimension), Counter[str]()
    for category, count in gathered.totals.get(dimension, {}).items() if merges else ():
        found[cell_of(merges, category)] += count
    return {name: count for name, count in found.items() if not SILENT.issuperset(parts_of(name))}


def name_of(cell: Published) -> str:
    """The name of a cell in its table."""
    return cell.series.partition(":")[2]


def sum_of(gathered: Gathered, axis: Axis, mask: NDArray[np.bool_]) -> Sum:
    """How many levels these members have on an axis, and their sum."""
    levels = gathered.answers.levels[axis][mask]
    return Sum(len(levels), int(levels.sum(dtype=np.int64)))


def _levels(gathered: Gathered, axis: Axis) -> NDArray[np.int16]:
    return gathered.answers.levels[axis][gathered.answers.on(axis)]


def _complete(gathered: Gathered) -> dict[Axis, NDArray[np.int16]]:
    return {axis: levels[gathered.answers.on_all] for axis, levels in gathered.answers.levels.items()}


def _mean(values: NDArray[np.float64]) -> int:
    return shown_level(float(values.mean()), level_step(len(values)))
