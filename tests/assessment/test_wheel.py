"""The geometry of the wheel, recomputed with complex numbers."""

import cmath
import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.referential import Axis, Family, Language, referential
from assessment.wheel import (
    LABELS,
    WHEELS,
    Wheel,
    colour,
    families,
    percent,
    quiet_direction,
    strands,
    tint,
)

AXES = list(Axis)
levels = st.fixed_dictionaries({axis: st.none() | st.integers(0, 100) for axis in Axis})
wheels = st.sampled_from(list(WHEELS.values()))


def expected(wheel: Wheel, number: int, level: float) -> complex:
    """North is 0, turning clockwise; the drawing's y grows downwards."""
    turned = cmath.rect(wheel.radius * level / 100, math.tau * number / 7 - math.pi / 2)
    return complex(*wheel.hub) + turned


@given(wheels, st.sampled_from(range(7)), st.integers(0, 100))
def test_a_level_stands_on_its_branch(wheel: Wheel, number: int, level: int) -> None:
    assert complex(*wheel.at(AXES[number], level)) == pytest.approx(expected(wheel, number, level))


@given(levels)
def test_strands_join_neighbours_and_leave_out_what_is_unknown(known: dict[Axis, int | None]) -> None:
    runs = strands(known)
    joined = {frozenset(pair) for run in runs for pair in pairwise(run)}
    neighbours = {frozenset((axis, AXES[(number + 1) % 7])) for number, axis in enumerate(AXES)}
    assert joined == {pair for pair in neighbours if all(known[axis] is not None for axis in pair)}
    assert {axis for run in runs for axis in run} == {axis for axis in Axis if known[axis] is not None}


def test_a_whole_turn_is_closed() -> None:
    assert strands(dict.fromkeys(Axis, 50)) == [[*AXES, AXES[0]]]


def test_families_turn_once_around_without_a_gap() -> None:
    turns = list(families())
    assert [family for family, _, _ in turns] == list(Family)
    for (_, _, end), (_, start, _) in pairwise(turns):
        assert end == pytest.approx(start)
    assert turns[-1][2] - turns[0][1] == pytest.approx(math.tau)
    widths = [round(7 * (end - start) / math.tau) for _, start, end in turns]
    sheets = referential().sheets.values()
    assert widths == [sum(sheet.family is family for sheet in sheets) for family in Family]


@given(levels)
def test_the_numbers_of_the_rings_stand_half_way_between_branches(known: dict[Axis, int | None]) -> None:
    steps = quiet_direction([known]) / (math.tau / 14)
    assert round(steps) % 2 == 1
    assert steps == pytest.approx(round(steps))


@given(levels)
def test_no_outline_passes_over_the_numbers_where_it_can_be_avoided(known: dict[Axis, int | None]) -> None:
    chosen = quiet_direction([known])
    gaps = [crossing_gap(known, number) for number in range(7)]
    number = round(chosen / (math.tau / 7) - 0.5)
    assert gaps[number % 7] >= min(9, max(gaps)) - 1e-9
    if gaps[6] >= 9:
        assert number == 6


def crossing_gap(known: dict[Axis, int | None], number: int) -> float:
    """How near to a ring the outline crosses the bisector after a branch, by the areas of triangles."""
    one, other = known[AXES[number]], known[AXES[(number + 1) % 7]]
    if one is None or other is None:
        return 100
    wide, half = math.tau / 7, math.tau / 14
    # The triangle hub–one–other is made of the two that the bisector cuts.
    halves = (one + other) * math.sin(half)
    crossing = one * other * math.sin(wide) / halves if halves else 0.0
    return min(abs(ring - crossing) for ring in (25, 50, 75))


def test_every_family_and_axis_has_its_colour_and_its_words() -> None:
    assert {colour(family) for family in Family} == {
        "var(--living)",
        "var(--designing)",
        "var(--making)",
        "var(--finance)",
    }
    assert all(tint(family) == colour(family).replace(")", "-tint)") for family in Family)
    assert set(LABELS) == set(Axis)
    assert all(LABELS[axis][language] for axis in Axis for language in Language)
    assert not any("'" in LABELS[axis][language] for axis in Axis for language in Language)


def test_a_level_is_written_as_each_language_does() -> None:
    assert percent(72, Language.FRENCH) == "72\u202f%"
    assert percent(72, Language.ENGLISH) == "72%"
    assert percent(None, Language.FRENCH) == percent(None, Language.ENGLISH) == "–"
