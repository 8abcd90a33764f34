"""Nights: redraws on silence, one reminder, statements that end, addresses forgotten."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from assessment.referential import Axis
from kernel import clock
from kernel.jobs import Job
from kernel.scope import Scope
from kernel.walls import Role
from peer import jobs
from peer.models.requests import AskedState, ReviewRequest, Witness
from peer.models.statements import Statement
from peer.queries.levels import standings
from peer.service import requests as asking
from peer.service import statements
from peer.service.nights import pass_night
from tests.conftest import Visitor
from tests.foundry import Foundry
from tests.mailbox import link_in, mails_to
from tests.peer.conftest import Circle, gathered
from tests.peer.test_asking import in_state, named_in
from tests.world import Member, World

MORE = 8
START = clock.now().replace(hour=12)
Days = dict[UUID, int]


@pytest.fixture
def wide(world: World, foundry: Foundry) -> Circle:
    """The circle, with eight more members: twelve may be drawn."""
    return foundry.cast(widened, world)


def widened(world: World) -> Circle:
    """Six, then eight more."""
    circle = gathered(world)
    circle.others += [world.member(circle.cooperative, f"Autre {number}") for number in range(1, MORE + 1)]
    return circle


def noon(days: int) -> datetime:
    """The middle of a day some days from now."""
    return START + timedelta(days=days)


def night(circle: Circle) -> None:
    """One night, and the jobs it asks for."""
    scope = Scope(cooperative=circle.cooperative)
    with circle.world.house.database.unit_of_work(scope, Role.MACHINE) as session:
        pass_night(session)
    circle.world.run_jobs()


def sent(circle: Circle) -> ReviewRequest:
    """Awa's request, sent at noon today."""
    with clock.at(noon(0)):
        return circle.asked()


def asked_on(circle: Circle, request: ReviewRequest, nights: Iterable[int]) -> Days:
    """On which day each was asked, when a night passes on these days."""
    start = noon(0).date()
    for days in nights:
        with clock.at(noon(days)):
            night(circle)
    return {
        row.asked.reviewer_id: (row.asked.asked_at.date() - start).days
        for row in named_in(circle.awa, request)
        if row.asked.asked_at
    }


def drawn_first(circle: Circle, request: ReviewRequest) -> list[Member]:
    """The two drawn first."""
    ids = in_state(circle.awa, request, AskedState.ASKED)
    return [next(each for each in circle.others if each.id == member_id) for member_id in ids]


def abstains(circle: Circle, request: ReviewRequest, peer: Member, days: int) -> None:
    """A peer cannot say."""
    asked_id = circle.world.asked(request, peer)
    with clock.at(noon(days)), peer.acting() as session:
        statements.abstain(session, asked_id=asked_id, by=peer.scope)


def endorses(circle: Circle, request: ReviewRequest, peer: Member, days: int) -> None:
    """A peer confirms."""
    with clock.at(noon(days)):
        circle.endorsed(request, peer)


def reminders(circle: Circle) -> dict[UUID, int]:
    """How many reminders each has received."""
    counts = {
        each.id: sum("Rappel" in letter for letter in mails_to(circle.world.house, each.email))
        for each in circle.others
    }
    return {member_id: count for member_id, count in counts.items() if count}


def test_on_silence_others_are_asked_after_seven_and_fourteen_days(wide: Circle) -> None:
    request = sent(wide)
    days = asked_on(wide, request, range(1, 22))
    assert sorted(days.values()) == [0, 0, 7, 7, 14, 14]  # six at most under thirty members
    assert len(in_state(wide.awa, request, AskedState.RESERVE)) == 2


def test_an_abstention_is_not_told_by_a_redraw(wide: Circle) -> None:
    request = sent(wide)
    first, _second = drawn_first(wide, request)
    abstains(wide, request, first, 1)
    days = asked_on(wide, request, range(1, 8))
    redrawn = next(each for each in wide.others if days.get(each.id) == 7)
    abstains(wide, request, redrawn, 8)
    days = asked_on(wide, request, range(8, 22))
    assert sorted(days.values()) == [0, 0, 7, 7, 14, 14]  # as if nobody had said anything


