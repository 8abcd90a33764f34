"""Showing an axis: one voice a person, changeable while it is open, anonymous, gone within two hours."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from assessment.referential import Axis
from kernel.refusals import Invalid, Refusal, Unknown
from tests.workshop.conftest import FIRST
from tests.workshop.session import Session, prepared, talk
from tests.world import LEVELS, World
from workshop.board import NOT_BEGUN, TWO_HOURS, Board, Seat
from workshop.rules import MOST_OPEN, Showing, drawn
from workshop.service import showing
from workshop.service.acts import NOT_YOURS, OVER
from workshop.service.preparing import facilitate, prepare
from workshop.service.showing import MOVED, NOT_OPEN, NOTHING_TO_SHOW, OUTSIDE


def tens(held: Session) -> list[int]:
    """The tens that have been shown."""
    return sorted(held.now.voices.values())


def test_a_pile_is_made_by_tens(held: Session) -> None:
    held.show_all()
    assert tens(held) == [4, 4, 5, 6, 6]
    assert drawn(tens(held), held.now.showing) == (0, 0, 0, 0, 2, 1, 2, 0, 0, 0)


def test_twice_is_once_and_a_newer_level_takes_its_place(held: Session, world: World) -> None:
    awa = held.lead
    held.open()
    held.show(awa)
    held.show(awa)
    assert tens(held) == [4]
    world.take_stock(awa, {**LEVELS, FIRST: 93})
    held.show(awa)
    assert tens(held) == [9]
    held.withdraw(awa)
    held.withdraw(awa)
    assert tens(held) == []


def test_twenty_presses_at_once_are_one_voice(held: Session) -> None:
    held.open()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(held.show, [held.lead] * 12 + [held.people[1]] * 8))
    assert tens(held) == [4, 4]


def test_nothing_is_shown_before_it_is_open_nor_after(held: Session) -> None:
    for act in (held.show, held.withdraw):
        with pytest.raises(Refusal, match=NOT_OPEN):
            act(held.lead)
    held.show_all()
    for act in (held.show, held.withdraw):
        with pytest.raises(Refusal, match=NOT_OPEN):
            act(held.lead)
    assert len(tens(held)) == 5


def test_opening_again_begins_from_nothing(held: Session) -> None:
    held.show_all()
    held.open()
    assert tens(held) == []
    held.show(held.lead)
    held.open()  # pressed twice
    assert tens(held) == [4]


def test_a_page_left_behind_shows_nothing_on_another_axis(held: Session) -> None:
    held.open()
    held.turn(Axis.REST_TIME)
    held.open()
    with pytest.raises(Refusal, match=MOVED):
        held.show(held.lead, FIRST)
    held.turn(FIRST)
    assert held.now.showing is Showing.CLOSED
    assert tens(held) == []


def test_whoever_has_no_level_takes_part_and_shows_nothing(held: Session, world: World) -> None:
    rose = world.member(held.lead.cooperative, "Rose")
    held.join(rose)
    held.open()
    with pytest.raises(Refusal, match=NOTHING_TO_SHOW):
        held.show(rose)
    world.take_stock(rose, {**LEVELS, FIRST: None})
    with pytest.raises(Refusal, match=NOTHING_TO_SHOW):
        held.show(rose)


def test_one_takes_part_before_showing_and_leaves_with_ones_dot(held: Session) -> None:
    malik = held.people[2]
    held.open()
    held.show(malik)
    held.leave(malik)
    assert tens(held) == []
    assert held.now.tally.present == 4
    with pytest.raises(Refusal, match=OUTSIDE):
        held.show(malik)
    held.join(malik)
    held.join(malik)
    assert held.now.tally.present == 5


def test_a_dot_that_is_drawn_stays_when_its_person_leaves(held: Session) -> None:
    held.show_all()
    held.leave(held.people[2])
    assert len(tens(held)) == 5


def test_nobody_is_named_on_the_board_and_no_two_axes_are_tied(held: Session) -> None:
    held.show_all()
    first = set(held.now.voices)
    held.turn(Axis.REST_TIME)
    held.show_all()
    second = set(held.now.voices)
    assert len(first) == len(second) == 5
    assert first & second == set()
    assert (first | second) & held.now.present == set()
    written = str(everything(held))
    for each in held.people:
        assert str(each.id) not in written
        assert str(each.person) not in written


def test_the_random_key_alone_finds_nobody(held: Session) -> None:
    held.show_all()
    stolen = Board(held.world.house.slate, "another secret", held.lead.cooperative, held.id)
    assert stolen.look() == held.now
    assert [Seat(held.board, each.id).is_taken(held.now) for each in held.people] == [True] * 5
    assert [Seat(stolen, each.id).is_taken(held.now) for each in held.people] == [False] * 5
    other = talk(held.world, *held.people)
    assert other.now.salt != held.now.salt
    assert other.now.present & held.now.present == set()


def test_all_of_it_fades_within_two_hours(held: Session) -> None:
    held.show_all()
    redis = held.world.house.slate._redis
    assert keys(held)
    for key in keys(held):
        assert str(held.lead.cooperative) in key
        assert str(held.id) in key
        assert 0 < int(str(redis.ttl(key))) <= TWO_HOURS


def test_a_pile_does_not_last_because_people_keep_showing(held: Session) -> None:
    held.open()
    held.show(held.lead)
    redis, pile = held.world.house.slate._redis, next(key for key in keys(held) if key.endswith(FIRST))
    redis.expire(pile, 60)
    held.show(held.people[1])
    assert 0 < int(str(redis.ttl(pile))) <= 60


def test_a_board_that_has_faded_says_so_and_begins_anew(held: Session) -> None:
    held.show_all()
    held.board.wipe()
    for act in (held.open, held.close, lambda: held.show(held.lead, FIRST), lambda: held.join(held.lead)):
        with pytest.raises(Refusal, match=NOT_BEGUN):
            act()
    with held.lead.acting() as session:
        showing.begin(session, workshop_id=held.id, board=held.board, by=held.lead.scope)
    assert held.now.axis is FIRST
    assert held.now.tally.present == 1


def test_beginning_twice_goes_on(held: Session) -> None:
    held.turn(Axis.CREATIVITY)
    with held.lead.acting() as session:
        showing.begin(session, workshop_id=held.id, board=held.board, by=held.lead.scope)
    assert held.now.axis is Axis.CREATIVITY
    assert held.now.tally.present == 5


def test_two_facilitators_at_once_are_one(held: Session) -> None:
    jeanne = held.people[1]
    other = Session(held.world, held.id, held.word, [jeanne])
    for act in (other.open, other.close, lambda: other.turn(FIRST), other.ask, other.end):
        with pytest.raises(Refusal, match=NOT_YOURS):
            act()
    with jeanne.acting() as session:
        facilitate(session, workshop_id=held.id, by=jeanne.scope)
    with pytest.raises(Refusal, match=NOT_YOURS):
        held.open()
    other.open()
    assert held.now.showing is Showing.OPEN


def test_nobody_of_another_cooperative_comes_in(held: Session, world: World) -> None:
    stranger = world.member(world.cooperative("Ailleurs"), "Passante")
    theirs = Session(world, held.id, held.word, [stranger])
    with pytest.raises(Unknown):
        theirs.join(stranger)
    with pytest.raises(Unknown), stranger.acting() as session:
        facilitate(session, workshop_id=held.id, by=stranger.scope)


def test_after_the_end_nothing_is_pressed(held: Session) -> None:
    held.show_all()
    held.end()
    assert keys(held) == []
    acts: tuple[Callable[[], None], ...] = (
        lambda: held.turn(FIRST),
        held.end,
        lambda: held.join(held.lead),
        lambda: held.show(held.lead, FIRST),
        lambda: held.write("Encore un mot"),
    )
    for act in acts:
        with pytest.raises(Refusal, match=OVER):
            act()


def test_a_workshop_is_prepared_once_for_a_day_to_come(world: World) -> None:
    awa = world.member(world.cooperative("Fournil"), "Awa")
    first = prepared(world, awa)
    with awa.acting() as session:
        again = prepare(session, workshop_id=first.id, held_on=first.row.held_on, by=awa.scope)
        assert again.join_word == first.word
        for days in (-1, 400):
            day = first.row.held_on.fromordinal(first.row.held_on.toordinal() + days)
            with pytest.raises(Invalid):
                prepare(session, workshop_id=uuid4(), held_on=day, by=awa.scope)
    words = {first.word} | {prepared(world, awa).word for _each in range(MOST_OPEN - 1)}
    assert len(words) == MOST_OPEN
    with pytest.raises(Refusal, match="prepared already"):
        prepared(world, awa)
    first.end()
    prepared(world, awa)


def everything(held: Session) -> list[object]:
    """All that Redis holds of a workshop."""
    redis = held.world.house.slate._redis
    return [redis.hgetall(key) for key in keys(held)]


def keys(held: Session) -> list[str]:
    """The keys under which Redis holds it."""
    redis = held.world.house.slate._redis
    return sorted(str(each) for each in redis.scan_iter(f"*{held.id}*"))
