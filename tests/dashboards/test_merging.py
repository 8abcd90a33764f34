"""Categories put together until every cell is large enough, and for a year."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.referential import Axis
from dashboards.answers import Answers, Words
from dashboards.ledger import KEY
from dashboards.measures.categories import UNSAID
from dashboards.merging import OTHERS, Merging, in_cells, merging, rare_together
from dashboards.portrait import Dimension
from tests.conftest import thorough

DAY = date(2026, 6, 30)
FLOOR = 10
TRADE, STATUS = Dimension.TRADE, Dimension.STATUS


def answers(size: int, refusing: int = 0) -> Answers:
    """Members who count on every axis, save a few on creativity."""
    levels = {axis: np.full(size, 50, np.int16) for axis in Axis}
    levels[Axis.CREATIVITY][:refusing] = -1
    keys = np.array([f"{number:016d}".encode() for number in range(size)], KEY)
    return Answers(keys, keys, np.zeros(size, np.int32), levels, {})


def said(**counts: int) -> Words:
    return Words.of(word for word, count in counts.items() for _ in range(count))


def test_rare_words_are_never_named() -> None:
    words = said(menuisier=14, conseil=11, luthier=1, apiculteur=2, unsaid=9)
    made = merging(DAY, None, {TRADE: words}, answers(37), FLOOR)
    assert made.since == DAY
    cells = made.cells[TRADE]
    assert {cells[name] for name in ("menuisier", "conseil")} == {"menuisier", "conseil"}
    assert {cells[name] for name in ("luthier", "apiculteur", UNSAID)} == {OTHERS}
    assert in_cells(words, cells).counts(np.ones(37, bool)) == {"conseil": 11, "menuisier": 14, OTHERS: 12}


def test_each_cell_is_large_enough_on_every_axis_that_is_broken_down() -> None:
    words = said(menuisier=12, conseil=15, luthier=10)
    whole = merging(DAY, None, {TRADE: words}, answers(37), FLOOR)
    assert whole.cells[TRADE]["menuisier"] == "menuisier"
    fewer = merging(DAY, None, {TRADE: words}, answers(37, refusing=3), FLOOR)
    assert fewer.cells[TRADE]["menuisier"] == OTHERS  # nine of them on creativity, with the smallest beside


@thorough
@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 30), max_size=8))
def test_whatever_the_words_every_cell_is_large_enough(counts: dict[str, int]) -> None:
    cells = rare_together(counts, FLOOR)
    if cells is None:
        large = [count for count in counts.values() if count >= FLOOR]
        assert len(large) < 2 or sum(counts.values()) - sum(large) not in {0, *range(FLOOR, 999)}
        return
    held: dict[str, int] = {}
    for name, count in counts.items():
        held[cells[name]] = held.get(cells[name], 0) + count
    assert all(count == 0 or count >= FLOOR for count in held.values())
    assert sum(count > 0 for count in held.values()) >= 2


def test_a_merging_stands_for_a_year() -> None:
    first = merging(DAY, None, {TRADE: said(a=15, b=15, c=4, d=8)}, answers(42), FLOOR)
    later = {TRADE: said(a=12, b=22, c=20)}
    assert merging(date(2027, 6, 29), first, later, answers(54), FLOOR) == first
    fresh = merging(date(2027, 6, 30), first, later, answers(54), FLOOR)
    assert fresh.since == date(2027, 6, 30)
    assert fresh.cells[TRADE]["c"] == "c"


def test_a_dimension_that_had_no_cells_gets_some_within_the_year() -> None:
    standing = Merging(DAY, {TRADE: {"a": "a", UNSAID: UNSAID}})
    words = {TRADE: said(a=40), STATUS: said(esa=20, self_employed=20)}
    made = merging(date(2026, 12, 31), standing, words, answers(40), FLOOR)
    assert made.cells[TRADE] == standing.cells[TRADE]
    assert made.cells[STATUS]["esa"] != made.cells[STATUS]["self_employed"]
    assert made.since == DAY


@pytest.mark.parametrize(
    ("cells", "cell"),
    [({"a": "a", OTHERS: OTHERS, UNSAID: OTHERS}, OTHERS), ({"a": "a", UNSAID: UNSAID}, UNSAID)],
)
def test_a_word_that_came_since_is_among_the_others(cells: dict[str, str], cell: str) -> None:
    assert in_cells(said(new=3), cells).names == (cell,)


def test_words_keep_their_places() -> None:
    words = Words.of(["b", "a", "b", "c"])
    assert words.spelled() == ["b", "a", "b", "c"]
    assert words.renamed({"a": "x", "b": "y", "c": "x"}).spelled() == ["y", "x", "y", "x"]
    assert words.where(np.array([True, False, True, True])).spelled() == ["b", "b", "c"]
    assert words.counts(np.array([True, True, False, False])) == {"a": 1, "b": 1, "c": 0}


def test_words_given_by_member_find_their_places_whatever_bytes_an_id_ends_with() -> None:
    members = [UUID(int=number << 120) for number in (1, 2, 3)]  # NumPy drops the zeros at their end
    crowd = answers(3)
    crowd = replace(crowd, members=np.array([each.bytes for each in members], KEY))
    found = crowd.of({members[0]: "a", members[2]: "c"}, "nothing")
    assert found.spelled() == ["a", "nothing", "c"]
