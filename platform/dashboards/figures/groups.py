"""The figures by large groups, and what belonging to one says of how free one is."""

from collections.abc import Iterator, Mapping

import numpy as np

from assessment.referential import Axis
from dashboards.candidates import BROKEN_DOWN, Candidate
from dashboards.display import COUNT_STEP, level_step, percentage
from dashboards.figures.whole import Kept, name_of, register_of
from dashboards.gathered import Gathered
from dashboards.measures.bias import heterogeneity, shown_heterogeneity
from dashboards.measures.categories import parts_of
from dashboards.measures.effects import effect, shown_effect
from dashboards.measures.examples import counter_examples, shown_examples
from dashboards.measures.rounding import shown_level
from dashboards.portrait import Breakdown, Cell, CounterExample, Dimension, Influence, Likeness


def breakdowns(gathered: Gathered, kept: Kept) -> dict[Dimension, Breakdown]:
    """The means by group of each dimension, for the axes whose table may be shown."""
    found = {}
    for dimension, tables in _by_dimension(kept):
        broken = {axis: table for axis, table in tables.items() if axis in BROKEN_DOWN}
        if broken:
            cells = _cells(broken)
            found[dimension] = Breakdown(
                cells, {axis: _means(gathered, axis, each) for axis, each in broken.items()}
            )
    return found


def influences(gathered: Gathered, kept: Kept) -> dict[Dimension, dict[Axis, Influence]]:
    """How much of the differences goes with each dimension, on the axes whose table is not withheld."""
    found: dict[Dimension, dict[Axis, Influence]] = {}
    for dimension, tables in _by_dimension(kept):
        for axis, table in tables.items():
            made = effect([gathered.answers.levels[axis][each.mask] for each in table])
            if made:
                seen = shown_effect(made)
                low, high = (round(100 * bound) for bound in seen.interval)
                each = Influence(low, high, round(100 * seen.omega), seen.verdict)
                found.setdefault(dimension, {})[axis] = each
    return found


def examples(gathered: Gathered, kept: Kept) -> tuple[CounterExample, ...]:
    """Members whom their status does not explain, on the axes whose table by status may be shown."""
    levels = {
        axis: np.where(gathered.answers.on(axis), gathered.answers.levels[axis], np.nan)
        for axis in BROKEN_DOWN
        if Dimension.STATUS in kept[axis]
    }
    found = counter_examples(levels, gathered.answers.attributes[Dimension.STATUS].spelled())
    seen = {axis: shown_examples(each) for axis, each in found.items()}
    return tuple(
        CounterExample(axis, each.free_employees, each.dependent_freelances)
        for axis, each in seen.items()
        if each.free_employees or each.dependent_freelances
    )


def likeness(gathered: Gathered, kept: Kept) -> dict[Dimension, Likeness]:
    """How those who count compare with who the members are, where the coordination typed it."""
    found = {}
    for dimension, tables in _by_dimension(kept):
        broken = [axis for axis in tables if axis in BROKEN_DOWN]
        if broken:
            widest = max(broken, key=lambda axis: int(gathered.answers.on(axis).sum()))
            found[dimension] = _likeness(gathered, dimension, tables[widest])
    return found


def _likeness(gathered: Gathered, dimension: Dimension, table: Candidate) -> Likeness:
    counts = {name_of(each): int(each.mask.sum()) for each in table}
    counted = sum(counts.values())
    shares = tuple(percentage(count, counted, counted) for count in counts.values())
    cells = tuple(_cell(name, count) for name, count in counts.items())
    register = register_of(gathered, dimension)
    everybody = sum(register.values())
    if not everybody:
        return Likeness(cells, shares, None, None)
    far = heterogeneity({name: count for name, count in counts.items() if name in register}, register)
    return Likeness(
        cells,
        shares,
        tuple(percentage(register.get(name, 0), everybody, counted) for name in counts),
        None if far is None else round(100 * shown_heterogeneity(far).index),
    )


def _by_dimension(kept: Kept) -> Iterator[tuple[Dimension, Mapping[Axis, Candidate]]]:
    """The tables of each dimension that have the same cells, those of the axis that has most."""
    for dimension in Dimension:
        tables = {axis: each[dimension] for axis, each in kept.items() if dimension in each}
        if tables:
            names = max((_names(each) for each in tables.values()), key=len)
            yield dimension, {axis: each for axis, each in tables.items() if _names(each) == names}


def _names(table: Candidate) -> list[str]:
    return [name_of(each) for each in table]


def _cells(tables: Mapping[Axis, Candidate]) -> tuple[Cell, ...]:
    """The cells of some tables, and how many count in each on every one of their axes at least."""
    counts = np.array([[int(each.mask.sum()) for each in table] for table in tables.values()]).min(axis=0)
    names = _names(next(iter(tables.values())))
    return tuple(_cell(name, count) for name, count in zip(names, counts.tolist(), strict=True))


def _cell(name: str, count: int) -> Cell:
    return Cell(parts_of(name), count // COUNT_STEP * COUNT_STEP)


def _means(gathered: Gathered, axis: Axis, table: Candidate) -> tuple[int, ...]:
    groups = [gathered.answers.levels[axis][each.mask] for each in table]
    return tuple(shown_level(float(each.mean()), level_step(len(each))) for each in groups)
