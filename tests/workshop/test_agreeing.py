"""The common marks: kept if everyone agrees, with the day, for good; otherwise not at all."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import IntegrityError

from assessment.referential import Axis
from kernel import clock
from kernel.refusals import Invalid, Refusal
from kernel.walls import Role
from local.parts import Urls
from tests.servers import connected
from tests.workshop.session import Session, prepared, talk
from tests.world import World
from workshop.queries import kept, under_way
from workshop.rules import LONGEST_WORDS, Obstacle
from workshop.service import preparing
from workshop.service.acts import OVER
from workshop.service.agreeing import CHANGED, NOT_A_MARK, NOT_ASKED, OBSTACLES
from workshop.service.showing import OUTSIDE

MARKS = {Axis.CREATIVITY: 40, Axis.REST_TIME: 0, Axis.TOOL_MASTERY: 100}


def asked(held: Session) -> Session:
    """The same workshop, once everyone is being asked."""
    for axis, level in MARKS.items():
        held.place(axis, level)
    held.ask()
    return held


def is_refused(held: Session, reason: Obstacle, people: int | None = 5) -> None:
    """The marks are not kept, for this reason, and nothing of them is in PostgreSQL."""
    with pytest.raises(Refusal, match=OBSTACLES[reason].partition("%")[0].rstrip(".:")):
        held.keep(people)
    assert held.row.ended_at is None
    assert not held.row.has_marks


def test_marks_all_agree_to_are_kept_with_the_day(held: Session) -> None:
    with clock.at(datetime.now(UTC) + timedelta(days=3)):
        asked(held)
        for each in held.people:
            held.answer(each)
        assert not held.row.has_marks
        held.keep(5)
        today = clock.today("Europe/Paris")
    row = held.row
    assert row.levels == {**dict.fromkeys(Axis), **MARKS}
    assert row.held_on == today
    assert row.ended_at is not None


def test_one_objection_and_they_are_not_kept(held: Session) -> None:
    asked(held)
    for each in held.people:
        held.answer(each)
    held.answer(held.people[3], agrees=False)
    is_refused(held, Obstacle.OBJECTION)
    held.answer(held.people[3])
    held.keep(5)
    assert held.row.has_marks


def test_one_missing_answer_and_they_are_not_kept(held: Session) -> None:
    asked(held)
    for each in held.people[:-1]:
        held.answer(each)
    is_refused(held, Obstacle.MISSING)
    is_refused(held, Obstacle.MISSING, people=4)


def test_whoever_comes_late_is_asked_too(held: Session, world: World) -> None:
    asked(held)
    for each in held.people:
        held.answer(each)
    held.join(world.member(held.lead.cooperative, "Rose"))
    is_refused(held, Obstacle.MISSING, people=6)


def test_whoever_is_in_the_room_without_having_joined_is_missed(held: Session) -> None:
    asked(held)
    for each in held.people:
        held.answer(each)
    is_refused(held, Obstacle.OTHERS_IN_THE_ROOM, people=6)
    is_refused(held, Obstacle.OTHERS_IN_THE_ROOM, people=None)
    for wrong in (0, -3, 10_000):
        with pytest.raises(Invalid):
            held.keep(wrong)


@pytest.mark.parametrize("size", [1, 2])
def test_marks_of_one_or_two_would_be_theirs(held: Session, size: int) -> None:
    small = talk(held.world, *held.people[:size])
    small.place(Axis.CREATIVITY, 40)
    small.ask()
    for each in small.people:
        small.answer(each)
    is_refused(small, Obstacle.TOO_FEW, people=size)


def test_another_mark_begins_the_agreement_anew(held: Session) -> None:
    asked(held)
    seen = held.now.asked
    for each in held.people:
        held.answer(each)
    held.place(Axis.CREATIVITY, 40)  # the same: nothing has changed
    assert held.now.tally.agreeing == 5
    held.place(Axis.CREATIVITY, 45)
    assert held.now.tally.agreeing == 0
    is_refused(held, Obstacle.NOT_ASKED)
    with pytest.raises(Refusal, match=NOT_ASKED):
        held.answer(held.lead, seen=seen)
    held.ask()
    with pytest.raises(Refusal, match=CHANGED):
        held.answer(held.lead, seen=seen)


def test_only_those_who_take_part_agree(held: Session, world: World) -> None:
    asked(held)
    with pytest.raises(Refusal, match=OUTSIDE):
        held.answer(world.member(held.lead.cooperative, "Rose"))


def test_a_mark_is_from_0_to_100_or_none(held: Session) -> None:
    for wrong in (130, 101, -1):
        with pytest.raises(Invalid, match=NOT_A_MARK):
            held.place(Axis.CREATIVITY, wrong)
    with pytest.raises(Refusal, match=OBSTACLES[Obstacle.NO_MARK]):
        held.ask()
    held.place(Axis.CREATIVITY, 0)
    assert held.now.marks[Axis.CREATIVITY] == 0
    held.place(Axis.CREATIVITY, None)
    assert set(held.now.marks.values()) == {None}


def test_without_marks_the_words_are_kept(held: Session) -> None:
    asked(held)
    held.write("On garde *le jeudi*.")
    held.end()
    assert not held.row.has_marks
    assert held.row.words == "On garde *le jeudi*."
    with pytest.raises(Refusal, match=OVER):
        held.keep(5)


def test_words_are_short_and_no_page_left_behind_overwrites_them(held: Session) -> None:
    with pytest.raises(Invalid):
        held.write("a" * (LONGEST_WORDS + 1))
    held.write("a" * LONGEST_WORDS)
    with pytest.raises(Refusal, match="changed meanwhile"), held.lead.acting() as session:
        preparing.write_words(session, workshop_id=held.id, words="b", seen="old", by=held.lead.scope)
    with held.lead.acting() as session:  # the same words again, from a second press
        preparing.write_words(
            session, workshop_id=held.id, words="a" * LONGEST_WORDS, seen="old", by=held.lead.scope
        )


def test_what_has_kept_nothing_is_not_listed(held: Session) -> None:
    held.end()
    other = talk(held.world, *held.people)
    other.agree(MARKS)
    with held.lead.acting() as session:
        assert [each.id for each in kept(session)] == [other.id]
        assert under_way(session) == []


def test_postgresql_refuses_marks_before_the_end(held: Session) -> None:
    with pytest.raises(IntegrityError), held.lead.acting() as session:
        row = under_way(session)[0]
        row.levels = dict.fromkeys(Axis, 40)
        session.flush()


def test_whoever_facilitated_may_be_erased(world: World, urls: Urls) -> None:
    awa = world.member(world.cooperative("Fournil"), "Awa")
    jeanne = world.member(awa.cooperative, "Jeanne")
    held = prepared(world, awa, jeanne)
    url = make_url(urls.admin_url).set(database=world.house.database.url(Role.APP).database)
    with connected(url.render_as_string(hide_password=False)) as connection:
        connection.execute(text("DELETE FROM membership WHERE id = :awa"), {"awa": awa.id})
    held.people.reverse()
    assert held.row.facilitator_id is None
