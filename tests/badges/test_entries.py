"""Entries of status lists: drawn by lot, each given once, a new list when one is half given out."""

from itertools import pairwise

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from badges import status
from badges.models import StatusEntry, StatusList
from badges.service.entries import take_entry
from tests.world import World


def taken(world: World, count: int) -> list[tuple[int, int]]:
    member = world.member(world.cooperative("Tirage"))
    with member.acting() as session:
        return [take_entry(session) for _ in range(count)]


def test_a_list_holds_twice_what_it_gives_out() -> None:
    assert status.room(status.blank(status.LENGTH)) == status.ENTRIES == 131_072
    assert len(status.decode(status.encode(status.blank(status.LENGTH)))) * 8 == status.LENGTH


def test_entries_are_given_in_no_order_and_once(world: World) -> None:
    found = taken(world, 40)
    ranks = [rank for _, rank in found]
    assert len(set(found)) == 40
    assert {number for number, _ in found} == {1}
    assert ranks != sorted(ranks)
    assert all(second - first != 1 for first, second in pairwise(ranks))
    assert max(ranks) > status.LENGTH // 4  # out of forty, some stand far from the beginning


def test_a_new_list_is_begun_when_one_is_full(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("badges.status.LENGTH", 16)
    found = taken(world, 20)
    assert [number for number, _ in found] == [1] * 8 + [2] * 8 + [3] * 4
    assert len(set(found)) == 20


def test_the_database_refuses_an_entry_given_twice(world: World) -> None:
    member = world.member(world.cooperative("Tirage"))
    with member.acting() as session:
        number, rank = take_entry(session)
    with pytest.raises(IntegrityError), member.acting() as session:
        session.add(StatusEntry(number=number, rank=rank))
        session.flush()
    with member.acting() as session:
        assert session.scalars(select(StatusList.taken)).one() == 1
