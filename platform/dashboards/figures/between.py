"""The figures between two portraits, and between the members and their peers."""

from collections.abc import Mapping

from assessment.referential import Axis
from dashboards.answers import NONE
from dashboards.candidates import BEFORE, STANDING, STAYED, TURNOVER, Candidate, Earlier
from dashboards.display import percent_step, percentage
from dashboards.figures.whole import Kept, name_of, sum_of
from dashboards.gathered import Gathered
from dashboards.ledger import Mask
from dashboards.measures.proportions import shown_wilson, wilson
from dashboards.measures.turnover import Sum, shown_turnover, turnover
from dashboards.portrait import Confirmed, Movement


def movements(gathered: Gathered, kept: Kept) -> dict[Axis, Movement]:
    """Who came and went since the last portrait, and what it made of each mean."""
    found = {
        axis: _movement(gathered, axis, tables[TURNOVER])
        for axis, tables in kept.items()
        if TURNOVER in tables
    }
    return {axis: each for axis, each in found.items() if each}


def confirmed(gathered: Gathered, kept: Kept) -> dict[Axis, Confirmed]:
    """What peers confirmed, in shares of those who count."""
    return {
        axis: _confirmed(gathered, tables[STANDING]) for axis, tables in kept.items() if STANDING in tables
    }


def _movement(gathered: Gathered, axis: Axis, table: Candidate) -> Movement | None:
    masks = {name_of(each): each.mask for each in table}
    before = gathered.before[axis]
    now, stayed = gathered.answers.on(axis), masks[STAYED]
    found = turnover(
        gathered.sums[axis],
        sum_of(gathered, axis, now),
        sum_then(before, masks[BEFORE]),
        sum_of(gathered, axis, stayed),
    )
    seen = None if found is None else shown_turnover(found, gathered.floors.contributors)
    return None if seen is None else Movement(before.day, seen.change, seen.stayed, seen.joined, seen.left)


def sum_then(before: Earlier, mask: Mask) -> Sum:
    """The levels some members counted with in the last portrait, where they are still known."""
    known = before.levels[mask & before.everyone]
    levels = known[known != NONE].tolist()
    return Sum(len(levels), sum(levels))


def _confirmed(gathered: Gathered, table: Candidate) -> Confirmed:
    counts: Mapping[str, int] = {name_of(each): int(each.mask.sum()) for each in table}
    n = sum(counts.values())
    step = percent_step(n)
    intervals = {
        name: shown_wilson(wilson(count, n, gathered.members), step) for name, count in counts.items()
    }
    return Confirmed(
        {name: percentage(count, n, n) for name, count in counts.items()},
        {name: each for name, each in intervals.items() if each} or None,
    )
