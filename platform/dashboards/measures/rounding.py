"""Coarse roundings: a figure to the nearest step, an interval to the steps around it."""

from math import ceil, floor

from dashboards.display import HIGHEST, LOWEST

SLACK = 1e-9  # of a step: 0.15 is on a step of 0.05, whatever its last binary digit


def steps_below(value: float, per_unit: float) -> int:
    """How many whole steps, `per_unit` of them in a unit, fit under a value."""
    return floor(value * per_unit + SLACK)


def steps_above(value: float, per_unit: float) -> int:
    """How many whole steps, `per_unit` of them in a unit, it takes to reach a value."""
    return ceil(value * per_unit - SLACK)


def nearest(value: float, per_unit: int) -> float:
    """A value to the nearest of `per_unit` steps in a unit, halves up."""
    return floor(value * per_unit + 0.5) / per_unit


def shown_level(value: float, step: int) -> int:
    """A mean to the nearest multiple of `step` points, held within 5 to 95 as `display` shows levels."""
    return _held(floor(value / step + 0.5) * step)


def shown_levels(bounds: tuple[float, float], step: int) -> tuple[int, int]:
    """Bounds in points, to the multiples of `step` around them, held within 5 to 95."""
    low, high = bounds
    return _held(steps_below(low, 1 / step) * step), _held(steps_above(high, 1 / step) * step)


def shown_percents(bounds: tuple[float, float], step: int) -> tuple[int, int]:
    """Bounds from 0 to 1, in percent, to the multiples of `step` around them, held within 0 to 100."""
    low, high = (bound * 100 for bound in bounds)
    return max(0, steps_below(low, 1 / step) * step), min(100, steps_above(high, 1 / step) * step)


def _held(level: int) -> int:
    return min(HIGHEST, max(LOWEST, level))
