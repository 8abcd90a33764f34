"""Answering who sees a level otherwise: keep it and say why, or adjust it; between two people only."""

import pytest
from sqlalchemy import select

from assessment.models import Assessment
from assessment.queries import assessments, latest
from assessment.referential import Axis
from peer.models.statements import Answer, AnswerKind, Standing, Statement
from peer.queries.levels import standings
from peer.queries.requests import invited
from peer.rules import Missing, StandingState
from peer.service import answers, statements
from tests.at_once import at_once
from tests.cases import each_case
from tests.conftest import Visitor
from tests.mailbox import link_in, mails_to
from tests.peer.conftest import LEVEL, Circle
from tests.world import LEVELS, Member

WORDS = "J'ai pris seule la décision du nouvel étal en mai."
KEEPING = {"kind": "keep", "words": WORDS}


def standing_of(member: Member) -> Standing:
    """Where the creativity of somebody stands."""
    with member.acting() as session:
        return standings(session)[Axis.CREATIVITY]


def answers_of(member: Member) -> list[Answer]:
    """The answers somebody reads."""
    with member.acting() as session:
        return list(session.scalars(select(Answer)))


def assessed(member: Member) -> list[Assessment]:
    """Every assessment of somebody, newest first."""
    with member.acting() as session:
        return list(assessments(session))


@pytest.fixture
def said(circle: Circle) -> Statement:
    """The first of the others sees Awa's 60 at 30."""
    peer = circle.others[0]
    return circle.contested(circle.asked(peer), peer)


def test_keeping_ones_level(circle: Circle, said: Statement, visitor: Visitor) -> None:
    awa, peer = circle.awa, circle.others[0]
    assert Missing.ANSWERS in standing_of(awa).missing
    client = visitor(awa.person)
    page = client.get(awa.url("levels/creativity")).text
    address = awa.url(f"statements/{said.id}/reply")
    assert address in page
    assert client.post(address, data=KEEPING).location == awa.url("levels/creativity")
    circle.world.run_jobs()
    standing = standing_of(awa)
    assert Missing.ANSWERS not in standing.missing
    assert standing.level == LEVEL
    assert "you keep 60" in client.get(awa.url("levels/creativity")).text
    letter, _request = mails_to(circle.world.house, peer.email)
    assert "Awa Diallo" in letter
    assert "étal" not in letter
    for level in (LEVEL, 30):
        assert f"{level} %" not in letter.replace("\xa0", " ")
    read = visitor(peer.person).get(link_in(letter)).text
    assert "Awa Diallo keeps 60" in read
    assert "nouvel étal" in read


def test_adjusting_takes_a_new_assessment_with_the_others_copied(circle: Circle, visitor: Visitor) -> None:
    awa, peer = circle.awa, circle.others[0]
    request = circle.asked(peer)
    said = circle.contested(request, peer)
    [before] = assessed(awa)
    sent = visitor(awa.person).post(
        awa.url(f"statements/{said.id}/reply"), data={"kind": "adjust", "level": "40", "words": ""}
    )
    assert sent.status_code == 303
    circle.world.run_jobs()
    newest, kept = assessed(awa)
    assert kept.id == before.id
    assert kept.levels == before.levels
    assert newest.levels == {**before.levels, Axis.CREATIVITY: 40}
    standing = standing_of(awa)
    assert (standing.level, standing.value, standing.confirmations) == (40, 30, 1)  # 30 is within 15 of 40
    assert "Awa Diallo takes 40" in visitor(peer.person).get(circle.page(request, peer)).text


