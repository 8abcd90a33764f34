"""Saying what one saw: three answers, once, in time, by the person asked; and taking it back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from assessment.referential import Axis
from journal.models import Entry, Reading
from kernel import clock
from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from peer.models.requests import AskedState, ReviewRequest
from peer.models.statements import Standing, Statement
from peer.queries.levels import standings, statements_about
from peer.queries.requests import invited
from peer.rules import Stance, StandingState
from peer.service import requests as asking
from peer.service import statements
from tenants.models import RoleName
from tenants.service import members
from tests.at_once import at_once
from tests.conftest import Visitor
from tests.mailbox import link_in, mails_to
from tests.peer.conftest import LEVEL, Circle
from tests.world import LEVELS, Member

WORDS = "Au comptoir, c'est toi qui as trouvé le nouvel étal."
CONFIRMING = {"stance": "endorse", "grounds": "saw_work", "words": WORDS}
OTHERWISE = {"stance": "contest", "level": "30", "grounds": "saw_work", "words": WORDS}
ABSTAINING = {"stance": "abstain"}


def statements_by(member: Member) -> list[Statement]:
    """What somebody said, withdrawn or not."""
    with member.acting() as session:
        mine = select(Statement).where(Statement.author_id == member.id)
        return list(session.scalars(mine.order_by(Statement.said_at)))


def standing_of(member: Member) -> Standing | None:
    """Where the creativity of somebody stands."""
    with member.acting() as session:
        return standings(session).get(Axis.CREATIVITY)


def entries(session: UnitOfWork) -> list[str]:
    """The acts that the member in scope reads in the journal."""
    return list(session.scalars(select(Entry.verb)))


def send(
    visitor: Visitor, circle: Circle, request: ReviewRequest, by: Member, form: dict[str, str]
) -> TestResponse:
    """Answer a request through its page."""
    return visitor(by.person).post(circle.page(request, by), data=form)


def test_confirming(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    request = circle.asked(peer)
    page = visitor(peer.person).get(circle.page(request, peer)).text
    assert "between 45 and 75" in page
    sent = send(visitor, circle, request, peer, CONFIRMING)
    assert sent.location == peer.url("reviews")
    circle.world.run_jobs()
    [said] = statements_by(peer)
    assert (said.stance, said.level, said.level_seen, said.words) == (Stance.ENDORSE, None, LEVEL, WORDS)
    standing = standing_of(circle.awa)
    assert standing
    assert (standing.value, standing.state, standing.confirmations) == (LEVEL, StandingState.IN_PROGRESS, 1)
    [letter] = mails_to(circle.world.house, circle.awa.email)
    assert peer.name in letter
    assert WORDS not in letter
    assert f"{LEVEL} %" not in letter.replace("\xa0", " ")
    shown = visitor(circle.awa.person).get(link_in(letter)).text
    assert "One person confirms" in shown
    assert "le nouvel étal" in shown


def test_seeing_it_otherwise(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    send(visitor, circle, circle.asked(peer), peer, OTHERWISE)
    circle.world.run_jobs()
    [said] = statements_by(peer)
    assert (said.stance, said.level) == (Stance.CONTEST, 30)
    standing = standing_of(circle.awa)
    assert standing
    assert (standing.value, standing.confirmations) == (30, 0)
    page = visitor(circle.awa.person).get(circle.awa.url("levels/creativity")).text
    assert f"{peer.name} would put it at 30" in page


def test_an_abstention_is_known_to_its_author_alone(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    request = circle.asked(peer)
    client = visitor(circle.awa.person)
    pages = [circle.awa.url(each) for each in ("levels/creativity", "reviews", "journal", "profile")]
    before = {page: tokenless(client.get(page)) for page in pages}
    with circle.awa.acting() as session:
        read_before = entries(session)
    send(visitor, circle, request, peer, ABSTAINING)
    circle.world.run_jobs()
    assert [each.stance for each in statements_by(peer)] == [Stance.ABSTAIN]
    assert "I cannot say" in visitor(peer.person).get(peer.url("reviews")).text
    assert standing_of(circle.awa) is None
    assert mails_to(circle.world.house, circle.awa.email) == []
    assert {page: tokenless(client.get(page)) for page in pages} == before
    with circle.awa.acting() as session:
        assert entries(session) == read_before
        assert statements_about(session, Axis.CREATIVITY) == []
        assert session.scalars(select(Statement)).all() == []


def tokenless(response: TestResponse) -> str:
    """A page without what changes at each reading: tokens and ids of forms."""
    lines = response.text.splitlines()
    return "\n".join(line for line in lines if 'type="hidden"' not in line)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "seem right to you? Choose one of the answers."),
        ({"stance": "perhaps"}, "Not a valid choice"),
        ({"stance": "endorse", "words": WORDS}, "one point at least"),
        ({**CONFIRMING, "grounds": "rumour"}, "is not a valid choice"),
        ({"stance": "contest", "level": "30", "words": WORDS}, "one point at least"),
        ({**OTHERWISE, "words": " \r\n "}, "Say in a few words what you saw"),
        ({**OTHERWISE, "level": ""}, "Say where you would put it"),
        ({**OTHERWISE, "level": "45"}, "that is a confirmation"),
        ({**OTHERWISE, "level": "75"}, "that is a confirmation"),
        ({**OTHERWISE, "level": "101"}, "0 to 100"),
        ({**OTHERWISE, "level": "abc"}, "0 to 100"),
        ({**CONFIRMING, "words": "é" * 501}, "500"),
    ],
)
def test_an_answer_that_cannot_be_taken(
    form: dict[str, str], sentence: str, circle: Circle, visitor: Visitor
) -> None:
    peer = circle.others[0]
    answer = send(visitor, circle, circle.asked(peer), peer, form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert statements_by(peer) == []
    if form.get("words") == WORDS:
        assert "le nouvel étal" in answer.text  # nothing typed is lost


@pytest.mark.parametrize("level", [44, 76])
def test_sixteen_points_away_is_seeing_it_otherwise(level: int, circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    sent = send(visitor, circle, circle.asked(peer), peer, {**OTHERWISE, "level": str(level)})
    assert sent.status_code == 303


def test_five_hundred_characters_whatever_the_line_ends(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    words = "\r\n".join(["é" * 99] * 5)  # 495 letters and 4 line ends
    sent = send(visitor, circle, circle.asked(peer), peer, {**CONFIRMING, "words": words})
    assert sent.status_code == 303
    assert statements_by(peer)[0].words == words.replace("\r\n", "\n")


def test_once_a_period(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    request = circle.asked(peer)
    send(visitor, circle, request, peer, CONFIRMING)
    again = send(visitor, circle, request, peer, OTHERWISE)
    assert again.status_code == 422
    assert "given your opinion on this level already" in again.text
    assert [each.stance for each in statements_by(peer)] == [Stance.ENDORSE]


def test_two_tabs_at_once_are_one_answer(circle: Circle) -> None:
    peer = circle.others[0]
    asked = circle.world.asked(circle.asked(peer), peer)

    def confirm(_tab: int) -> None:
        with peer.acting() as session:
            statements.endorse(session, asked_id=asked, grounds=["saw_work"], words="", by=peer.scope)

    assert at_once(confirm) == [False, True]
    assert len(statements_by(peer)) == 1


def test_taken_back_it_counts_no_more_and_can_be_said_again(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    request = circle.asked(peer)
    said = circle.endorsed(request, peer)
    client = visitor(peer.person)
    for _twice in range(2):
        assert client.post(peer.url(f"statements/{said.id}/withdraw")).status_code == 303
    circle.world.run_jobs()
    standing = standing_of(circle.awa)
    assert standing
    assert (standing.value, standing.confirmations) == (None, 0)
    assert "no opinion yet" in client.get(peer.url("reviews")).text
    with circle.awa.acting() as session:
        assert statements_about(session, Axis.CREATIVITY) == []
        assert sorted(entries(session)).count("withdraw-statement") == 1
    assert send(visitor, circle, request, peer, OTHERWISE).status_code == 303
    assert [each.stance for each in statements_by(peer)] == [Stance.ENDORSE, Stance.CONTEST]


def test_the_last_day_to_answer(circle: Circle, visitor: Visitor) -> None:
    first, second = circle.others[:2]
    request = circle.asked(first, second)
    assert request.sent_at
    with clock.at(request.sent_at + timedelta(days=21)):
        assert send(visitor, circle, request, first, CONFIRMING).status_code == 303
    with clock.at(request.sent_at + timedelta(days=22, hours=2)):
        late = send(visitor, circle, request, second, CONFIRMING)
        assert late.status_code == 422
        assert "is over" in late.text
        assert "is over" in visitor(second.person).get(circle.page(request, second)).text
        assert "Nobody is waiting" in visitor(second.person).get(second.url("reviews")).text
    assert statements_by(second) == []


def test_withdrawn_while_the_page_was_open(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    request = circle.asked(peer)
    page = circle.page(request, peer)
    with circle.awa.acting() as session:
        asking.withdraw(session, request_id=request.id, by=circle.awa.scope)
    answer = visitor(peer.person).post(page, data=CONFIRMING)
    assert answer.status_code == 422
    assert "has been withdrawn" in answer.text
    assert statements_by(peer) == []


def test_the_member_left_while_the_page_was_open(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    page = circle.page(circle.asked(peer), peer)
    circle.leaves(circle.awa)
    assert visitor(peer.person).post(page, data=CONFIRMING).status_code == 404
    assert statements_by(peer) == []


def test_who_has_left_says_nothing_more(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    page = circle.page(circle.asked(peer), peer)
    circle.leaves(peer)
    assert visitor(peer.person).post(page, data=CONFIRMING).status_code == 404


def test_what_was_said_stays_when_its_author_leaves(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    circle.endorsed(circle.asked(peer), peer)
    circle.leaves(peer)
    circle.world.run_jobs()
    page = visitor(circle.awa.person).get(circle.awa.url("levels/creativity")).text
    assert "A former member" in page
    assert peer.name not in page


def test_only_those_asked_may_answer(circle: Circle, visitor: Visitor) -> None:
    chosen = circle.others[0]
    request = circle.asked(chosen)
    asked = circle.world.asked(request, chosen)
    others = [circle.awa, circle.jeanne, *circle.others[1:]]
    for other in others:
        client: FlaskClient = visitor(other.person)
        assert client.get(other.url(f"reviews/{asked}")).status_code == 404
        assert client.post(other.url(f"reviews/{asked}"), data=CONFIRMING).status_code == 404
    assert visitor(chosen.person).get(chosen.url(f"reviews/{uuid4()}")).status_code == 404


def test_a_reserve_of_the_draw_was_not_asked(circle: Circle, visitor: Visitor) -> None:
    request = circle.asked()
    with circle.awa.acting() as session:
        kept = [row.asked for row in invited(session, request.id) if row.asked.state is AskedState.RESERVE]
    assert kept
    everyone = {each.id: each for each in circle.others}
    for row in kept:
        peer = everyone[row.reviewer_id]
        assert visitor(peer.person).get(peer.url(f"reviews/{row.id}")).status_code == 404
        with pytest.raises(Unknown), peer.acting() as session:
            statements.abstain(session, asked_id=row.id, by=peer.scope)


def test_nobody_takes_back_what_another_said(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    said = circle.endorsed(circle.asked(peer), peer)
    for other in (circle.awa, circle.jeanne, circle.others[1]):
        answer = visitor(other.person).post(other.url(f"statements/{said.id}/withdraw"))
        assert answer.status_code == 404
    assert statements_by(peer)[0].withdrawn_at is None


def test_the_member_knows_who_read_their_level(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    page = circle.page(circle.asked(peer), peer)
    client = visitor(peer.person)
    for _twice in range(2):
        assert client.get(page).status_code == 200
    with circle.awa.acting() as session:
        [reading] = session.scalars(select(Reading)).all()
        assert (reading.reader_id, reading.what) == (peer.id, Axis.CREATIVITY)


def test_a_voice_two_years_old_is_heard_no_more(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    circle.endorsed(circle.asked(peer), peer)
    with circle.awa.acting() as session:
        assert len(statements_about(session, Axis.CREATIVITY)) == 1
    with clock.at(clock.now() + timedelta(days=731) + timedelta(days=1)):
        with circle.awa.acting() as session:
            assert statements_about(session, Axis.CREATIVITY) == []
        assert peer.name not in visitor(circle.awa.person).get(circle.awa.url("levels/creativity")).text


def test_confirming_each_other_weighs_on_both_at_once(circle: Circle) -> None:
    awa, jeanne = circle.awa, circle.jeanne
    with jeanne.acting() as session:  # those who coordinate are never drawn
        members.give_role(session, member_id=awa.id, role=RoleName.COORDINATOR, by=jeanne.scope)
    circle.world.assess(jeanne, {**LEVELS, Axis.CREATIVITY: LEVEL})
    circle.endorsed(circle.asked(jeanne), jeanne)
    before = standing_of(awa)
    said = circle.endorsed(circle.world.ask(jeanne, Axis.CREATIVITY, awa), awa)
    during = standing_of(awa)
    with awa.acting() as session:
        statements.withdraw(session, statement_id=said.id, by=awa.scope)
    circle.world.run_jobs()
    after = standing_of(awa)
    assert before
    assert during
    assert after
    assert during.confidence < before.confidence == after.confidence
