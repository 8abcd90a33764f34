"""What a workshop shows and keeps: tens, piles, obstacles."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from assessment.referential import LEVELS, Axis
from tests.cases import each_case
from workshop.rules import (
    JOIN_WORDS,
    LEAST_SHOWN,
    MOST_OPEN,
    Obstacle,
    Showing,
    Tally,
    before_and_after,
    bounds,
    drawn,
    join_word,
    obstacle,
    pile_of,
    seal,
    shown_at_least,
    ten_of,
)

MARKS: dict[Axis, int | None] = {**dict.fromkeys(Axis), Axis.CREATIVITY: 40}
SEAL = seal(MARKS)
ALL_AGREE = Tally(present=4, agreeing=4, objecting=0)


@given(st.sampled_from(LEVELS))
def test_a_level_is_within_its_ten(level: int) -> None:
    low, high = bounds(ten_of(level))
    assert low <= level <= high


def test_the_last_ten_holds_100() -> None:
    assert (ten_of(0), ten_of(9), ten_of(10), ten_of(99), ten_of(100)) == (0, 0, 1, 9, 9)
    assert bounds(9) == (90, 100)


@given(st.lists(st.integers(0, 9)))
def test_a_pile_holds_each_person_once(tens: list[int]) -> None:
    counts = pile_of(tens)
    assert sum(counts) == len(tens)
    assert all(counts[ten] == tens.count(ten) for ten in range(10))


@given(st.lists(st.integers(0, 9)), st.sampled_from(Showing))
def test_nothing_is_drawn_before_the_end_nor_under_three(tens: list[int], showing: Showing) -> None:
    found = drawn(tens, showing)
    assert (found is not None) == (showing is Showing.CLOSED and len(tens) >= LEAST_SHOWN)
    assert (shown_at_least(tens) is None) == (len(tens) < 3)


@each_case(
    "asked, tally, room, reason",
    [
        (SEAL, ALL_AGREE, 4, None),
        (SEAL, ALL_AGREE, 3, None),
        ("", ALL_AGREE, 4, Obstacle.NOT_ASKED),
        (seal({}), ALL_AGREE, 4, Obstacle.NOT_ASKED),
        (SEAL, Tally(4, 3, 1), 4, Obstacle.OBJECTION),
        (SEAL, Tally(4, 3, 0), 4, Obstacle.MISSING),
        (SEAL, Tally(2, 2, 0), 2, Obstacle.TOO_FEW),
        (SEAL, Tally(1, 1, 0), 1, Obstacle.TOO_FEW),
        (SEAL, ALL_AGREE, None, Obstacle.OTHERS_IN_THE_ROOM),
        (SEAL, ALL_AGREE, 5, Obstacle.OTHERS_IN_THE_ROOM),
    ],
)
def test_marks_are_kept_only_if_everyone_agrees(
    asked: str, tally: Tally, room: int | None, reason: Obstacle | None
) -> None:
    assert obstacle(MARKS, asked, tally, room) is reason


def test_without_a_mark_there_is_nothing_to_keep() -> None:
    nothing: dict[Axis, int | None] = dict.fromkeys(Axis)
    assert obstacle(nothing, seal(nothing), ALL_AGREE, 4) is Obstacle.NO_MARK
    zero = {**nothing, Axis.REST_TIME: 0}
    assert obstacle(zero, seal(zero), ALL_AGREE, 4) is None


@given(st.dictionaries(st.sampled_from(Axis), st.none() | st.sampled_from(LEVELS)))
def test_the_seal_is_that_of_the_marks(marks: dict[Axis, int | None]) -> None:
    full = {axis: marks.get(axis) for axis in Axis}
    assert seal(marks) == seal(full)
    assert seal(full) != seal({**full, Axis.CREATIVITY: (full[Axis.CREATIVITY] or 0) + 1})


def test_each_workshop_under_way_has_a_word_of_its_own() -> None:
    def first(words: Sequence[str]) -> str:
        return words[0]

    taken: set[str] = set()
    for _each in range(MOST_OPEN):
        taken.add(join_word(taken, first))
    assert len(taken) == MOST_OPEN
    assert len(set(JOIN_WORDS)) == len(JOIN_WORDS)
    assert all(word.isascii() and word.islower() and word.isalpha() for word in JOIN_WORDS)


def test_axes_follow_one_another_without_turning_round() -> None:
    axes = list(Axis)
    assert before_and_after(axes[0]) == (None, axes[1])
    assert before_and_after(axes[3]) == (axes[2], axes[4])
    assert before_and_after(axes[-1]) == (axes[-2], None)
