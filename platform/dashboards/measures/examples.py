"""Those whom the status does not explain: employees with high autonomy, freelances with strong dependence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessment.referential import Axis
from assessment.rules import STRONG_FROM, WATCH_UP_TO
from dashboards.display import COUNT_STEP, OUTSIDE_A_BAND, WHOLE_ONLY

EMPLOYEES = frozenset({"employee_permanent", "employee_fixed"})
FREELANCES = frozenset({"self_employed"})
SHOWN_FROM = 10  # members


@dataclass(frozen=True)
class Tally:
    """How many of the members of a status who contribute an axis are counter-examples on it."""

    count: int
    among: int


@dataclass(frozen=True)
class CounterExamples:
    """On one axis: employees at 75 or more, and freelances at 25 or less."""

    free_employees: Tally
    dependent_freelances: Tally


@dataclass(frozen=True)
class ShownCounterExamples:
    """What may be shown of them: counts rounded down to a multiple of 5; None is withheld or empty."""

    free_employees: int | None
    dependent_freelances: int | None


def counter_examples(
    levels: Mapping[Axis, NDArray[np.integer] | NDArray[np.floating]], statuses: Sequence[str | None]
) -> dict[Axis, CounterExamples]:
    """The counter-examples on each axis given that may be broken down; a level that is missing is NaN.

    Lignères' hypothesis is that status does not determine freedom (MTO 2022): those whom it would not
    predict speak for it. High is a strong point, 75 or more, and strong dependence a watch point, 25 or
    less, as each member reads of themself. Employees are those of the two employee statuses, freelances the
    self-employed. Rest and finance are never broken down, not even here.

    The arrays hold the same members as the statuses, in the same order; ValueError otherwise.
    """
    if any(len(each) != len(statuses) for each in levels.values()):
        raise ValueError("levels and statuses must be of the same members")
    employees = np.fromiter((status in EMPLOYEES for status in statuses), bool, len(statuses))
    freelances = np.fromiter((status in FREELANCES for status in statuses), bool, len(statuses))
    return {
        axis: CounterExamples(
            free_employees=_tally(levels[axis] >= STRONG_FROM, employees & ~np.isnan(levels[axis])),
            dependent_freelances=_tally(levels[axis] <= WATCH_UP_TO, freelances & ~np.isnan(levels[axis])),
        )
        for axis in Axis
        if axis in levels and axis not in WHOLE_ONLY
    }


def shown_examples(exact: CounterExamples) -> ShownCounterExamples:
    """What may be shown: each count from 10, unless all but two of those it is among, or more, are in it."""
    return ShownCounterExamples(_shown(exact.free_employees), _shown(exact.dependent_freelances))


def _tally(remarkable: NDArray[np.bool_], group: NDArray[np.bool_]) -> Tally:
    return Tally(int(np.count_nonzero(remarkable & group)), int(np.count_nonzero(group)))


def _shown(tally: Tally) -> int | None:
    # As with bands: « nearly all employees are free » would say so of each of them.
    if tally.count < SHOWN_FROM or tally.count > tally.among - OUTSIDE_A_BAND:
        return None
    return tally.count // COUNT_STEP * COUNT_STEP
