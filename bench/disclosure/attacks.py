"""What attackers get from published sums: exactly, as an insider, or as bounds by linear programming."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from bench.baselines.hide_next_smallest import Sums
from bench.disclosure.population import Population
from dashboards.audit import exposed

HIGHEST = 100
PROBED = 25  # answers whose bounds are computed


@dataclass(frozen=True)
class Exposure:
    """Shares of the members, 0 to 1: found by anybody, and found by somebody who knows their own levels."""

    outside: float
    inside: float


def exposure(people: Population, rows: Sums) -> Exposure:
    """The members one of whose answers the exact sums give away."""
    determined, tied = exposed(rows)
    owners = np.array([each.member for each in people.answers])
    everybody = len(np.unique(owners))
    found, beside = np.unique(owners[determined]), np.unique(owners[np.union1d(determined, tied)])
    return Exposure(len(found) / everybody, len(beside) / everybody)


def narrowest(people: Population, rows: Sums, step: float, seed: int) -> float:
    """The narrowest interval in which sums shown to `step` points enclose one of some levels, in points.

    The attacker knows who is in each set, how many they are, and that levels are from 0 to 100.
    """
    levels = np.array([each.level for each in people.answers])
    sizes = rows.sum(axis=1)
    means = np.round(rows @ levels / sizes / step) * step
    limits = np.concatenate([(means + step / 2) * sizes, -(means - step / 2) * sizes])
    within = np.vstack([rows.astype(float), -rows.astype(float)])
    chosen = np.random.default_rng(seed).choice(len(levels), min(PROBED, len(levels)), replace=False)
    widths = []
    for answer in chosen[rows[:, chosen].any(axis=0)]:
        wanted = np.zeros(len(levels))
        wanted[answer] = 1
        low, high = (
            sign * linprog(sign * wanted, within, limits, bounds=(0, HIGHEST), method="highs").fun
            for sign in (1, -1)
        )
        widths.append(high - low)
    return float(min(widths))
