from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboards.measures.turnover import ShownTurnover, Sum, Turnover, shown_turnover, turnover
from tests.cases import each_case

levels = st.integers(0, 100)
several = st.lists(levels, max_size=20)
stays = st.lists(st.tuples(levels, levels), min_size=1, max_size=20)


def of(given_levels: list[int]) -> Sum:
    return Sum(len(given_levels), sum(given_levels))


def explained(stayed: list[tuple[int, int]], came: list[int], went: list[int]) -> Turnover:
    before, after = [each for each, _ in stayed], [each for _, each in stayed]
    found = turnover(of([*before, *went]), of([*after, *came]), of(before), of(after))
    assert found is not None
    return found


@given(stays, several, several)
def test_the_three_terms_add_up_to_the_change(
    stayed: list[tuple[int, int]], came: list[int], went: list[int]
) -> None:
    found = explained(stayed, came, went)
    assert found.stayed + found.joined + found.left == found.change
    assert found.joiners == of(came)
    assert found.leavers == of(went)


@given(stays, several, several)
def test_each_term_is_that_of_the_identity(
    stayed: list[tuple[int, int]], came: list[int], went: list[int]
) -> None:
    found = explained(stayed, came, went)
    before, after = (Fraction(sum(each), len(stayed)) for each in zip(*stayed, strict=True))
    assert found.stayed == after - before
    if came:
        assert found.joined == Fraction(len(came), len(came) + len(stayed)) * (of(came).mean - after)
    if went:
        assert found.left == -Fraction(len(went), len(went) + len(stayed)) * (of(went).mean - before)
    assert bool(came) or found.joined == 0
    assert bool(went) or found.left == 0


def test_a_turnover_by_hand() -> None:
    # Two stay (20, 40 to 30, 50), one at 90 leaves, two come at 10: from 50 to 25.
    found = turnover(Sum(3, 150), Sum(4, 100), Sum(2, 60), Sum(2, 80))
    assert found is not None
    assert (found.change, found.stayed, found.joined, found.left) == tuple(map(Fraction, (-25, 10, -15, -20)))


def test_nobody_stayed() -> None:
    assert turnover(Sum(3, 150), Sum(4, 100), Sum(0, 0), Sum(0, 0)) is None
    assert turnover(Sum(0, 0), Sum(4, 100), Sum(0, 0), Sum(0, 0)) is None


@each_case(
    "sums, words",
    [
        (((3, 150), (4, 100), (2, 60), (3, 80)), "as many before"),
        (((1, 50), (4, 100), (2, 60), (2, 80)), "add up"),  # more stayed than were there
        (((3, 150), (4, 100), (2, 160), (2, 80)), "add up"),  # who left would be under 0
        (((3, 150), (4, 300), (2, 60), (2, 80)), "add up"),  # who came would be over 100
        (((3, 150), (2, 90), (2, 60), (2, 80)), "add up"),  # nobody came, with 10 points
    ],
)
def test_sums_that_cannot_be_are_refused(sums: tuple[tuple[int, int], ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        turnover(*(Sum(*each) for each in sums))


@each_case("n, total", [(-1, 0), (0, 5), (2, 201), (2, -1)])
def test_no_sum_is_outside_its_levels(n: int, total: int) -> None:
    with pytest.raises(ValueError, match="add up"):
        Sum(n, total)


@given(
    st.lists(st.tuples(levels, levels), min_size=1, max_size=15),
    st.lists(levels, max_size=15),
    st.lists(levels, max_size=15),
)
@example([(50, 60)] * 10, [50] * 10, [50] * 10)
@example([(50, 60)] * 9, [50] * 10, [50] * 10)
@example([(50, 60)] * 10, [50] * 9, [50] * 10)
@example([(50, 60)] * 10, [50] * 10, [50] * 9)
def test_a_term_of_few_withholds_all_three(
    stayed: list[tuple[int, int]], came: list[int], went: list[int]
) -> None:
    seen = shown_turnover(explained(stayed, came, went), 10)
    few = len(stayed) < 10 or 0 < len(came) < 10 or 0 < len(went) < 10
    assert (seen is None) is few
    if seen:
        assert seen.stayed + seen.joined + seen.left == seen.change
        assert all(term % 5 == 0 for term in (seen.stayed, seen.joined, seen.left))


def test_what_is_shown_by_hand() -> None:
    # Means 47, 44, 52 and 50: to 5, 45, 45, 50 and 50.
    found = turnover(Sum(20, 940), Sum(20, 1000), Sum(10, 440), Sum(10, 520))
    assert found is not None
    assert shown_turnover(found, 10) == ShownTurnover(change=5, stayed=5, joined=0, left=0)