def test_whoever_has_spoken_is_not_replaced(wide: Circle) -> None:
    request = sent(wide)
    first, second = drawn_first(wide, request)
    endorses(wide, request, first, 1)
    days = asked_on(wide, request, range(1, 10))
    assert sorted(days.values()) == [0, 0, 7]
    endorses(wide, request, second, 10)  # the first ones may still answer
    days = asked_on(wide, request, range(10, 22))
    assert sorted(days.values()) == [0, 0, 7]


def test_a_view_taken_back_is_silence(wide: Circle) -> None:
    request = sent(wide)
    for peer in drawn_first(wide, request):
        endorses(wide, request, peer, 1)
        with clock.at(noon(2)), peer.acting() as session:
            said = session.scalars(select(Statement)).one()
            statements.withdraw(session, statement_id=said.id, by=peer.scope)
    assert sorted(asked_on(wide, request, [6, 7]).values()) == [0, 0, 7, 7]


def test_a_night_missed_is_made_up_for_and_none_counts_twice(wide: Circle) -> None:
    request = sent(wide)
    days = asked_on(wide, request, [9, 9, 10, 13, 14, 14])
    assert sorted(days.values()) == [0, 0, 9, 9]  # seven days are left to each
    assert sorted(asked_on(wide, request, [15, 16, 17, 21]).values()) == [0, 0, 9, 9]  # too late for others


def test_the_reserve_is_asked_only_if_it_takes_requests(wide: Circle) -> None:
    request = sent(wide)
    kept = in_state(wide.awa, request, AskedState.RESERVE)
    with clock.at(noon(0)):
        wide.paused(next(each for each in wide.others if each.id == kept[0]))
    days = asked_on(wide, request, [7])
    assert set(days) - set(kept) == set(days) - {*kept[1:3]}
    assert {kept[1], kept[2]} <= set(days)
    assert in_state(wide.awa, request, AskedState.AWAY) == []  # passed by, and not shown


def test_a_request_withdrawn_rests(wide: Circle) -> None:
    request = sent(wide)
    with wide.awa.acting() as session:
        asking.withdraw(session, request_id=request.id, by=wide.awa.scope)
    assert sorted(asked_on(wide, request, range(1, 22)).values()) == [0, 0]
    assert reminders(wide) == {}


def test_a_peer_who_leaves_is_replaced_after_seven_days(wide: Circle) -> None:
    request = sent(wide)
    first, second = drawn_first(wide, request)
    endorses(wide, request, second, 1)
    wide.leaves(first)
    days = asked_on(wide, request, range(1, 22))
    assert sorted(days.values()) == [0, 0, 7, 14]
    assert first.id not in reminders(wide)


def test_one_reminder_in_the_last_week(wide: Circle, visitor: Visitor) -> None:
    request = sent(wide)
    first, second = drawn_first(wide, request)
    endorses(wide, request, first, 1)
    asked_on(wide, request, range(1, 14))
    assert reminders(wide) == {}
    asked_on(wide, request, [14, 14, 15, 16])
    days = asked_on(wide, request, [16])
    late = {each for each, day in days.items() if day == 14}
    assert late
    assert reminders(wide) == dict.fromkeys(days.keys() - late - {first.id}, 1)
    asked_on(wide, request, [17, 18, 19, 20, 21, 22])
    assert reminders(wide) == dict.fromkeys(days.keys() - {first.id}, 1)
    letter = next(each for each in mails_to(wide.world.house, second.email) if "Rappel" in each)
    assert "60" not in re.sub(r"http\S+", "", letter)
    assert "reviews/settings" in letter
    with clock.at(noon(18)):
        assert visitor(second.person).get(link_in(letter)).status_code == 200


def test_no_reminder_for_whoever_abstained_or_paused(wide: Circle) -> None:
    request = sent(wide)
    first, second = drawn_first(wide, request)
    abstains(wide, request, first, 1)
    with clock.at(noon(2)):
        wide.paused(second)
    asked_on(wide, request, range(1, 22))
    assert not {first.id, second.id} & set(reminders(wide))


