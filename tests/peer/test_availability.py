"""When one may be asked: pauses, people kept apart, validators; and whom the draw then finds."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from assessment.referential import Axis
from kernel import clock
from kernel.refusals import Refusal
from kernel.scope import Scope
from kernel.walls import Role
from peer.draw import OPEN_AT_MOST, Candidate
from peer.models.availability import Block, Pause, Validator
from peer.models.requests import AskedState, ReviewRequest
from peer.models.statements import Standing, Statement
from peer.queries.pool import candidates
from peer.service import availability, statements
from peer.service.standings import settle_level
from tests.cases import each_case
from tests.conftest import Visitor
from tests.mailbox import mails_to
from tests.peer.conftest import Circle
from tests.peer.test_asking import in_state, named_in
from tests.story import validated
from tests.world import LEVELS, Member, World

PAGE = "reviews/settings"


def pool(circle: Circle, axis: Axis = Axis.CREATIVITY) -> dict[object, Candidate]:
    """Whom the draw finds for awa."""
    with circle.awa.acting() as session:
        request = ReviewRequest(id=uuid4(), subject_id=circle.awa.id, axis=axis, level_seen=50)
        session.add(request)
    scope = Scope(cooperative=circle.cooperative)
    with circle.world.house.database.reading(scope, Role.MACHINE) as session:
        return {each.id: each for each in candidates(session, request)}


def blocks(member: Member) -> list[object]:
    """Those a member keeps apart."""
    with member.acting() as session:
        return list(session.scalars(select(Block.other_id).where(Block.member_id == member.id)))


def validates(member: Member) -> list[Axis]:
    """The axes on which a member accepts to be drawn more often."""
    with member.acting() as session:
        return list(session.scalars(select(Validator.axis)))


def stand_high(member: Member, axis: Axis = Axis.CREATIVITY, level: int = 80) -> None:
    """A high level of a member is validated."""
    member.world.assess(member, {**LEVELS, axis: level})
    with member.acting() as session:
        session.add(validated(member, axis, level))


def test_the_draw_passes_by_whoever_is_paused_busy_or_kept_apart(circle: Circle) -> None:
    paused, busy, keeping, kept = circle.others
    assert set(pool(circle)) == {each.id for each in circle.others}
    circle.paused(paused)
    assert set(pool(circle)) == {busy.id, keeping.id, kept.id}
    circle.busy(busy, OPEN_AT_MOST)
    assert set(pool(circle)) == {keeping.id, kept.id}
    circle.apart(keeping, circle.awa)
    assert set(pool(circle)) == {kept.id}
    circle.apart(circle.awa, kept)
    assert pool(circle) == {}


def test_a_pause_ends(circle: Circle) -> None:
    peer = circle.others[0]
    circle.paused(peer)
    for days, drawn in ((91, False), (93, True)):
        with clock.at(clock.now() + timedelta(days=days)):
            assert (peer.id in pool(circle)) is drawn


def test_validators_are_known_to_the_draw_on_their_axis(circle: Circle) -> None:
    peer = circle.others[0]
    stand_high(peer)
    with peer.acting() as session:
        availability.accept_validating(session, axis=Axis.CREATIVITY, by=peer.scope)
    found = pool(circle)
    assert {each for each, candidate in found.items() if candidate.validator} == {peer.id}
    assert not any(each.validator for each in pool(circle, Axis.LOCAL_UTILITY).values())


def test_pausing_and_taking_requests_again(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    client, page = visitor(peer.person), peer.url(PAGE)
    assert "Pause for three months" in client.get(page).text
    for _tab in range(2):
        assert client.post(page, data={"pause": "1"}).status_code == 303
    shown = client.get(page).text
    assert "You take no new request until" in shown
    assert "Pause for three months" not in shown
    with peer.acting() as session:
        until = session.scalars(select(Pause.until)).one()
    assert until >= clock.now().date() + timedelta(days=91)
    for _tab in range(2):
        assert client.post(page, data={"resume": "1"}).status_code == 303
    assert "Pause for three months" in client.get(page).text


def test_a_pause_keeps_what_was_received(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    request = circle.asked(peer)
    circle.paused(peer)
    circle.endorsed(request, peer)
    assert "You have given no opinion yet" not in visitor(peer.person).get(peer.url("reviews")).text


def test_the_mail_leads_to_the_pause(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    circle.asked(peer)
    [letter] = mails_to(circle.world.house, peer.email)
    assert peer.url(PAGE) in letter
    assert visitor(peer.person).get(peer.url(PAGE)).status_code == 200


def test_keeping_somebody_apart_and_bringing_them_back(circle: Circle, visitor: Visitor) -> None:
    peer, kept = circle.others[:2]
    client, page = visitor(peer.person), peer.url(PAGE)
    found = client.get(f"{page}?name={kept.name[-3:]}").text
    assert f'value="{kept.id}"' in found
    for _tab in range(2):
        assert client.post(page, data={"keep_apart": str(kept.id)}).status_code == 303
    assert blocks(peer) == [kept.id]
    shown = client.get(f"{page}?name={kept.name[-3:]}").text
    assert shown.count(kept.name) == 2  # in the list, and in the name of its button: not to be found again
    for _tab in range(2):
        assert client.post(page, data={"bring_back": str(kept.id)}).status_code == 303
    assert blocks(peer) == []
    assert "Nobody." in client.get(page).text


@each_case(
    "form",
    [
        {},
        {"else": "1"},
        {"keep_apart": ""},
        {"keep_apart": "x' OR 1=1"},
        {"keep_apart": str(uuid4())},
        {"bring_back": "nobody"},
        {"accept_validating": "everything"},
        {"stop_validating": ""},
    ],
)
def test_a_button_nobody_has(form: dict[str, str], circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    assert visitor(peer.person).post(peer.url(PAGE), data=form).status_code == 404
    assert blocks(peer) == []


def test_nobody_keeps_themself_nor_a_stranger_apart(circle: Circle, world: World, visitor: Visitor) -> None:
    peer, gone = circle.others[:2]
    stranger = world.member(world.cooperative("Ailleurs"), "Paul")
    circle.leaves(gone)
    client, page = visitor(peer.person), peer.url(PAGE)
    refused = client.post(page, data={"keep_apart": str(peer.id)})
    assert refused.status_code == 422
    assert "You cannot keep yourself apart" in refused.text
    for other in (stranger, gone):
        assert client.post(page, data={"keep_apart": str(other.id)}).status_code == 404
    assert visitor(stranger.person).get(page).status_code == 404


@pytest.mark.parametrize("by_author", [True, False])
def test_keeping_apart_puts_away_what_waits(*, by_author: bool, circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    request = circle.asked(peer)
    answering, mine = circle.page(request, peer), circle.awa.url(f"requests/{request.id}")
    before = visitor(circle.awa.person).get(mine).text
    circle.apart(*((circle.awa, peer) if by_author else (peer, circle.awa)))
    assert peer.id in in_state(circle.awa, request, AskedState.AWAY)
    client = visitor(peer.person)
    assert client.get(answering).status_code == 404
    assert client.post(answering, data={"stance": "abstain"}).status_code == 404
    assert "Nobody is waiting for your opinion" in client.get(peer.url("reviews")).text
    after = visitor(circle.awa.person).get(mine).text
    assert "takes no request" not in after  # asked once, shown so: nobody learns of a block by their own page
    assert before.count(peer.name) == after.count(peer.name)


def test_what_was_said_stays_and_may_be_taken_back(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    request = circle.asked(peer)
    said = circle.endorsed(request, peer)
    circle.apart(circle.awa, peer)
    assert "One person confirms" in visitor(circle.awa.person).get(circle.awa.url("levels/creativity")).text
    assert peer.id not in in_state(circle.awa, request, AskedState.AWAY)
    client = visitor(peer.person)
    assert client.get(circle.page(request, peer)).status_code == 200
    assert client.post(peer.url(f"statements/{said.id}/withdraw")).status_code == 303
    circle.world.run_jobs()
    assert peer.id in in_state(circle.awa, request, AskedState.AWAY)  # it would be open again
    assert "Nobody is waiting for your opinion" in client.get(peer.url("reviews")).text


def test_an_abstention_and_a_silence_look_alike_to_whoever_asked(circle: Circle) -> None:
    silent, abstaining = circle.others[:2]
    request = circle.asked(silent, abstaining)
    with abstaining.acting() as session:
        asked_id = circle.world.asked(request, abstaining)
        statements.abstain(session, asked_id=asked_id, by=abstaining.scope)
    for peer in (silent, abstaining):
        circle.apart(peer, circle.awa)
    rows = {row.asked.reviewer_id: row.asked for row in named_in(circle.awa, request)}
    assert rows[silent.id].asked_at
    assert rows[abstaining.id].asked_at  # what the page goes by


def test_bringing_back_before_the_job_puts_nothing_away(circle: Circle) -> None:
    peer = circle.others[0]
    request = circle.asked(peer)
    with peer.acting() as session:
        availability.keep_apart(session, other_id=circle.awa.id, by=peer.scope)
        session.flush()
        availability.bring_back(session, other_id=circle.awa.id, by=peer.scope)
    circle.world.run_jobs()
    assert peer.id in in_state(circle.awa, request, AskedState.ASKED)


def test_a_validator_has_a_high_level_validated(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    client, page = visitor(peer.person), peer.url(PAGE)
    refused = client.post(page, data={"accept_validating": "creativity"})
    assert refused.status_code == 422
    assert "whose level, at 75 or more, is validated" in refused.text
    stand_high(peer)
    assert "Accept<" in client.get(page).text
    for _tab in range(2):
        assert client.post(page, data={"accept_validating": "creativity"}).status_code == 303
    assert validates(peer) == [Axis.CREATIVITY]
    assert "You are drawn more often on this axis." in client.get(page).text
    assert client.post(page, data={"stop_validating": "creativity"}).status_code == 303
    assert validates(peer) == []


@pytest.mark.parametrize("level", [74, 75])
def test_a_validator_from_seventy_five(level: int, circle: Circle) -> None:
    peer = circle.others[0]
    stand_high(peer, level=level)
    with peer.acting() as session:
        assert availability.validated_high(session) == [Axis.CREATIVITY] * (level == 75)


def test_a_level_settled_otherwise_makes_no_validator(circle: Circle) -> None:
    peer = circle.others[0]
    stand_high(peer)
    circle.world.take_stock(peer, {**LEVELS, Axis.CREATIVITY: 90})  # not settled yet
    with pytest.raises(Refusal), peer.acting() as session:
        availability.accept_validating(session, axis=Axis.CREATIVITY, by=peer.scope)


@pytest.mark.parametrize("level", [80, 40, None])
def test_a_validator_whose_level_is_no_longer_validated_stops(level: int | None, circle: Circle) -> None:
    peer = circle.others[0]
    stand_high(peer)
    with peer.acting() as session:
        availability.accept_validating(session, axis=Axis.CREATIVITY, by=peer.scope)
    circle.world.take_stock(peer, {**LEVELS, Axis.CREATIVITY: level})
    with peer.acting() as session:
        settle_level(session, axis=Axis.CREATIVITY)  # nobody has confirmed: the standing was made by hand
    assert validates(peer) == []


def test_what_one_chooses_is_read_by_nobody_else(circle: Circle) -> None:
    peer = circle.others[0]
    stand_high(peer)
    with peer.acting() as session:
        availability.accept_validating(session, axis=Axis.CREATIVITY, by=peer.scope)
    circle.paused(peer)
    circle.apart(peer, circle.awa)
    for member in (circle.awa, circle.jeanne):
        with member.acting() as session:
            for model in (Pause, Block, Validator):
                assert session.scalars(select(model)).all() == []


def test_a_view_come_near_by_taking_stock_is_told_once(circle: Circle, visitor: Visitor) -> None:
    critic = circle.others[0]
    request = circle.asked(critic)
    said = circle.contested(request, critic, 40)
    for level in (55, 54):
        circle.world.assess(circle.awa, {**LEVELS, Axis.CREATIVITY: level})
    letters = [each for each in mails_to(circle.world.house, critic.email) if "rapproch" in each]
    assert len(letters) == 1
    assert not any(str(number) in letters[0].replace(str(said.id), "") for number in (" 40", " 55", " 54"))
    page = visitor(critic.person).get(circle.page(request, critic)).text
    assert "your view became a confirmation" in page
    assert "This stays between the two of you" not in page  # she took stock: there is no answer
    assert visitor(critic.person).post(critic.url(f"statements/{said.id}/withdraw")).status_code == 303


def test_a_level_gone_away_before_the_job_tells_nobody(circle: Circle) -> None:
    critic = circle.others[0]
    request = circle.asked(critic)
    circle.contested(request, critic, 40)
    with circle.awa.acting() as session:
        standing = session.get(Standing, (session.cooperative, circle.awa.id, Axis.CREATIVITY))
        assert standing
    for level in (50, 90):  # two settlements before the first one's job
        circle.world.take_stock(circle.awa, {**LEVELS, Axis.CREATIVITY: level})
        with circle.awa.acting() as session:
            settle_level(session, axis=Axis.CREATIVITY)
    circle.world.run_jobs()
    with critic.acting() as session:
        assert session.scalars(select(Statement.joined_at)).one() is None
    assert not any("rapproch" in each for each in mails_to(circle.world.house, critic.email))


def test_a_view_taken_back_before_the_job_tells_nobody(circle: Circle) -> None:
    critic = circle.others[0]
    request = circle.asked(critic)
    said = circle.contested(request, critic, 40)
    circle.world.take_stock(circle.awa, {**LEVELS, Axis.CREATIVITY: 50})
    with circle.awa.acting() as session:
        settle_level(session, axis=Axis.CREATIVITY)
    with critic.acting() as session:
        statements.withdraw(session, statement_id=said.id, by=critic.scope)
    circle.world.run_jobs()
    assert not any("rapproch" in each for each in mails_to(circle.world.house, critic.email))
