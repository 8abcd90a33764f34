"""How the categories of each dimension are put together so that every cell is large enough. Pure.

Statuses first within their families, seniorities with their neighbours; trades, territories and branches,
which are people's own words, are alone or among the others, so that no rare word is ever published. A merging
stands for a year: were it to change at each portrait, two of them would give what was put together.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dashboards.answers import Answers, Words
from dashboards.candidates import BROKEN_DOWN
from dashboards.measures.categories import SENIORITY_ORDER, STATUS_FAMILIES, UNSAID, merged
from dashboards.portrait import Dimension

STANDS_FOR = timedelta(days=365)
OTHERS = "others"
Cells = Mapping[str, str]  # category to cell


@dataclass(frozen=True)
class Merging:
    """The cell of each category, by dimension, and the day from which it stands."""

    since: date
    cells: Mapping[Dimension, Cells]


def merging(
    day: date, last: Merging | None, words: Mapping[Dimension, Words], answers: Answers, floor: int
) -> Merging:
    """The merging of a portrait: that of the last year, with new cells for the dimensions that had none."""
    standing = last if last and day < last.since + STANDS_FOR else Merging(day, {})
    made = {each: _cells(each, words[each], answers, floor) for each in words if each not in standing.cells}
    found = {dimension: cells for dimension, cells in made.items() if cells}
    return Merging(standing.since, {**standing.cells, **found})


def in_cells(words: Words, cells: Cells) -> Words:
    """The cell of each word; one that came since is among the others, or with those who said nothing."""
    return words.renamed({each: cell_of(cells, each) for each in words.names})


def cell_of(cells: Cells, category: str) -> str:
    """The cell of one category."""
    return cells.get(category, cells.get(OTHERS, cells[UNSAID]))


def rare_together(counts: Mapping[str, int], floor: int) -> dict[str, str] | None:
    """Each category that is large enough alone, and the others together; None when one cell would remain."""
    sizes = Counter({UNSAID: 0, **counts})
    ordered = sorted(sizes, key=lambda each: (sizes[each], each))
    rare = [each for each in ordered if sizes[each] < floor]
    large = ordered[len(rare) :]
    while large and sum(sizes[each] for each in rare) not in {0, *range(floor, sizes.total() + 1)}:
        rare.append(large.pop(0))
    alone = {each: each for each in large}
    if len(alone) + bool(sum(sizes[each] for each in rare)) < 2:  # noqa: PLR2004 - one cell compares nothing
        return None
    return {**alone, **dict.fromkeys([*rare, OTHERS], OTHERS)}


def _cells(dimension: Dimension, words: Words, answers: Answers, floor: int) -> Cells | None:
    """The cells of a dimension, each large enough on every axis that is broken down."""
    counts = [words.counts(answers.on(axis)) for axis in BROKEN_DOWN]
    fewest = {word: min(each[word] for each in counts) for word in words.names}
    if dimension is Dimension.STATUS:
        return merged(fewest, STATUS_FAMILIES, floor=floor)
    if dimension is Dimension.SENIORITY:
        return merged(fewest, floor=floor, order=SENIORITY_ORDER)
    return rare_together(fewest, floor)
