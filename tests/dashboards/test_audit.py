"""No sums put together find anybody, nor tie two; the attacker, apart, computes with fractions."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards import audit
from dashboards.audit import Table, admitted
from tests.cases import each_case
from tests.dashboards.attacker import Row, determined, tied

Groups = Sequence[str]


def table(name: str, rows: Sequence[Sequence[bool | int]], width: int) -> Table:
    matrix = np.array(rows, bool).reshape(len(rows), width)
    return Table(tuple(f"{name}:{number}" for number in range(len(rows))), matrix)


def parted(name: str, groups: Groups) -> Table:
    """The table of the cells of a word: a letter for each contribution."""
    return table(name, [[each == cell for each in groups] for cell in sorted(set(groups))], len(groups))


def verdicts(first: Table, *others: Table) -> list[bool]:
    width = first.rows.shape[1]
    return admitted(table("none", [], width), (first, *others), np.ones(width, bool))


def rows_of(tables: Sequence[Table]) -> list[Row]:
    return [tuple(int(each) for each in row) for one in tables for row in one.rows.tolist()]


@each_case("missing", [1, 2, 3])
def test_a_set_less_a_few(missing: int) -> None:
    everybody = parted("all", "A" * 30)
    less = table("less", [[place >= missing for place in range(30)]], 30)
    assert verdicts(everybody, less) == [True, missing > 2]


@each_case(
    "both, neither, safe",
    [(1, 0, False), (2, 0, False), (3, 0, True), (1, 1, False), (1, 2, True), (2, 2, True), (2, 1, True)],
)
def test_a_few_at_the_crossing_of_two_tables(both: int, neither: int, *, safe: bool) -> None:
    """`both` are in A and C, `neither` in none: A + C − all is the sum of the first less the others'."""
    status = "A" * (14 + both) + "B" * (14 + neither)
    seniority = "D" * 14 + "C" * both + "C" * 14 + "D" * neither
    everybody = parted("all", "E" * len(status))
    assert verdicts(everybody, parted("status", status), parted("seniority", seniority)) == [True, True, safe]


def test_a_table_withheld_leaves_room_for_the_next() -> None:
    everybody = parted("all", "A" * 30)
    offender, harmless = parted("status", "A" + "B" * 29), parted("trade", "AB" * 15)
    assert verdicts(everybody, offender, harmless) == [True, False, True]


def test_those_who_hide_the_others_may_be_found() -> None:
    rows = parted("all", "A" + "B" * 10)
    nobody = table("none", [], 11)
    concerned = np.array([False] + [True] * 10)
    assert admitted(nobody, [rows], concerned) == [True]
    assert admitted(nobody, [rows], ~concerned) == [False]


@st.composite
def histories(draw: st.DrawFn) -> list[Table]:
    """Tables of one to three releases, on contributions that come and go, by two or three attributes."""
    width, releases = draw(st.integers(6, 16)), draw(st.integers(1, 3))
    lives = [draw(st.sampled_from(["1" * releases, "1" * releases, *_lives(releases)])) for _ in range(width)]
    attributes = [
        draw(st.text("AB" if name else "ABC", min_size=width, max_size=width))
        for name in range(draw(st.integers(1, 3)))
    ]
    tables = []
    for release in range(releases):
        present = [life[release] == "1" for life in lives]
        tables.append(table("all", [present], width))
        for number, words in enumerate(attributes):
            cells = [
                [here and word == cell for here, word in zip(present, words, strict=True)] for cell in "ABC"
            ]
            tables.append(table(f"by {number}", [row for row in cells if any(row)], width))
    return tables


def _lives(releases: int) -> list[str]:
    spans = [(start, end) for start in range(releases) for end in range(start, releases)]
    return ["".join("1" if start <= at <= end else "0" for at in range(releases)) for start, end in spans]


@given(histories())
@settings(max_examples=120)
def test_nobody_is_found_and_nobody_is_tied(tables: list[Table]) -> None:
    width = tables[0].rows.shape[1]
    known: audit.Columns = np.any(_rows(tables, width), axis=0)
    found = admitted(table("none", [], width), tables, known)
    kept = [each for each, verdict in zip(tables, found, strict=True) if verdict]
    seen = set(np.flatnonzero(known).tolist())
    assert not seen & set(determined(rows_of(kept), width))
    assert not [pair for pair in tied(rows_of(kept), width) if seen & set(pair)]


@given(histories())
@settings(max_examples=60)
def test_a_table_is_withheld_for_a_reason(tables: list[Table]) -> None:
    width = tables[0].rows.shape[1]
    everyone = np.ones(width, bool)
    *before, last = tables
    published = Table(tuple(name for each in before for name in each.series), _rows(before, width))
    verdict = admitted(published, [last], everyone)[0]
    rows = rows_of(tables)
    assert verdict is not bool(determined(rows, width) or tied(rows, width))


def _rows(tables: Sequence[Table], width: int) -> audit.Rows:
    return np.vstack([np.zeros((0, width), bool), *(each.rows for each in tables)])


@given(histories(), st.sampled_from([0, 1]))
@settings(max_examples=120)
def test_choosing_few_never_hides_what_is_found(tables: list[Table], few: int) -> None:
    """Elimination on as few contributions as can be: alarms may be false; none is missed."""
    width = tables[0].rows.shape[1]
    known: audit.Columns = np.any(_rows(tables, width), axis=0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(audit, "CHOSEN", (few,))
        found = admitted(table("none", [], width), tables, known)
    kept = rows_of([each for each, verdict in zip(tables, found, strict=True) if verdict])
    seen = set(np.flatnonzero(known).tolist())
    assert not seen & set(determined(kept, width))
    assert not [pair for pair in tied(kept, width) if seen & set(pair)]


def test_a_large_cooperative_passes_and_one_is_found_in_it() -> None:
    chance = np.random.default_rng(7)
    size = audit.EXACT + 1000
    groups = ["".join(chance.choice(list("ABCD"), size)) for _ in range(3)]
    everybody = parted("all", "A" * size)
    tables = [parted(f"by {number}", each) for number, each in enumerate(groups)]
    assert verdicts(everybody, *tables) == [True, True, True, True]
    less = everybody.rows.copy()
    less[0, 4321] = False
    assert verdicts(everybody, Table(("less:0",), less)) == [True, False]
