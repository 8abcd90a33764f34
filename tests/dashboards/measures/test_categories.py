from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assessment.forms import SENIORITIES
from assessment.referential import referential
from dashboards.measures.categories import (
    SENIORITY_ORDER,
    STATUS_FAMILIES,
    UNSAID,
    Counts,
    MergeMap,
    merged,
    name,
    parts_of,
)

STATUSES = [each.id for each in referential().statuses]
sizes = st.integers(0, 40)
by_status = st.dictionaries(st.sampled_from([*STATUSES, "", UNSAID]), sizes)
by_seniority = st.dictionaries(st.sampled_from([*SENIORITY_ORDER, UNSAID]), sizes)
by_trade = st.dictionaries(st.text("ab+%é", max_size=3), sizes, max_size=15)
floors = st.integers(2, 30)


def cells(found: Mapping[str, str]) -> dict[str, set[str]]:
    by_cell: dict[str, set[str]] = {}
    for category, cell in found.items():
        by_cell.setdefault(cell, set()).add(category)
    return by_cell


def held_by(found: MergeMap, counts: Counts) -> dict[str, int]:
    """How many members each cell of a map holds, those of nobody included."""
    held = dict.fromkeys(sorted(set(found.values())), 0)
    for category, count in counts.items():
        held[found[category or UNSAID]] += count
    return held


def sound(found: MergeMap | None, counts: dict[str, int], floor: int) -> None:
    """Every cell holds the floor and is named after its own categories; nobody is lost."""
    if found is None:
        return
    held = held_by(found, counts)
    assert len(held) > 1
    assert min(held.values()) >= floor
    assert sum(held.values()) == sum(counts.values())
    for cell, categories in cells(found).items():
        assert parts_of(cell) == tuple(sorted(categories))


# Of the referential


def test_families_hold_each_status_once() -> None:
    known = [each for family in STATUS_FAMILIES for each in family]
    assert sorted(known) == sorted([*STATUSES, UNSAID])


def test_seniorities_are_those_of_the_form() -> None:
    assert list(SENIORITIES) == list(SENIORITY_ORDER)


# Whatever the counts


@given(by_status, floors)
def test_cells_of_statuses_hold_the_floor(counts: dict[str, int], floor: int) -> None:
    found = merged(counts, STATUS_FAMILIES, floor=floor)
    sound(found, counts, floor)
    assert found is None or set(found) == {*STATUSES, UNSAID}


@given(by_seniority, floors)
def test_cells_of_seniorities_hold_the_floor_and_are_neighbours(counts: dict[str, int], floor: int) -> None:
    found = merged(counts, floor=floor, order=SENIORITY_ORDER)
    sound(found, counts, floor)
    for categories in cells(found or {}).values():
        places = sorted(SENIORITY_ORDER.index(each) for each in categories - {UNSAID})
        assert all(after == before + 1 for before, after in pairwise(places))


@given(by_trade, floors)
@example({"baker": 9, "binder": 12, "joiner": 30}, 10)  # one less than the floor is not enough
def test_cells_of_trades_hold_the_floor(counts: dict[str, int], floor: int) -> None:
    sound(merged(counts, floor=floor), counts, floor)


@given(by_status, by_seniority, by_trade, floors, st.randoms())
def test_the_order_of_the_counts_does_not_matter(
    statuses: dict[str, int], seniorities: dict[str, int], trades: dict[str, int], floor: int, chance: Any
) -> None:
    def all_three(*, shuffled: bool) -> list[Any]:
        given_counts = [list(each.items()) for each in (statuses, seniorities, trades)]
        if shuffled:
            for each in given_counts:
                chance.shuffle(each)
        one, two, three = (dict(each) for each in given_counts)
        found = [
            merged(one, STATUS_FAMILIES, floor=floor),
            merged(two, floor=floor, order=SENIORITY_ORDER),
            merged(three, floor=floor),
        ]
        return [each and list(each.items()) for each in found]

    assert all_three(shuffled=True) == all_three(shuffled=False)


