"""One large cooperative, and many small ones: everything there is to load of them."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from demo.large import rows
from demo.large.answers import answered
from demo.large.chance import ids, stream
from demo.large.crowd import Crowd, Whole, gathered
from demo.large.rows import Calendar, Rows, Told
from demo.large.seasons import beginning, closings
from demo.large.sizes import BIGGEST, SMALLEST, Size
from demo.large.words import LARGE, SMALL

LARGE_ONE, SMALL_ONES = range(2)
PEOPLE, ANSWERS, ROWS = range(3)  # what draws are for
OVER, RUNNING = (
    (-14, -1),
    (1, 41),
)  # the days on which small campaigns end: those that are due, and the others


def slug(size: Size) -> str:
    """The short name of the large cooperative of a size: by it one sees that it was loaded."""
    return f"les-mille-metiers-{size.seed}"


def coordinator(size: Size) -> str:
    """The address of who coordinates the large cooperative."""
    return f"membre-1@{_domain(size, LARGE_ONE)}"


def large(size: Size, today: date, password: str) -> Iterator[Rows]:
    """The large cooperative: years of campaigns, of which all but the last have closed."""
    ends = np.array([closings(size.years, size.closes_in)])
    chances = _chances(size, LARGE_ONE)
    crowd = gathered(chances[PEOPLE], np.array([size.members]), beginning(int(ends.min())), branches=True)
    told = _told(today, [(LARGE, slug(size))], _domain(size, LARGE_ONE), ends, crowd, chances)
    yield from _everything(told, password, chances[ROWS])
    yield from rows.branches(told, chances[ROWS])


def small(size: Size, today: date, password: str) -> Iterator[Rows]:
    """The small cooperatives, in their first campaign, which is over or still runs; nothing for none."""
    if size.small == 0:
        return
    chances = _chances(size, SMALL_ONES)
    chance = chances[PEOPLE]
    sizes = chance.integers(SMALLEST, BIGGEST + 1, size.small)
    over, running = (chance.integers(first, last + 1, size.small) for first, last in (OVER, RUNNING))
    due = chance.permutation(size.small) < round(size.small * size.due)
    ends = np.where(due, over, running)[:, None]
    crowd = gathered(chance, sizes, beginning(int(ends.min())), branches=False)
    numbers = range(1, size.small + 1)
    names = [(SMALL.format(number=number), f"l-atelier-{size.seed}-{number:04d}") for number in numbers]
    told = _told(today, names, _domain(size, SMALL_ONES), ends, crowd, chances)
    yield from _everything(told, password, chances[ROWS])


def _told(
    today: date,
    names: Sequence[tuple[str, str]],
    domain: str,
    ends: Whole,
    crowd: Crowd,
    chances: Sequence[np.random.Generator],
) -> Told:
    return Told(
        calendar=Calendar(today),
        names=names,
        domain=domain,
        ends=ends,
        crowd=crowd,
        answers=answered(chances[ANSWERS], crowd, ends),
        cooperatives=ids(chances[ROWS], len(names)),
        people=ids(chances[ROWS], len(crowd)),
        members=ids(chances[ROWS], len(crowd)),
    )


def _everything(told: Told, password: str, chance: np.random.Generator) -> Iterator[Rows]:
    """Every table that any cooperative has rows in, in the order in which they refer to each other."""
    yield rows.cooperatives(told)
    yield rows.charters(told)
    yield rows.people(told, password=password)
    yield rows.memberships(told, chance)
    yield rows.roles(told, chance)
    yield rows.campaigns(told, chance)
    yield rows.contributions(told, chance)


def _chances(size: Size, kind: int) -> list[np.random.Generator]:
    return [stream(size.seed, kind, purpose) for purpose in (PEOPLE, ANSWERS, ROWS)]


def _domain(size: Size, kind: int) -> str:
    return f"{('mille-metiers', 'ateliers')[kind]}-{size.seed}.example"