def test_a_request_answered_meanwhile_is_not_reminded_of(wide: Circle) -> None:
    request = sent(wide)
    first, _second = drawn_first(wide, request)
    scope = Scope(cooperative=wide.cooperative)
    with clock.at(noon(14)):
        with wide.world.house.database.unit_of_work(scope, Role.MACHINE) as session:
            pass_night(session)
        abstains(wide, request, first, 14)  # before the mail goes
        wide.world.run_jobs()
    assert first.id not in reminders(wide)


def test_a_statement_ends_after_twenty_four_months(circle: Circle) -> None:
    request, peer = circle.asked(circle.others[0]), circle.others[0]
    circle.endorsed(request, peer)
    for days, confirmations in ((729, 1), (735, 0)):
        with clock.at(noon(days)):
            night(circle)
            with circle.awa.acting() as session:
                assert standings(session)[Axis.CREATIVITY].confirmations == confirmations
    with clock.at(noon(736)):
        scope = Scope(cooperative=circle.cooperative)
        with circle.world.house.database.unit_of_work(scope, Role.MACHINE) as session:
            pass_night(session)
            waiting = session.scalars(select(Job.kind).where(Job.done_at.is_(None))).all()
        assert jobs.SETTLE.name not in waiting  # settled since: once is enough


def test_a_level_taken_away_is_not_settled_every_night(circle: Circle) -> None:
    request, peer = circle.asked(circle.others[0]), circle.others[0]
    circle.endorsed(request, peer)
    circle.world.assess(circle.awa, {Axis.REST_TIME: 50})
    with clock.at(noon(735)):
        night(circle)
        scope = Scope(cooperative=circle.cooperative)
        with circle.world.house.database.unit_of_work(scope, Role.MACHINE) as session:
            pass_night(session)
            waiting = session.scalars(select(Job.kind).where(Job.done_at.is_(None))).all()
        assert jobs.SETTLE.name not in waiting


@pytest.mark.parametrize("withdrawn", [True, False])
def test_the_address_of_a_witness_is_forgotten_with_the_request(*, withdrawn: bool, circle: Circle) -> None:
    request = sent(circle)
    with circle.awa.acting() as session:
        values = {"name": "Une cliente", "email": "cliente@tests.example", "language": "fr"}
        session.add(Witness(request_id=request.id, subject_id=circle.awa.id, **values))
    with clock.at(noon(21)):  # the last day
        night(circle)
    assert known_witness(circle) == ("Une cliente", "cliente@tests.example")
    if withdrawn:
        with circle.awa.acting() as session:
            asking.withdraw(session, request_id=request.id, by=circle.awa.scope)
    with clock.at(noon(21 if withdrawn else 22)):
        night(circle)
    assert known_witness(circle) == ("Une cliente", None)


def known_witness(circle: Circle) -> tuple[str, str | None]:
    """The name and the address of the one witness."""
    with circle.awa.acting() as session:
        found = session.scalars(select(Witness)).one()
        return found.name, found.email


def test_a_redraw_on_its_way_is_not_made_again(wide: Circle) -> None:
    request = sent(wide)
    scope = Scope(cooperative=wide.cooperative)
    with clock.at(noon(7)):
        for _turn in range(2):  # the second night finds the first one's names still waiting for their job
            with wide.world.house.database.unit_of_work(scope, Role.MACHINE) as session:
                pass_night(session)
        wide.world.run_jobs()
    assert sorted(asked_on(wide, request, []).values()) == [0, 0, 7, 7]


def test_nobody_is_drawn_again_for_a_request_over(wide: Circle) -> None:
    request = sent(wide)
    with wide.awa.acting() as session:
        earlier = update(ReviewRequest).values(answer_by=noon(6).date())
        session.execute(earlier.where(ReviewRequest.id == request.id))
    assert sorted(asked_on(wide, request, range(1, 22)).values()) == [0, 0]
