"""A request that was sent: who is asked, who is passed by, and what its author reads of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from journal.models import Entry
from kernel import clock
from kernel.scope import Scope
from kernel.walls import Role
from peer.draw import MOST_SET_ASIDE, OPEN_AT_MOST, draws_at_most
from peer.models.requests import AskedState, ReviewRequest
from peer.service import requests as asking
from peer.service.acts import Act
from peer.service.delivering import deliver
from tests.conftest import Visitor
from tests.mailbox import mails_to
from tests.peer.conftest import Circle
from tests.peer.test_asking import begin, choose, in_state, named_in
from tests.world import Member

AWAY_WORDS = "takes no request at the moment"


def send(member: Member, request: ReviewRequest) -> None:
    """Send a request; nobody has been asked yet."""
    with member.acting() as session:
        asking.send(session, request_id=request.id, by=member.scope)


def deliver_again(circle: Circle, request: ReviewRequest) -> None:
    """Do the job of a request once more."""
    scope = Scope(cooperative=circle.cooperative, member=circle.awa.id)
    with circle.world.house.database.unit_of_work(scope, Role.MACHINE) as session:
        deliver(session, request_id=request.id)
    circle.world.run_jobs()


def other(circle: Circle, member_id: object) -> Member:
    """One of the others, by id."""
    return next(each for each in circle.others if each.id == member_id)


def test_until_the_job_has_run_the_names_are_shown_as_asked(circle: Circle, visitor: Visitor) -> None:
    request = begin(circle.awa)
    first = other(circle, in_state(circle.awa, request, AskedState.NAMED)[0])
    circle.paused(first)
    send(circle.awa, request)
    page, client = circle.awa.url(f"requests/{request.id}"), visitor(circle.awa.person)
    before = client.get(page).text
    assert first.name in before
    assert AWAY_WORDS not in before
    assert in_state(circle.awa, request, AskedState.ASKED) == []
    circle.world.run_jobs()
    assert AWAY_WORDS in client.get(page).text


def pauses(circle: Circle, peer: Member) -> None:
    circle.paused(peer)


def keeps_awa_apart(circle: Circle, peer: Member) -> None:
    circle.apart(peer, circle.awa)


def is_kept_apart(circle: Circle, peer: Member) -> None:
    circle.apart(circle.awa, peer)


def has_many(circle: Circle, peer: Member) -> None:
    circle.busy(peer, OPEN_AT_MOST)


def leaves(circle: Circle, peer: Member) -> None:
    circle.leaves(peer)


REASONS = [pauses, keeps_awa_apart, is_kept_apart, has_many, leaves]


@pytest.mark.parametrize("reason", REASONS)
def test_a_drawn_one_who_is_away_is_replaced(
    reason: Callable[[Circle, Member], None], circle: Circle, visitor: Visitor
) -> None:
    request = begin(circle.awa)
    first, second = in_state(circle.awa, request, AskedState.NAMED)
    following = in_state(circle.awa, request, AskedState.RESERVE)[0]
    gone = other(circle, first)
    reason(circle, gone)
    send(circle.awa, request)
    circle.world.run_jobs()
    assert in_state(circle.awa, request, AskedState.ASKED) == [second, following]
    assert in_state(circle.awa, request, AskedState.AWAY) == [first]
    assert mails_to(circle.world.house, gone.email) == []
    page = visitor(circle.awa.person).get(circle.awa.url(f"requests/{request.id}")).text
    assert page.count(AWAY_WORDS) == 1  # in these words, whatever the reason


@pytest.mark.parametrize("reason", [pauses, keeps_awa_apart, has_many])
def test_a_chosen_one_who_is_away_is_not_replaced(
    reason: Callable[[Circle, Member], None], circle: Circle
) -> None:
    request = begin(circle.awa)
    drawn = in_state(circle.awa, request, AskedState.NAMED)
    chosen = in_state(circle.awa, request, AskedState.RESERVE)[0]
    choose(circle.awa, request, chosen)
    reason(circle, other(circle, chosen))
    send(circle.awa, request)
    circle.world.run_jobs()
    assert in_state(circle.awa, request, AskedState.ASKED) == drawn
    assert in_state(circle.awa, request, AskedState.AWAY) == [chosen]


def test_one_request_less_and_they_are_asked(circle: Circle) -> None:
    peer = circle.others[0]
    circle.busy(peer, OPEN_AT_MOST - 1)
    request = circle.asked(peer)
    assert peer.id in in_state(circle.awa, request, AskedState.ASKED)


def test_the_reserve_passes_by_whoever_is_away(circle: Circle) -> None:
    request = begin(circle.awa)
    first, second = in_state(circle.awa, request, AskedState.NAMED)
    third, fourth = in_state(circle.awa, request, AskedState.RESERVE)
    circle.paused(other(circle, first))
    circle.paused(other(circle, third))
    send(circle.awa, request)
    circle.world.run_jobs()
    assert in_state(circle.awa, request, AskedState.ASKED) == [second, fourth]
    assert in_state(circle.awa, request, AskedState.RESERVE) == [third]  # never named, never shown


def test_delivering_twice_asks_once(circle: Circle) -> None:
    request = circle.asked(circle.others[0])
    before = [(row.asked.id, row.asked.state, row.asked.asked_at) for row in named_in(circle.awa, request)]
    deliver_again(circle, request)
    after = [(row.asked.id, row.asked.state, row.asked.asked_at) for row in named_in(circle.awa, request)]
    assert after == before
    assert max(len(mails_to(circle.world.house, each.email)) for each in circle.others) == 1


def test_a_request_delivered_after_its_last_day_asks_nobody(circle: Circle) -> None:
    request = begin(circle.awa)
    send(circle.awa, request)
    with clock.at(clock.now() + timedelta(days=23)):
        circle.world.run_jobs()
    assert in_state(circle.awa, request, AskedState.ASKED) == []
    assert not any(mails_to(circle.world.house, each.email) for each in circle.others)


def test_a_request_delivered_late_still_asks(circle: Circle) -> None:
    request = begin(circle.awa)
    send(circle.awa, request)
    with clock.at(clock.now() + timedelta(days=5)):
        circle.world.run_jobs()
    assert len(in_state(circle.awa, request, AskedState.ASKED)) == 2


def test_the_journal_is_written_in_the_name_of_whoever_asks(circle: Circle) -> None:
    request = circle.asked()
    asked = in_state(circle.awa, request, AskedState.ASKED)
    with circle.awa.acting() as session:
        entries = session.scalars(select(Entry).where(Entry.verb == Act.ASK)).all()
    assert {(each.actor_id, each.subject_id) for each in entries} == {(circle.awa.id, each) for each in asked}


def test_whoever_i_keep_apart_is_not_chosen(circle: Circle, visitor: Visitor) -> None:
    apart, keeping = circle.others[:2]
    request = begin(circle.awa)
    choose(circle.awa, request, circle.jeanne.id)
    circle.apart(circle.awa, apart)
    circle.apart(keeping, circle.awa)
    client, page = visitor(circle.awa.person), circle.awa.url(f"requests/{request.id}")
    shown = client.get(page).text
    assert f'name="chosen" value="{apart.id}"' not in shown
    drawn = in_state(circle.awa, request, AskedState.NAMED)
    assert (f'name="chosen" value="{keeping.id}"' in shown) is (keeping.id not in drawn)  # she is not told
    refused = client.post(page, data={"chosen": [str(apart.id), str(circle.jeanne.id)], "send": "1"})
    assert refused.status_code == 422
    assert f"You keep {apart.name} apart" in refused.text
    assert client.post(page, data={"chosen": str(keeping.id)}).status_code == 303


def test_setting_aside_costs_no_voice(circle: Circle) -> None:
    circle.world.members(circle.cooperative, 8)
    request = begin(circle.awa)
    drawn = [row.asked for row in named_in(circle.awa, request)]
    assert len(drawn) == draws_at_most(14) + MOST_SET_ASIDE
    for asked in drawn[:2]:
        with circle.awa.acting() as session:
            asking.set_aside(session, request_id=request.id, asked_id=asked.id, by=circle.awa.scope)
    send(circle.awa, request)
    circle.world.run_jobs()
    assert in_state(circle.awa, request, AskedState.ASKED) == [each.reviewer_id for each in drawn[2:4]]
    assert len(in_state(circle.awa, request, AskedState.RESERVE)) == draws_at_most(14) - 2


def test_nobody_is_asked_beyond_the_ceiling_by_two_requests(circle: Circle) -> None:
    peer = circle.others[0]
    circle.busy(peer, OPEN_AT_MOST - 1)
    circle.world.assess(circle.jeanne)
    first, second = begin(circle.awa), begin(circle.jeanne)
    for member, request in ((circle.awa, first), (circle.jeanne, second)):
        choose(member, request, peer.id)
        send(member, request)
    circle.world.run_jobs()
    states = [
        next(row.asked.state for row in named_in(member, request) if row.asked.reviewer_id == peer.id)
        for member, request in ((circle.awa, first), (circle.jeanne, second))
    ]
    assert sorted(states) == [AskedState.ASKED, AskedState.AWAY]
