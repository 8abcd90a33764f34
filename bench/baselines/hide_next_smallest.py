"""Live tables by group, cells under five hidden, and the next smallest hidden with a lone one.

Source: how survey vendors and public bodies protect small cells (a floor of 5, complementary suppression):
A. Hundepool and others, "Statistical Disclosure Control", Wiley, 2012, chapter 4. The tables are refreshed
every month on the last answer of each member, as dashboards are.
"""

import numpy as np
from numpy.typing import NDArray

from bench.disclosure.population import DIMENSIONS, Population

SOURCE = "floor of 5 and complementary suppression, Hundepool and others 2012"
FLOOR = 5

Sums = NDArray[np.bool_]  # a row a published sum, a column an answer


def refreshed(people: Population) -> Sums:
    """The sums shown over the months."""
    rows = []
    for month in range(people.months):
        present = people.present(month)
        rows.append(present)
        for name in DIMENSIONS:
            rows += _shown([present & (people.words[name] == word) for word in np.unique(people.words[name])])
    return np.array(rows)


def _shown(cells: list[NDArray[np.bool_]]) -> list[NDArray[np.bool_]]:
    """The cells of a table that are not hidden: a lone small one takes the next smallest with it."""
    ordered = sorted((each for each in cells if each.any()), key=lambda cell: int(cell.sum()))
    small = sum(int(cell.sum()) < FLOOR for cell in ordered)
    return ordered[small + (small == 1) :]