@each_case(
    "form, sentence",
    [
        ({}, "Choose one of the answers"),
        ({"kind": "keep", "words": "  "}, "Answer in a few words"),
        ({"kind": "keep", "words": "é" * 501}, "500"),
        ({"kind": "adjust", "level": "", "words": WORDS}, "Say where you would put it"),
        ({"kind": "adjust", "level": "101", "words": WORDS}, "0 to 100"),
        ({"kind": "adjust", "level": "abc", "words": WORDS}, "0 to 100"),
        ({"kind": "adjust", "level": "40", "words": "é" * 501}, "500"),
    ],
)
def test_an_answer_that_cannot_be_taken(
    form: dict[str, str], sentence: str, circle: Circle, said: Statement, visitor: Visitor
) -> None:
    awa = circle.awa
    answer = visitor(awa.person).post(awa.url(f"statements/{said.id}/reply"), data=form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert answers_of(awa) == []
    assert len(assessed(awa)) == 1


def test_one_answers_once(circle: Circle, said: Statement, visitor: Visitor) -> None:
    awa = circle.awa
    client, address = visitor(awa.person), awa.url(f"statements/{said.id}/reply")
    client.post(address, data=KEEPING)
    again = client.post(address, data={"kind": "adjust", "level": "40", "words": ""})
    assert again.status_code == 422
    assert "answered this person already" in again.text
    assert [each.kind for each in answers_of(awa)] == [AnswerKind.KEEP]
    assert len(assessed(awa)) == 1


def test_two_tabs_at_once_are_one_answer(circle: Circle, said: Statement) -> None:
    awa = circle.awa

    def adjust(tab: int) -> None:
        with awa.acting() as session:
            answers.adjust_level(
                session,
                statement_id=said.id,
                level=(40, 50)[tab],
                words="",
                places=[awa.belonging],
                by=awa.scope,
            )

    assert at_once(adjust) == [False, True]
    [answer] = answers_of(awa)
    with awa.acting() as session:
        now = latest(session)
    assert now
    assert now.levels[Axis.CREATIVITY] == answer.level


def test_a_confirmation_needs_no_answer(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    said = circle.endorsed(circle.asked(peer), peer)
    address = circle.awa.url(f"statements/{said.id}/reply")
    client = visitor(circle.awa.person)
    assert client.get(address).status_code == 404
    assert client.post(address, data=KEEPING).status_code == 404


def test_what_was_taken_back_is_not_answered(circle: Circle, said: Statement, visitor: Visitor) -> None:
    peer = circle.others[0]
    with peer.acting() as session:
        statements.withdraw(session, statement_id=said.id, by=peer.scope)
    address = circle.awa.url(f"statements/{said.id}/reply")
    assert visitor(circle.awa.person).post(address, data=KEEPING).status_code == 404


def test_it_stays_between_the_two(circle: Circle, said: Statement, visitor: Visitor) -> None:
    awa, peer = circle.awa, circle.others[0]
    visitor(awa.person).post(awa.url(f"statements/{said.id}/reply"), data=KEEPING)
    for third in (circle.jeanne, *circle.others[1:]):
        client = visitor(third.person)
        address = third.url(f"statements/{said.id}/reply")
        assert client.get(address).status_code == 404
        assert client.post(address, data=KEEPING).status_code == 404
        assert answers_of(third) == []
        with third.acting() as session:
            assert session.scalars(select(Statement)).all() == []
            assert standings(session) == {}
        for page in ("levels/creativity", "reviews", "journal", "profile"):
            assert "nouvel étal" not in client.get(third.url(page)).text
    assert visitor(peer.person).post(peer.url(f"statements/{said.id}/reply"), data=KEEPING).status_code == 404


def test_an_answer_to_someone_who_left_reaches_nobody(
    circle: Circle, said: Statement, visitor: Visitor
) -> None:
    peer = circle.others[0]
    circle.leaves(peer)
    page = visitor(circle.awa.person).get(circle.awa.url(f"statements/{said.id}/reply"))
    assert "A former member" in page.text
    sent = visitor(circle.awa.person).post(circle.awa.url(f"statements/{said.id}/reply"), data=KEEPING)
    assert sent.status_code == 303
    circle.world.run_jobs()
    assert len(mails_to(circle.world.house, peer.email)) == 1  # the request, and nothing since


def test_validated_with_a_drawn_voice_among_three(circle: Circle) -> None:
    request = circle.asked(*circle.others)
    with circle.awa.acting() as session:
        drawn = {row.asked.reviewer_id for row in invited(session, request.id) if row.asked.drawn}
    first, second, *_rest = sorted(circle.others, key=lambda each: each.id in drawn)
    for chosen in (first, second):
        circle.endorsed(request, chosen)
    assert Missing.DRAWN_VOICE in standing_of(circle.awa).missing
    by_lot = next(each for each in circle.others if each.id in drawn)
    circle.endorsed(request, by_lot)
    standing = standing_of(circle.awa)
    assert (standing.state, standing.confirmations, standing.missing) == (StandingState.VALIDATED, 3, [])


def test_a_level_that_moves_far_leaves_its_confirmations_behind(circle: Circle) -> None:
    peer = circle.others[0]
    circle.endorsed(circle.asked(peer), peer)
    circle.world.assess(circle.awa, {**LEVELS, Axis.CREATIVITY: LEVEL + 10})
    assert standing_of(circle.awa).confirmations == 1
    circle.world.assess(circle.awa, {**LEVELS, Axis.CREATIVITY: LEVEL + 11})
    standing = standing_of(circle.awa)
    assert (standing.level, standing.confirmations, standing.value) == (LEVEL + 11, 0, None)
