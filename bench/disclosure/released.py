"""Our releases of a simulated cooperative: half-yearly, cells of ten, change rule, joint audit."""

from datetime import date

import numpy as np

from assessment.referential import Axis
from bench.baselines.hide_next_smallest import Sums
from bench.disclosure.population import DIMENSIONS, Population
from dashboards.admission import admissible
from dashboards.candidates import Candidate
from dashboards.disclosure import Floors
from dashboards.ledger import KEY, Ledger, Published
from dashboards.measures.categories import merged

EVERY = 6  # months
AXIS = Axis.CREATIVITY
YEAR = 12
FIRST = 2024


def released(people: Population) -> tuple[Sums, dict[str, float]]:
    """The sums published over the months, a row a set, and the share of the releases that held each table."""
    keys = np.array([f"{number:016d}".encode() for number in range(len(people.answers))], KEY)
    sets: list[Published] = []
    held: dict[str, list[bool]] = {name: [] for name in ("all", *DIMENSIONS)}
    rosters = {}
    for month in range(0, people.months, EVERY):
        day, present = _day(month), people.present(month)
        rosters[day] = keys[present]
        tables: dict[str, Candidate] = {
            "all": (Published(day, AXIS, "all", day, np.ones(int(present.sum()), bool)),)
        }
        tables |= {name: _table(people, name, month) for name in DIMENSIONS}
        proposed = [each for each in tables.values() if each]
        kept = admissible(Ledger.of(rosters, sets), proposed, Floors())
        sets += [each for table in kept for each in table]
        for name, table in tables.items():
            held[name].append(bool(table) and table in kept)
    rows = np.array([np.isin(keys, rosters[each.day][each.mask]) for each in sets])
    return rows, {name: sum(each) / len(each) for name, each in held.items()}


def _table(people: Population, name: str, month: int) -> Candidate:
    """A table by a dimension, its categories merged as they were in the first month of the year."""
    day, words = _day(month), people.words[name]
    first = words[people.present(month // YEAR * YEAR)]
    counts = {
        str(word): int(count)
        for word, count in enumerate(np.bincount(first, minlength=len(DIMENSIONS[name])))
    }
    cells = merged(counts, floor=Floors().contributors)
    if cells is None:
        return ()
    of = np.array([cells[str(word)] for word in words[people.present(month)].tolist()])
    return tuple(Published(day, AXIS, f"{name}:{cell}", day, of == cell) for cell in np.unique(of).tolist())


def _day(month: int) -> date:
    return date(FIRST + month // YEAR, month % YEAR + 1, 28)
