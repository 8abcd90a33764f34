import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.referential import Axis, referential
from dashboards.display import WHOLE_ONLY
from dashboards.measures.examples import (
    EMPLOYEES,
    FREELANCES,
    CounterExamples,
    ShownCounterExamples,
    Tally,
    counter_examples,
    shown_examples,
)
from tests.cases import each_case

STATUSES = [each.id for each in referential().statuses]


def test_statuses_are_those_of_the_referential() -> None:
    assert set(STATUSES) >= EMPLOYEES | FREELANCES
    assert not EMPLOYEES & FREELANCES


def test_counter_examples_by_hand() -> None:
    statuses = ["employee_permanent", "employee_fixed", "employee_permanent", "public_service", "esa", None]
    statuses += ["self_employed", "self_employed", "self_employed", "self_employed", "company_director"]
    levels = [75, 100, 74, 90, 95, 99, 25, 26, 0, float("nan"), 5]
    found = counter_examples({Axis.CREATIVITY: np.array(levels)}, statuses)
    assert found == {Axis.CREATIVITY: CounterExamples(Tally(2, 3), Tally(2, 3))}


def test_rest_and_finance_are_never_broken_down() -> None:
    levels = {axis: np.full(40, 90) for axis in Axis}
    found = counter_examples(levels, ["employee_fixed"] * 40)
    assert list(found) == [axis for axis in Axis if axis not in WHOLE_ONLY]
    assert len(found) == 5


def test_other_members_are_refused() -> None:
    with pytest.raises(ValueError, match="same members"):
        counter_examples({Axis.CREATIVITY: np.array([50, 60])}, ["esa"])


@given(st.lists(st.tuples(st.integers(0, 100), st.sampled_from([*STATUSES, None])), max_size=40))
def test_each_is_counted_once_whatever_the_order(members: list[tuple[int, str | None]]) -> None:
    def found(given_members: list[tuple[int, str | None]]) -> CounterExamples:
        levels = np.array([level for level, _ in given_members], np.int16)
        return counter_examples({Axis.CREATIVITY: levels}, [each for _, each in given_members])[
            Axis.CREATIVITY
        ]

    free = sum(level >= 75 and status in EMPLOYEES for level, status in members)
    dependent = sum(level <= 25 and status in FREELANCES for level, status in members)
    assert (found(members).free_employees.count, found(members).dependent_freelances.count) == (
        free,
        dependent,
    )
    assert found(members[::-1]) == found(members)


@each_case(
    "tally, seen",
    [
        (Tally(9, 40), None),
        (Tally(10, 40), 10),
        (Tally(14, 40), 10),
        (Tally(15, 40), 15),
        (Tally(37, 40), 35),
        (Tally(38, 40), None),  # nearly everyone: it would say so of each
        (Tally(40, 40), None),
        (Tally(0, 0), None),
    ],
)
def test_counts_are_shown_from_ten_and_rounded_down(tally: Tally, seen: int | None) -> None:
    assert shown_examples(CounterExamples(tally, Tally(0, 0))) == ShownCounterExamples(seen, None)
    assert shown_examples(CounterExamples(Tally(0, 0), tally)) == ShownCounterExamples(None, seen)
