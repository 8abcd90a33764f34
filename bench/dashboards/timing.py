"""Measuring things beside each other: in turns, so that what else the machine does falls on all of them."""

from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

Act = Callable[[], object]


def timed(act: Act) -> float:
    """How long something takes, in seconds."""
    start = perf_counter()
    act()
    return perf_counter() - start


def in_turns(acts: Mapping[str, Act], times: int, *, warm: int = 1) -> dict[str, float]:
    """The median time of each, in seconds, over so many rounds; the first rounds only warm them up."""
    found: dict[str, list[float]] = {name: [] for name in acts}
    for number in range(warm + times):
        for name, act in acts.items():
            taken = timed(act)
            if number >= warm:
                found[name].append(taken)
    return {name: median(each) for name, each in found.items()}


def highest_but(share: float, values: list[float]) -> float:
    """The value that all but this share of them reach at most: 0.01 gives the 99th percentile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * (1 - share)))]
