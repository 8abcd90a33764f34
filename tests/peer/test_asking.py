"""Asking for reviews: the draw comes first, names are shown before anything is sent, and are sent once."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from assessment.referential import Axis
from kernel import clock
from kernel.refusals import Invalid, Refusal, Unknown
from kernel.scope import Scope
from kernel.walls import Role
from peer.models.requests import Asked, AskedState, ReviewRequest
from peer.queries.requests import Invited, invited
from peer.service import requests as asking
from tenants.service import members
from tests.at_once import at_once
from tests.cases import each_case
from tests.conftest import Visitor
from tests.mailbox import link_in, mails_to
from tests.peer.conftest import LEVEL, Circle
from tests.world import LEVELS, Member, World

CREATIVITY = Axis.CREATIVITY


def begin(member: Member, axis: Axis = CREATIVITY) -> ReviewRequest:
    """Begin a request and let the draw be made."""
    with member.acting() as session:
        made = asking.prepare(session, request_id=uuid4(), axis=axis, by=member.scope)
    member.world.run_jobs()
    return made


def choose(member: Member, request: ReviewRequest, *chosen: UUID, message: str = "") -> None:
    """Choose peers."""
    with member.acting() as session:
        asking.choose(session, request_id=request.id, chosen=chosen, message=message, by=member.scope)


def named_in(member: Member, request: ReviewRequest) -> list[Invited]:
    """Everyone in a request, reserve included."""
    with member.acting() as session:
        return invited(session, request.id)


def in_state(member: Member, request: ReviewRequest, state: AskedState) -> list[UUID]:
    """The members of a request who are in a state, those drawn in the order of the draw."""
    return [row.asked.reviewer_id for row in named_in(member, request) if row.asked.state is state]


def test_from_the_level_to_the_mail(circle: Circle, visitor: Visitor) -> None:
    awa, chosen = circle.awa, circle.others[0]
    client = visitor(awa.person)
    begun = client.post(awa.url("levels/creativity/ask"), data={"id": str(uuid4())})
    assert "The draw is being made." in client.get(begun.location).text
    circle.world.run_jobs()
    kept = client.post(begun.location, data={"chosen": str(chosen.id), "message": "Le buffet de mai."})
    page = client.get(kept.location).text
    with awa.acting() as session:
        request = session.scalars(select(ReviewRequest)).one()
    drawn = in_state(awa, request, AskedState.NAMED)
    everyone = {each.id: each for each in circle.others}
    assert all(everyone[each].name in page for each in drawn)  # read before anything is sent
    assert "Le buffet de mai." in page
    assert not any(mails_to(circle.world.house, each.email) for each in circle.others)
    sent = client.post(
        begun.location, data={"chosen": str(chosen.id), "message": "Le buffet de mai.", "send": "1"}
    )
    assert sent.location == awa.url("levels/creativity")
    circle.world.run_jobs()
    for peer in circle.others:
        letters = mails_to(circle.world.house, peer.email)
        assert len(letters) == (1 if peer.id in drawn or peer is chosen else 0)
        for letter in letters:
            assert "Awa Diallo" in letter
            assert f"{LEVEL} %" not in letter.replace("\xa0", " ")
            assert "buffet" not in letter
            assert letter.splitlines()[-2:] == ["-- ", "Cercle, sur Musette"]
            assert "Awa Diallo asks for your opinion" in visitor(peer.person).get(link_in(letter)).text


def test_before_it_is_sent_nobody_named_knows(circle: Circle, visitor: Visitor) -> None:
    begin(circle.awa)
    for peer in circle.others:
        with peer.acting() as session:
            assert session.scalars(select(ReviewRequest)).all() == []
            assert session.scalars(select(Asked)).all() == []
        assert "Nobody is waiting for your opinion" in visitor(peer.person).get(peer.url("reviews")).text


def test_peers_speak_of_a_level(circle: Circle, visitor: Visitor) -> None:
    without = circle.others[0]
    answer = visitor(without.person).post(without.url("levels/creativity/ask"), data={"id": str(uuid4())})
    assert answer.status_code == 409
    assert "Set your own level on this axis first" in answer.text


@each_case("axis", list(Axis))
def test_three_axes_are_open_to_peers(axis: Axis, circle: Circle, visitor: Visitor) -> None:
    client, url = visitor(circle.awa.person), circle.awa.url(f"levels/{axis.replace('_', '-')}")
    is_open = axis in {Axis.CREATIVITY, Axis.TOOL_MASTERY, Axis.LOCAL_UTILITY}
    assert client.post(f"{url}/ask", data={"id": str(uuid4())}).status_code == (303 if is_open else 404)
    assert client.get(url).status_code == (200 if is_open else 404)


def test_beginning_twice_is_beginning_once(circle: Circle) -> None:
    first = begin(circle.awa)
    drawn = named_in(circle.awa, first)
    again = begin(circle.awa)
    assert again.id == first.id
    assert [each.asked.id for each in named_in(circle.awa, again)] == [each.asked.id for each in drawn]
    assert begin(circle.awa, Axis.LOCAL_UTILITY).id != first.id


def test_the_level_of_a_request_follows_until_it_is_sent(circle: Circle) -> None:
    begin(circle.awa)
    circle.world.assess(circle.awa, {**LEVELS, CREATIVITY: 80})
    assert circle.asked().level_seen == 80
    circle.world.assess(circle.awa, {**LEVELS, CREATIVITY: 20})
    with circle.awa.acting() as session:
        assert session.scalars(select(ReviewRequest.level_seen)).all() == [80]


def test_the_draw_names_two_and_keeps_some_in_reserve(circle: Circle) -> None:
    request = begin(circle.awa)
    named, kept = (in_state(circle.awa, request, each) for each in (AskedState.NAMED, AskedState.RESERVE))
    assert len(named) == 2
    assert {*named, *kept} == {each.id for each in circle.others}  # neither awa nor the coordinator


def test_another_request_draws_the_same_names(circle: Circle) -> None:
    first = begin(circle.awa)
    names = [each.asked.reviewer_id for each in named_in(circle.awa, first)]
    with circle.awa.acting() as session:
        asking.withdraw(session, request_id=first.id, by=circle.awa.scope)
    second = begin(circle.awa)
    assert second.id != first.id
    assert [each.asked.reviewer_id for each in named_in(circle.awa, second)] == names


def test_those_who_have_spoken_are_not_drawn_again(circle: Circle) -> None:
    request = circle.asked()
    speaker = next(
        each for each in circle.others if each.id in in_state(circle.awa, request, AskedState.ASKED)
    )
    circle.endorsed(request, speaker)
    again = [each.asked.reviewer_id for each in named_in(circle.awa, begin(circle.awa))]
    assert speaker.id not in again
    assert len(again) == 3


def test_the_least_busy_are_drawn_first(circle: Circle) -> None:
    busy = in_state(circle.awa, circle.asked(), AskedState.ASKED)
    jeanne = circle.jeanne
    circle.world.assess(jeanne, {**LEVELS})
    other = begin(jeanne)
    drawn = in_state(jeanne, other, AskedState.NAMED)
    assert not {*drawn} & {*busy}


def test_in_a_large_cooperative_the_draw_stays_among_those_who_share_a_group(world: World) -> None:
    home = world.cooperative("Grande")
    everyone = world.members(home, 31)
    awa, near, far = everyone[0], everyone[1:4], everyone[4]
    world.assess(awa)
    world.group(home, [awa, *near])
    names = {each.asked.reviewer_id for each in named_in(awa, begin(awa))}
    assert names == {each.id for each in near}
    world.group(home, [far, *everyone[5:9]])
    others = {each.asked.reviewer_id for each in named_in(awa, begin(awa, Axis.LOCAL_UTILITY))}
    assert far.id not in others


def test_two_names_are_set_aside_at_most(circle: Circle, visitor: Visitor) -> None:
    request = begin(circle.awa)
    client, page = visitor(circle.awa.person), circle.awa.url(f"requests/{request.id}")
    order = [each.asked.reviewer_id for each in named_in(circle.awa, request)]
    ids = {each.asked.reviewer_id: each.asked.id for each in named_in(circle.awa, request)}
    for unknown in (ids[order[3]], "nobody"):  # in reserve: not named
        assert client.post(page, data={"set_aside": unknown}).status_code == 404
    for place in range(2):
        assert client.post(page, data={"set_aside": ids[order[place]]}).status_code == 303
    assert in_state(circle.awa, request, AskedState.NAMED) == order[2:4]
    refused = client.post(page, data={"set_aside": ids[order[2]]})
    assert refused.status_code == 422
    assert "that is the most" in refused.text
    assert "Set aside" not in client.get(page).text


def test_whoever_is_not_named_yet_may_be_chosen(circle: Circle, visitor: Visitor) -> None:
    request = begin(circle.awa)
    page = visitor(circle.awa.person).get(circle.awa.url(f"requests/{request.id}")).text
    drawn = in_state(circle.awa, request, AskedState.NAMED)
    for each in [circle.jeanne, *circle.others]:  # those in reserve among them, and nothing tells which
        assert (f'name="chosen" value="{each.id}"' in page) == (each.id not in drawn)


def test_every_button_keeps_the_names_ticked_and_the_message(circle: Circle, visitor: Visitor) -> None:
    request = begin(circle.awa)
    first = next(row.asked for row in named_in(circle.awa, request))
    client, page = visitor(circle.awa.person), circle.awa.url(f"requests/{request.id}")
    typed = {"chosen": str(circle.jeanne.id), "message": "Le buffet de mai."}
    for pressed in ({"look": "1", "search": "zzz"}, {"set_aside": str(first.id)}, {"send": "1"}):
        answer = client.post(page, data={**typed, **pressed})
        assert answer.status_code == 303
        assert "Le buffet de mai." in client.get(page).text
        assert circle.jeanne.id in {row.asked.reviewer_id for row in named_in(circle.awa, request)}
    again = client.post(page, data={**typed, "send": "1"})
    assert again.location == circle.awa.url("levels/creativity")


def test_who_may_be_chosen(circle: Circle, world: World) -> None:
    request = begin(circle.awa)
    stranger = world.member(world.cooperative("Ailleurs"), "Paul")
    gone = world.member(circle.cooperative, "Partie")
    with circle.jeanne.acting() as session:
        members.remove(session, member_id=gone.id, by=circle.jeanne.scope)
    for other in (stranger.id, gone.id, uuid4()):
        with pytest.raises(Unknown):
            choose(circle.awa, request, other)
    with pytest.raises(Invalid, match="You cannot review yourself"):
        choose(circle.awa, request, circle.awa.id)
    with pytest.raises(Invalid, match="six people at most"):
        choose(circle.awa, request, *(uuid4() for _each in range(7)))
    with pytest.raises(Invalid, match="too long"):
        choose(circle.awa, request, message="x" * 501)


def test_choosing_again_replaces_the_names_chosen(circle: Circle) -> None:
    request = begin(circle.awa)
    drawn = in_state(circle.awa, request, AskedState.NAMED)
    reserve = in_state(circle.awa, request, AskedState.RESERVE)
    choose(circle.awa, request, circle.jeanne.id, reserve[0])
    chosen = {row.asked.reviewer_id for row in named_in(circle.awa, request) if not row.asked.drawn}
    assert chosen == {circle.jeanne.id, reserve[0]}  # a coordinator may be chosen, never drawn
    choose(circle.awa, request, reserve[0])
    assert in_state(circle.awa, request, AskedState.NAMED) == [*drawn, reserve[0]]
    choose(circle.awa, request)
    assert in_state(circle.awa, request, AskedState.NAMED) == drawn


def test_a_form_with_bad_names(circle: Circle, visitor: Visitor) -> None:
    page = circle.awa.url(f"requests/{begin(circle.awa).id}")
    client = visitor(circle.awa.person)
    assert client.post(page, data={"chosen": "x' OR 1=1"}).status_code == 303
    assert client.post(page, data={"chosen": str(uuid4())}).status_code == 404
    long = client.post(page, data={"message": "x" * 501})
    assert long.status_code == 422
    assert "500 characters at most" in long.text
    lines = client.post(page, data={"message": "a\r\n" * 250})
    assert lines.status_code == 303  # 500 characters for whoever writes them
    assert "No member has a name like this." in client.get(f"{page}?name=zzz").text


def test_nothing_is_sent_before_the_draw(circle: Circle, visitor: Visitor) -> None:
    with circle.awa.acting() as session:
        request = asking.prepare(session, request_id=uuid4(), axis=CREATIVITY, by=circle.awa.scope)
    choose(circle.awa, request, circle.others[0].id)
    client, page = visitor(circle.awa.person), circle.awa.url(f"requests/{request.id}")
    assert "Send the request" not in client.get(page).text
    answer = client.post(page, data={"chosen": str(circle.others[0].id), "send": "1"})
    assert answer.status_code == 422
    assert "The draw is being made" in answer.text
    circle.world.run_jobs()
    names = [each.asked.reviewer_id for each in named_in(circle.awa, request)]
    assert sorted(names) == sorted({*names})  # whoever was chosen meanwhile is not drawn


def test_alone_there_is_nobody_to_ask(world: World, visitor: Visitor) -> None:
    alone = world.member(world.cooperative("Seule"), "Awa")
    world.assess(alone)
    request = begin(alone)
    answer = visitor(alone.person).post(alone.url(f"requests/{request.id}"), data={"send": "1"})
    assert answer.status_code == 422
    assert "Choose at least one person" in answer.text


def test_sending_twice_writes_once(circle: Circle) -> None:
    request, awa = begin(circle.awa), circle.awa

    def send(_turn: int) -> None:
        with awa.acting() as session:
            asking.send(session, request_id=request.id, by=awa.scope)

    assert at_once(send) == [True, True]
    circle.world.run_jobs()
    asked = in_state(awa, request, AskedState.ASKED)
    letters = {each.id: len(mails_to(circle.world.house, each.email)) for each in circle.others}
    assert letters == {each.id: int(each.id in asked) for each in circle.others}


def test_once_sent_names_do_not_change(circle: Circle) -> None:
    request = circle.asked()
    asked = named_in(circle.awa, request)[0].asked
    with pytest.raises(Refusal, match="its names no longer change"):
        choose(circle.awa, request, circle.others[0].id)
    with pytest.raises(Refusal), circle.awa.acting() as session:
        asking.set_aside(session, request_id=request.id, asked_id=asked.id, by=circle.awa.scope)
    with circle.world.house.database.unit_of_work(
        Scope(cooperative=circle.cooperative), Role.MACHINE
    ) as session:
        asking.draw(session, request_id=request.id, secret_key="x" * 40)
    assert len(named_in(circle.awa, request)) == 4


def test_a_request_withdrawn_is_seen_by_nobody(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    request = circle.asked(peer)
    page = circle.page(request, peer)
    answer = visitor(circle.awa.person).post(circle.awa.url(f"requests/{request.id}/withdraw"))
    assert answer.status_code == 303
    client = visitor(peer.person)
    assert "Nobody is waiting for your opinion" in client.get(peer.url("reviews")).text
    late = client.post(page, data={"stance": "abstain"})
    assert late.status_code == 422
    assert "This request has been withdrawn" in late.text
    again = visitor(circle.awa.person).post(circle.awa.url(f"requests/{request.id}/withdraw"))
    assert again.status_code == 404


def test_a_request_withdrawn_before_its_mails_go_writes_to_nobody(circle: Circle) -> None:
    request = begin(circle.awa)
    with circle.awa.acting() as session:
        asking.send(session, request_id=request.id, by=circle.awa.scope)
    with circle.awa.acting() as session:
        asking.withdraw(session, request_id=request.id, by=circle.awa.scope)
    circle.world.run_jobs()
    assert not any(mails_to(circle.world.house, each.email) for each in circle.others)


def test_a_member_who_leaves_asks_nobody_any_more(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    page = circle.page(circle.asked(peer), peer)
    with circle.jeanne.acting() as session:
        members.remove(session, member_id=circle.awa.id, by=circle.jeanne.scope)
    client = visitor(peer.person)
    assert client.get(page).status_code == 404  # at once, before any job
    circle.world.run_jobs()
    with circle.awa.acting() as session:
        assert session.scalars(select(ReviewRequest)).all() == []


def test_the_same_day_is_meant_by_both(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    request = circle.asked(peer)
    assert request.answer_by
    evening = clock.now().replace(hour=21, minute=30) + timedelta(days=21)
    client = visitor(peer.person)
    with clock.at(evening):  # the last day, late in Paris
        listed = "Awa Diallo" in client.get(peer.url("reviews")).text
        said = client.post(circle.page(request, peer), data={"stance": "abstain"}).status_code
    assert listed is (said == 303)
