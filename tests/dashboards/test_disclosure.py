from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboards import disclosure
from dashboards.disclosure import Floors
from tests.cases import each_case
from tests.conftest import thorough
from tests.dashboards.attacker import fewest_by_small_combinations, fewest_isolated, releases_of
from tests.dashboards.presences import presence_of

Releases = list[frozenset[tuple[int, str]]]


def minimum_isolated(sets: Iterable[AbstractSet[Any]]) -> int | None:
    return disclosure.minimum_isolated(presence_of(list(sets)))


def may_publish(history: Sequence[AbstractSet[Any]], candidate: AbstractSet[Any], floors: Floors) -> bool:
    return disclosure.may_publish(presence_of([*history, candidate]), floors)


def published(*lives: str) -> Releases:
    return list(releases_of(lives))


def crowd(many: int, life: str) -> list[str]:
    """Persons who all live through the releases in the same way."""
    return [life] * many


@st.composite
def a_life(draw: st.DrawFn, releases: int) -> str:
    """Someone who joins, answers again, leaves, joins again: a contribution gone never comes back."""
    letters, life, known = iter("ABCDEFGH"), "", "."
    for act in draw(st.lists(st.sampled_from("kkan."), min_size=releases, max_size=releases)):
        if act == "." or (act == "k" and known == "."):
            known = "."
        elif act in "an":
            known = next(letters)
        life += known
    return life


@st.composite
def histories(draw: st.DrawFn, most_releases: int = 4) -> Releases:
    releases = draw(st.integers(1, most_releases))
    groups = draw(st.lists(st.tuples(a_life(releases), st.integers(1, 7)), min_size=1, max_size=7))
    return published(*(life for life, many in groups for _ in range(many)))


@st.composite
def histories_with_returns(draw: st.DrawFn) -> Releases:
    """Contributions may also be withdrawn for a while, then given again."""
    releases = draw(st.integers(3, 4))
    life = st.text("AAB.", min_size=releases, max_size=releases)
    groups = draw(st.lists(st.tuples(life, st.integers(1, 7)), min_size=1, max_size=7))
    return published(*(life for life, many in groups for _ in range(many)))


# The minimum cut and the attackers


@given(histories())
@settings(max_examples=60)
def test_the_cut_is_exactly_what_the_attacker_finds(sets: Releases) -> None:
    assert minimum_isolated(sets) == fewest_isolated(sets)


@thorough
@given(histories(most_releases=6))
def test_the_cut_is_found_by_adding_and_subtracting_releases(sets: Releases) -> None:
    assert minimum_isolated(sets) == fewest_by_small_combinations(sets)


@given(histories_with_returns())
@settings(max_examples=60)
@example(published(*crowd(2, "A.A."), *crowd(3, ".A.A"), *crowd(9, "AAAA")))
def test_contributions_that_return_never_hide_an_isolated_set(sets: Releases) -> None:
    ours, exact = minimum_isolated(sets), fewest_isolated(sets)
    assert (ours is None) is (exact is None)
    if ours is not None and exact is not None:
        assert 1 <= ours <= exact


@each_case(
    "lives, fewest",
    [
        ([*crowd(12, "AAA"), *crowd(7, "A.A")], 7),  # a category merged, apart, merged again
        ([*crowd(12, "AAA"), *crowd(7, ".A.")], 7),
        ([*crowd(12, "ABC"), "A.A"], 12),  # a consent withdrawn, then given again, while all answer again
        ([*crowd(12, "AAA"), "A.A"], 1),  # the same, alone to move
        ([*crowd(12, "A.A")], 12),
        ([*crowd(9, "A.A"), *crowd(4, "AAA"), *crowd(6, ".AA")], 4),
        ([*crowd(7, "ABA"), *crowd(6, "B..")], 6),  # an edge per run would say 7
        ([*crowd(7, "A.A."), *crowd(6, ".A.A")], 6),  # nobody in one run only
    ],
)
def test_contributions_that_return_are_still_measured(lives: Sequence[str], fewest: int) -> None:
    sets = published(*lives)
    assert minimum_isolated(sets) == fewest_isolated(sets) == fewest


@thorough
@given(histories(), st.randoms())
def test_who_is_who_does_not_matter(sets: Releases, chance: Any) -> None:
    keys = sorted(frozenset[tuple[int, str]]().union(*sets))
    names = chance.sample(range(10**6), len(keys))
    renamed = dict(zip(keys, names, strict=True))
    assert minimum_isolated([{renamed[key] for key in each} for each in sets]) == minimum_isolated(sets)


@thorough
@given(histories())
def test_publishing_the_same_set_again_tells_nothing_more(sets: Releases) -> None:
    assert minimum_isolated([*sets, sets[-1]]) == minimum_isolated(sets)


@thorough
@given(histories())
def test_one_more_release_never_isolates_more(sets: Releases) -> None:
    before, after = minimum_isolated(sets[:-1]), minimum_isolated(sets)
    assert before is None or (after is not None and after <= before)


def test_nothing_can_be_isolated_in_nothing() -> None:
    assert minimum_isolated([]) is None
    assert minimum_isolated([frozenset(), frozenset()]) is None


# What may be published


def published_in_turn(sets: Iterable[frozenset[tuple[int, str]]], floors: Floors) -> Releases:
    history: Releases = []
    for candidate in sets:
        if may_publish(history, candidate, floors):
            history.append(candidate)
    return history


def test_the_floors_stand_where_they_are_said() -> None:
    assert not may_publish([], frozenset(range(9)), Floors())
    assert may_publish([], frozenset(range(10)), Floors())
    first = frozenset(range(20))
    assert not may_publish([first], frozenset(range(24)), Floors())
    assert may_publish([first], frozenset(range(25)), Floors())
    assert not may_publish([first], frozenset(range(16)), Floors())
    assert may_publish([first], frozenset(range(15)), Floors())
    assert may_publish([first], first, Floors())


def test_raised_floors_hold() -> None:
    assert not may_publish([], frozenset(range(14)), Floors(contributors=15))
    assert not may_publish([frozenset(range(20))], frozenset(range(25)), Floors(change=6))


def test_a_change_is_also_seen_from_far_releases() -> None:
    first, second = frozenset(range(20)), frozenset(range(5, 30))
    back_but_one = frozenset(range(1, 20))  # far from the second, one away from the first
    assert may_publish([first], second, Floors())
    assert not may_publish([first, second], back_but_one, Floors())


def test_enough_contributors_are_not_enough() -> None:
    one_left = published(*crowd(12, "AA"), "A.")
    assert all(len(each) >= 10 for each in one_left)
    assert fewest_isolated(one_left) == 1
    assert published_in_turn(one_left, Floors()) == one_left[:1]


floors = st.builds(Floors, st.integers(10, 14), st.integers(5, 8))


@given(histories() | histories_with_returns(), floors)
@settings(max_examples=60)
def test_what_is_published_never_isolates_fewer_than_the_floor(sets: Releases, chosen: Floors) -> None:
    history = published_in_turn(sets, chosen)
    assert all(len(each) >= chosen.contributors for each in history)
    fewest = fewest_isolated(history)
    assert fewest is None or fewest >= chosen.change


@each_case("lowered", [{"contributors": 9}, {"change": 4}, {"contributors": 0, "change": 50}])
def test_floors_are_never_lowered(lowered: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="never lowered"):
        Floors(**lowered)
