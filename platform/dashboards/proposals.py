"""Which tables a close proposes, in the order in which they are admitted, and which of them it keeps. Pure.

Rest and finance are never broken down. By status they are audited as if they were, since ω² says something
of their groups; who came and went, and the other dimensions, leave them out.
"""

from collections.abc import Iterator, Mapping

from assessment.referential import Axis
from dashboards.admission import admissible
from dashboards.answers import Words
from dashboards.candidates import (
    BROKEN_DOWN,
    FULL,
    STANDING,
    Candidate,
    everybody,
    on_every_axis,
    parted,
    turned_over,
)
from dashboards.display import BREAKDOWNS_FROM, QUARTILES_FROM
from dashboards.gathered import Gathered, Tables
from dashboards.portrait import Dimension


def kept(gathered: Gathered) -> dict[Axis, Tables]:
    """The tables of each axis that may be published; an axis without any may not be published at all."""
    found = {axis: _kept_on(axis, gathered) for axis in Axis}
    if all(FULL in tables for tables in found.values()):
        return found
    # The savoirs need every axis: unless all may tell them, none does, and nothing of it is sealed.
    return {
        axis: {name: each for name, each in tables.items() if name != FULL} for axis, tables in found.items()
    }


def part_of(candidate: Candidate) -> str:
    """What a table parts members by: « status », « turnover », « all »."""
    return candidate[0].series.partition(":")[0]


def _kept_on(axis: Axis, gathered: Gathered) -> Tables:
    proposed = [each for each in _proposed(axis, gathered) if each]
    return {part_of(each): each for each in admissible(gathered.ledger, proposed, gathered.floors)}


def _proposed(axis: Axis, gathered: Gathered) -> Iterator[Candidate]:
    day, answers = gathered.day, gathered.answers
    counted = int(answers.on(axis).sum())
    yield everybody(day, axis, answers)
    yield on_every_axis(day, axis, answers)
    if counted >= BREAKDOWNS_FROM:
        for dimension, cells in _dimensions(axis, gathered.cells):
            yield parted(day, axis, answers, dimension, cells)
    if counted >= QUARTILES_FROM and axis in gathered.before and axis in BROKEN_DOWN:
        yield turned_over(day, axis, answers, gathered.before[axis])
    if counted >= QUARTILES_FROM and axis in gathered.progress:
        yield parted(day, axis, answers, STANDING, gathered.progress[axis])


def _dimensions(axis: Axis, cells: Mapping[Dimension, Words]) -> Iterator[tuple[Dimension, Words]]:
    for dimension in Dimension:
        if dimension in cells and (axis in BROKEN_DOWN or dimension is Dimension.STATUS):
            yield dimension, cells[dimension]