@given(by_trade, floors)
def test_nothing_is_merged_in_vain(counts: dict[str, int], floor: int) -> None:
    """A cell of several has a part under the floor, and there is no map only where two cells cannot be."""
    found = merged(counts, floor=floor)
    known = {**dict.fromkeys([UNSAID], 0), **{each or UNSAID: 0 for each in counts}}
    for category, count in counts.items():
        known[category or UNSAID] += count
    if found is None:
        large = [size for size in known.values() if size >= floor]
        assert len(large) < 2
    for categories in cells(found or {}).values():
        assert len(categories) == 1 or min(known[each] for each in categories) < floor


@given(by_status, floors)
def test_families_large_enough_are_not_mixed(counts: dict[str, int], floor: int) -> None:
    held = [sum(counts.get(each, 0) for each in family) for family in STATUS_FAMILIES]
    held[-1] += counts.get("", 0)
    found = merged(counts, STATUS_FAMILIES, floor=floor)
    if found and min(held) >= floor:
        assert all(any(each <= family for family in STATUS_FAMILIES) for each in cells(found).values())


# By hand


def test_statuses_are_merged_first_within_their_families() -> None:
    counts = {
        "employee_permanent": 22,
        "employee_fixed": 6,
        "public_service": 4,
        "esa": 30,
        "cape": 12,
        "umbrella": 0,
        "self_employed": 14,
        "company_director": 3,
        "retired": 5,
        "several": 6,
        "": 11,
    }
    found = merged(counts, STATUS_FAMILIES, floor=10)
    assert found is not None
    assert held_by(found, counts) == {
        "employee_fixed+public_service": 10,
        "employee_permanent": 22,
        "esa": 30,
        "cape+umbrella": 12,
        "company_director+self_employed": 17,
        "apprentice_student+job_seeker+other+retired+several+volunteer": 11,
        "prefer_not+unsaid": 11,
    }


def test_then_the_smallest_with_the_smallest() -> None:
    counts = {"esa": 40, "self_employed": 4, "employee_permanent": 9, "retired": 2}
    found = merged(counts, STATUS_FAMILIES, floor=10)
    assert found is not None
    # Said nothing 0 with others 2, with self-employed 4: 6, with employees 9.
    assert sorted(held_by(found, counts).values()) == [15, 40]
    assert found["retired"] == found["self_employed"] == found["employee_fixed"] == found[UNSAID]


def test_the_smallest_seniority_goes_with_its_smaller_neighbour() -> None:
    counts = {"under_1": 12, "1_to_3": 4, "3_to_10": 11, "over_10": 20, "": 10}
    found = merged(counts, floor=10, order=SENIORITY_ORDER)
    assert found is not None
    assert held_by(found, counts) == {"1_to_3+3_to_10": 15, "over_10": 20, "under_1": 12, "unsaid": 10}


def test_trades_by_hand() -> None:
    counts = {"bread": 12, "web": 7, "gardens": 5, "music": 1, None: 3}
    found = merged(counts, floor=10)
    # Music 1 with not said 3, then with gardens 5: 9, then with web 7: 16.
    assert found is not None
    assert held_by(found, counts) == {"bread": 12, "gardens+music+unsaid+web": 16}


def test_one_cell_is_no_breakdown() -> None:
    assert merged({"esa": 200}, STATUS_FAMILIES, floor=10) is None
    assert merged({"esa": 200, "cape": 9}, STATUS_FAMILIES, floor=10) is None
    assert merged({"under_1": 9, "over_10": 9}, floor=10, order=SENIORITY_ORDER) is None
    assert merged({}, floor=10) is None
    assert merged({"": 60}, floor=10) is None


def test_names_hold_whatever_people_typed() -> None:
    assert name(["web", "bread"]) == "bread+web"
    assert name(["c++", "100%"]) == "100%25+c%2B%2B"
    assert name(["a+b"]) != name(["a", "b"])


@given(st.sets(st.text("ab+%2B5", min_size=1, max_size=5), min_size=1, max_size=4))
def test_a_name_gives_its_categories_back(categories: set[str]) -> None:
    assert parts_of(name(categories)) == tuple(sorted(categories))


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        merged({"bread": -1}, floor=10)
    with pytest.raises(ValueError, match="one place"):
        merged({}, [{"a"}, {"a", "b"}], floor=10)
    with pytest.raises(ValueError, match="one place"):
        merged({}, floor=10, order=("a", UNSAID))
