from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from peer.draw import DRAWN_AT_ONCE, SILENT_AFTER, Candidate, Drawn, draw_order, draws_at_most, redraws
from tests.cases import each_case
from tests.conftest import thorough

candidates = st.builds(Candidate, st.uuids(), st.integers(0, 4), st.booleans())
pools = st.lists(candidates, max_size=30, unique_by=lambda each: each.id)


def pool(many: int, **more: Any) -> list[Candidate]:
    plain = {"open_requests": 0, "validator": False} | more
    return [Candidate(UUID(int=number), **plain) for number in range(many)]


def seeds(many: int) -> list[bytes]:
    return [number.to_bytes(4) for number in range(many)]


@each_case("members, draws", [(10, 6), (29, 6), (30, 5), (35_000, 5)])
def test_a_small_cooperative_draws_once_more(members: int, draws: int) -> None:
    assert draws_at_most(members) == draws


@thorough
@given(pools, st.binary(max_size=40), st.randoms())
def test_the_seed_alone_decides(those: list[Candidate], seed: bytes, chance: Any) -> None:
    order = draw_order(those, seed=seed)
    chance.shuffle(those)
    assert draw_order(those, seed=seed) == order
    assert sorted(order) == sorted(each.id for each in those)


@thorough
@given(pools, st.binary(max_size=40))
def test_the_least_busy_come_first(those: list[Candidate], seed: bytes) -> None:
    busy = {each.id: each.open_requests for each in those}
    waiting = [busy[drawn] for drawn in draw_order(those, seed=seed)]
    assert waiting == sorted(waiting)


def test_another_seed_gives_another_order() -> None:
    assert len({tuple(draw_order(pool(6), seed=seed)) for seed in seeds(200)}) > 150


def test_everyone_comes_first_as_often() -> None:
    first = [draw_order(pool(5), seed=seed)[0].int for seed in seeds(2000)]
    assert all(320 < first.count(number) < 480 for number in range(5))  # 400 expected, deviation 18


def test_a_validator_comes_first_twice_as_often() -> None:
    those = [*pool(4), Candidate(UUID(int=99), open_requests=0, validator=True)]
    first = [draw_order(those, seed=seed)[0].int for seed in seeds(3000)]
    assert 900 < first.count(99) < 1100  # 2 chances in 6, deviation 26


def test_a_busy_validator_waits_for_the_others() -> None:
    those = [*pool(4), Candidate(UUID(int=99), open_requests=1, validator=True)]
    assert {draw_order(those, seed=seed)[-1].int for seed in seeds(50)} == {99}


def test_two_hundred_names_at_most_and_any_of_them() -> None:
    those = pool(1000, open_requests=0)
    drawn = [draw_order(those, seed=seed) for seed in seeds(30)]
    assert {len(order) for order in drawn} == {200}
    assert len({name for order in drawn for name in order}) > 980  # 1000·(1 - 0.8^30) = 999 expected


def test_which_two_hundred_does_not_depend_on_how_busy_they_are() -> None:
    idle, busy = (
        pool(200),
        [Candidate(UUID(int=1000 + n), open_requests=9, validator=False) for n in range(200)],
    )
    order = draw_order([*idle, *busy], seed=b"one")
    assert 60 < sum(name.int >= 1000 for name in order) < 140


SENT = date(2026, 3, 2)
LAST = SENT + timedelta(days=21)
days_of_asking = st.integers(0, 21).map(lambda days: SENT + timedelta(days=days))
drawn_peers = st.lists(st.builds(Drawn, st.none() | days_of_asking, st.booleans()), max_size=6)


def day(number: int) -> date:
    """A day of the request."""
    return SENT + timedelta(days=number)


def more(*drawn: Drawn, on: int, at_most: int = 5) -> int:
    """How many are asked on a day of a request."""
    return redraws(drawn, sent_on=SENT, answer_by=LAST, today=day(on), at_most=at_most)


@each_case("on, expected", [(0, 0), (1, 0), (6, 0), (7, 2), (9, 2), (14, 2), (15, 0), (21, 0), (30, 0)])
def test_two_silent_ones_are_followed_by_two(on: int, expected: int) -> None:
    assert more(Drawn(SENT, spoke=False), Drawn(SENT, spoke=False), on=on) == expected


@each_case(
    "drawn, expected",
    [
        ([], 2),
        ([Drawn(SENT, spoke=True)], 1),
        ([Drawn(SENT, spoke=True), Drawn(SENT, spoke=True)], 0),
        ([Drawn(SENT, spoke=True), Drawn(SENT, spoke=False)], 1),
        ([Drawn(SENT, spoke=False), Drawn(day(7), spoke=False)], 2),
        ([Drawn(SENT, spoke=False), Drawn(day(8), spoke=False)], 1),
        ([Drawn(day(8), spoke=False), Drawn(None, spoke=False)], 0),
        ([Drawn(SENT, spoke=False)] * 4, 1),
        ([Drawn(SENT, spoke=False)] * 5, 0),
        ([Drawn(SENT, spoke=True)] * 3, 0),
    ],
)
def test_two_are_heard_or_freshly_asked_on_the_fourteenth_day(drawn: list[Drawn], expected: int) -> None:
    assert more(*drawn, on=14) == expected


@thorough
@given(drawn_peers, st.integers(-1, 40), st.integers(5, 6))
def test_nobody_is_added_out_of_time_or_beyond_what_two_lack(
    drawn: list[Drawn], on: int, at_most: int
) -> None:
    added = more(*drawn, on=on, at_most=at_most)
    assert 0 <= added <= DRAWN_AT_ONCE
    assert not added or len(drawn) + added <= at_most
    assert not added or SENT + SILENT_AFTER <= day(on) <= LAST - SILENT_AFTER
    assert not added or sum(each.spoke for each in drawn) + added <= DRAWN_AT_ONCE


@thorough
@given(drawn_peers, st.integers(0, 21))
def test_a_second_look_on_the_same_day_adds_nobody(drawn: list[Drawn], on: int) -> None:
    added = [Drawn(None, spoke=False)] * more(*drawn, on=on)
    assert more(*drawn, *added, on=on) == 0
