from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peer.draw import Candidate, draw_order, draws_at_most

candidates = st.builds(Candidate, st.uuids(), st.integers(0, 4), st.booleans())
pools = st.lists(candidates, max_size=30, unique_by=lambda each: each.id)


def pool(many: int, **more: Any) -> list[Candidate]:
    plain = {"open_requests": 0, "validator": False} | more
    return [Candidate(UUID(int=number), **plain) for number in range(many)]


def seeds(many: int) -> list[bytes]:
    return [number.to_bytes(4) for number in range(many)]


@pytest.mark.parametrize(("members", "draws"), [(10, 6), (29, 6), (30, 5), (35_000, 5)])
def test_a_small_cooperative_draws_once_more(members: int, draws: int) -> None:
    assert draws_at_most(members) == draws


@given(pools, st.binary(max_size=40), st.randoms())
def test_the_seed_alone_decides(those: list[Candidate], seed: bytes, chance: Any) -> None:
    order = draw_order(those, seed=seed)
    chance.shuffle(those)
    assert draw_order(those, seed=seed) == order
    assert sorted(order) == sorted(each.id for each in those)


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
