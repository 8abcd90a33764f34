"""What is true of a satchel, by hand and for every input."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from musette.rules import (
    Comparison,
    Moment,
    MomentKind,
    Outcome,
    compared,
    confirmed,
    in_order,
    may_be_reviewed_on,
    same_name,
    status_changes,
)
from tests.cases import each_case

ONE, TWO = uuid4(), uuid4()
LEVEL = st.integers(0, 100)
PEERS = st.dictionaries(st.uuids(), st.sets(st.sampled_from([ONE, TWO])), max_size=5)


def peers(*groups: set[UUID]) -> dict[UUID, set[UUID]]:
    """Peers with their groups."""
    return {uuid4(): each for each in groups}


@each_case(
    "groups, expected",
    [
        ((), False),
        (({ONE}, {TWO}), False),  # two peers
        (({ONE}, {ONE}, {ONE}), False),  # one group
        (({ONE}, {ONE}, {TWO}), True),
        (({ONE, TWO}, set(), set()), False),  # one peer in two groups does not make two
        (({ONE, TWO}, {ONE}, set()), True),
        ((set(), set(), set()), False),
    ],
)
def test_three_peers_of_two_groups(groups: tuple[set[UUID], ...], *, expected: bool) -> None:
    assert confirmed(peers(*groups)) is expected


@given(groups=PEERS, more=st.sets(st.sampled_from([ONE, TWO])))
def test_another_voice_never_takes_the_label_away(groups: dict[UUID, set[UUID]], more: set[UUID]) -> None:
    assert confirmed({**groups, uuid4(): more}) >= confirmed(groups)


@each_case(
    "then, aimed, since, expected",
    [
        (24, 45, [], Comparison(Outcome.NOT_TAKEN_SINCE, 24)),
        (24, 45, [None], Comparison(Outcome.SKIPPED_SINCE, 24)),
        (24, 45, [30], Comparison(Outcome.STABLE, 24, 30, 0, -15)),
        (24, 45, [20, 50], Comparison(Outcome.UP, 24, 50, 26, 5)),
        (24, 45, [50, None], Comparison(Outcome.UP, 24, 50, 26, 5)),
        (60, None, [40], Comparison(Outcome.DOWN, 60, 40, -20, None)),
        (None, 30, [40], Comparison(Outcome.UNKNOWN_THEN, None, 40, 0, 10)),
        (50, 60, [59], Comparison(Outcome.STABLE, 50, 59, 0, -1)),
        (50, 60, [60], Comparison(Outcome.UP, 50, 60, 10, 0)),
    ],
)
def test_an_intention_is_compared_honestly(
    then: int | None, aimed: int | None, since: list[int | None], expected: Comparison
) -> None:
    assert compared(then, aimed, since) == expected


@given(then=LEVEL, aimed=LEVEL, since=st.lists(st.none() | LEVEL, max_size=4))
def test_a_comparison_says_no_more_than_what_was_measured(
    then: int, aimed: int, since: list[int | None]
) -> None:
    found = compared(then, aimed, since)
    known = [level for level in since if level is not None]
    assert found.now == (known[-1] if known else None)
    assert (found.change == 0) == (not known or abs(known[-1] - then) < 10)
    assert (found.short is None) == (not known)


def test_an_intention_is_looked_back_at_within_two_years() -> None:
    today = date(2026, 11, 22)
    days = {days: may_be_reviewed_on(today + timedelta(days=days), today) for days in (-1, 6, 7, 730, 731)}
    assert days == {-1: False, 6: False, 7: True, 730: True, 731: False}


def test_a_status_that_changes_is_a_moment() -> None:
    days = [date(2025, month, 1) for month in range(1, 7)]
    told = ["cape", None, "cape", "esa", None, "esa"]
    assert status_changes(zip(days, told, strict=True)) == [
        Moment(days[3], MomentKind.STATUS, "esa", before="cape")
    ]
    assert status_changes([(days[0], None), (days[1], "esa")]) == []


@given(st.lists(st.tuples(st.dates(), st.sampled_from(MomentKind), st.text(max_size=3)), max_size=8))
def test_the_time_line_goes_backwards_and_loses_nothing(rows: list[tuple[date, MomentKind, str]]) -> None:
    moments = [Moment(*row) for row in rows]
    found = in_order(moments[:3], moments[3:])
    assert sorted(found, key=repr) == sorted(moments, key=repr)
    assert [each.on for each in found] == sorted((each.on for each in moments), reverse=True)
    assert found == in_order(reversed(moments))


@each_case(
    "one, other, expected",
    [
        ("Awa Diallo", "awa diallo", True),
        ("Awa Diallo", "DIALLO, Awa", True),
        ("Zoé Lê-Martin", "Zoe Le Martin", True),
        ("Awa Diallo", "Awa Diallo Martin", False),
        ("Awa Diallo", "Léo Martin", False),
        ("Ана Ким", "Ким Ана", True),
    ],
)
def test_a_name_is_the_same_however_it_is_written(one: str, other: str, *, expected: bool) -> None:
    assert same_name(one, other) is expected
