"""What a witness from outside reads and says at the end of their link, and what becomes of it."""

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from assessment.referential import Axis
from journal.models import Entry
from kernel import clock
from kernel.scope import Scope
from kernel.walls import Role
from peer.models.requests import ReviewRequest, Witness
from peer.models.statements import Statement
from peer.queries.levels import heard_about, standings
from peer.rules import Stance
from peer.service import answers
from peer.service import requests as asking
from peer.service.testimonies import token_of
from peer.service.witnesses import Outsider
from tests.cases import each_case
from tests.conftest import Visitor
from tests.mailbox import link_in, mails_to
from tests.peer.conftest import LEVEL, Circle

CHANGING = re.compile(r'value="[^"]*"')  # the tokens of forms
CONFIRMING = {"stance": "endorse", "grounds": "used_result"}
OTHERWISE = {"stance": "contest", "level": "30", "grounds": "used_result", "words": "Moins *inventif*."}


@dataclass
class Account:
    """A witness, the request they are asked about, and the end of their link."""

    circle: Circle
    request: ReviewRequest
    email: str
    scope: Scope
    link: str

    def kept(self) -> list[Statement]:
        """What the member's rule reads of it."""
        with self.circle.world.house.database.reading(self.scope) as session:
            return list(session.scalars(select(Statement).order_by(Statement.said_at)))


@pytest.fixture
def odile(circle: Circle) -> Account:
    """Odile, a client, asked about Awa's creativity."""
    email = f"{uuid4().hex}@tests.example"
    sent = circle.world.ask(
        circle.awa,
        Axis.CREATIVITY,
        circle.others[0],
        message="Le **buffet** de mai.",
        evidence="Voir https://tests.example/buffet",
        outside=[Outsider("Odile Client", email, "en")],
    )
    scope = circle.world.witness(circle.awa, sent, "Odile Client")
    return Account(circle, sent, email, scope, link_in(mails_to(circle.world.house, email)[0]))


def test_the_page_says_what_is_asked(odile: Account, visitor: Visitor) -> None:
    answer = visitor().get(odile.link)
    for part in ("Awa Diallo asks for your opinion", "Odile Client", "<strong>buffet</strong>", str(LEVEL)):
        assert part in answer.text
    assert 'href="https://tests.example/buffet"' in answer.text
    for other in odile.circle.others:
        assert other.name not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_confirmation_is_half_a_voice(odile: Account, visitor: Visitor) -> None:
    awa = odile.circle.awa
    assert visitor().post(odile.link, data=CONFIRMING).location == odile.link
    odile.circle.world.run_jobs()
    (said,) = odile.kept()
    assert (said.author_id, said.witness_id, said.outside) == (None, odile.scope.member, True)
    assert not said.drawn
    with awa.acting() as session:
        (heard,) = heard_about(session, Axis.CREATIVITY)
        standing = standings(session)[Axis.CREATIVITY]
        noted = [
            (each.verb, each.actor_id)
            for each in session.scalars(select(Entry).where(Entry.subject_id == awa.id))
        ]
    assert heard.outside
    assert standing.value == LEVEL
    assert standing.confirmations == 0  # a witness is no peer
    assert standing.confidence == pytest.approx(1 - 0.5**1.5)  # Beta(1.5, 1)
    assert noted == [("endorse", None)]
    page = visitor(awa.person).get(awa.url("levels/creativity")).text
    assert "Odile Client (outside the cooperative)" in page
    assert "Odile Client vous a donné son avis" in mails_to(odile.circle.world.house, awa.email)[0]
    again = visitor().get(odile.link).text
    assert "Withdraw my opinion" in again
    assert "Sign and send" not in again


def test_one_statement_a_witness(odile: Account, visitor: Visitor) -> None:
    client = visitor()
    client.post(odile.link, data=CONFIRMING)
    again = client.post(odile.link, data=OTHERWISE)
    assert again.status_code == 422
    assert "given your opinion on this level already" in again.text
    assert [each.stance for each in odile.kept()] == [Stance.ENDORSE]


def test_abstaining_tells_nobody(odile: Account, visitor: Visitor) -> None:
    awa = odile.circle.awa
    assert visitor().post(odile.link, data={"stance": "abstain"}).status_code == 303
    odile.circle.world.run_jobs()
    assert mails_to(odile.circle.world.house, awa.email) == []
    with awa.acting() as session:
        assert session.scalars(select(Statement)).all() == []
        assert session.scalars(select(Entry).where(Entry.subject_id == awa.id)).all() == []


@each_case(
    "typed, told",
    [
        ({}, "Choose one of the answers"),
        ({"stance": "endorse"}, "one point at least"),
        ({**CONFIRMING, "grounds": "invented"}, "not a valid choice"),
        ({**CONFIRMING, "words": "x" * 501}, "500 characters at most"),
        ({**OTHERWISE, "level": ""}, "from 0 to 100"),
        ({**OTHERWISE, "level": str(LEVEL - 15)}, "that is a confirmation"),
        ({**OTHERWISE, "words": ""}, "what you saw"),
        ({"stance": "boast", "grounds": "saw_work"}, "One thing to correct"),
    ],
)
def test_bad_opinions(typed: dict[str, str], told: str, odile: Account, visitor: Visitor) -> None:
    answer = visitor().post(odile.link, data=typed)
    assert answer.status_code == 422
    assert told in answer.text
    assert odile.kept() == []


def test_the_member_answers_and_the_witness_reads_it(odile: Account, visitor: Visitor) -> None:
    circle, awa = odile.circle, odile.circle.awa
    visitor().post(odile.link, data=OTHERWISE)
    circle.world.run_jobs()
    (said,) = odile.kept()
    client = visitor(awa.person)
    page = client.get(awa.url(f"statements/{said.id}/reply")).text
    assert "Answer Odile Client (outside the cooperative)" in page
    assert "<em>inventif</em>" in page
    kept = {"kind": "keep", "words": "Je garde, *merci*."}
    assert client.post(awa.url(f"statements/{said.id}/reply"), data=kept).status_code == 303
    circle.world.run_jobs()
    mail = mails_to(circle.world.house, odile.email)[0]
    assert "Awa Diallo has answered you" in mail
    assert "merci" not in mail
    assert str(LEVEL) not in mail.replace(odile.link, "")
    answered = visitor().get(link_in(mail)).text
    assert f"Awa Diallo keeps {LEVEL}." in answered
    assert "<em>merci</em>" in answered


def test_the_member_adjusts_to_what_a_witness_saw(odile: Account, visitor: Visitor) -> None:
    circle, awa = odile.circle, odile.circle.awa
    visitor().post(odile.link, data=OTHERWISE)
    circle.world.run_jobs()
    (said,) = odile.kept()
    with awa.acting() as session:
        places = [awa.belonging]
        answers.adjust_level(session, statement_id=said.id, level=40, words="", places=places, by=awa.scope)
    circle.world.run_jobs()
    with awa.acting() as session:
        assert standings(session)[Axis.CREATIVITY].value == 30
    assert "your view became a confirmation" in visitor().get(odile.link).text


def test_a_forgotten_address_is_not_written_to(odile: Account, visitor: Visitor) -> None:
    circle, awa = odile.circle, odile.circle.awa
    visitor().post(odile.link, data=OTHERWISE)
    circle.world.run_jobs()
    with circle.world.house.database.unit_of_work(
        Scope(cooperative=circle.cooperative), Role.MACHINE
    ) as session:
        session.execute(update(Witness).values(email=None))
    with awa.acting() as session:
        answers.keep_level(session, statement_id=odile.kept()[0].id, words="Je garde.", by=awa.scope)
    circle.world.run_jobs()
    assert len(mails_to(circle.world.house, odile.email)) == 1
    assert "Je garde." in visitor().get(odile.link).text


def test_taken_back_at_any_time(odile: Account, visitor: Visitor) -> None:
    circle, client = odile.circle, visitor()
    client.post(odile.link, data=CONFIRMING)
    circle.world.run_jobs()
    late = clock.now() + timedelta(days=100)
    with clock.at(late):
        assert client.post(f"{odile.link}/withdraw").status_code == 303
        circle.world.run_jobs()
        assert "The time to answer is over" in client.get(odile.link).text
    assert odile.kept()[0].withdrawn_at
    with circle.awa.acting() as session:
        assert heard_about(session, Axis.CREATIVITY) == []
        assert standings(session)[Axis.CREATIVITY].value is None
    assert client.post(f"{odile.link}/withdraw").status_code == 404  # nothing left to take back


def test_said_again_after_it_was_taken_back(odile: Account, visitor: Visitor) -> None:
    client = visitor()
    client.post(odile.link, data=CONFIRMING)
    client.post(f"{odile.link}/withdraw")
    assert client.post(odile.link, data=OTHERWISE).status_code == 303
    assert [each.stance for each in odile.kept()] == [Stance.ENDORSE, Stance.CONTEST]


def test_after_the_deadline_a_kind_page(odile: Account, visitor: Visitor) -> None:
    assert odile.request.sent_at
    with clock.at(odile.request.sent_at + timedelta(days=23)):
        page = visitor().get(odile.link)
        assert page.status_code == 200
        assert "The time to answer is over" in page.text
        late = visitor().post(odile.link, data=CONFIRMING)
        assert late.status_code == 422
        assert "is over" in late.text
    assert odile.kept() == []


def test_links_that_open_nothing(odile: Account, visitor: Visitor) -> None:
    world, key = odile.circle.world, odile.link.rpartition("/")[2]
    place, witness, mac = key.split(".")
    elsewhere = world.cooperative("Ailleurs")
    secret = world.house.settings.secret_key
    assert odile.scope.member
    bad = [
        "x",
        "..",
        f"{place}.{witness}.",
        f"{place}.{witness}.{mac[:-1]}",
        f"{place}.{witness}.{mac}x",
        f"{place}.{uuid4()}.{mac}",
        f"{elsewhere}.{witness}.{mac}",
        f"{place.upper()}.{witness}.{mac}",
        f"{place}.{witness}.é",
        token_of(secret, elsewhere, odile.scope.member),
        token_of(secret, odile.circle.cooperative, uuid4()),
        token_of("another secret key, as long as it has to be", odile.circle.cooperative, odile.scope.member),
        str(world.cooperative("Jeton")),
    ]
    client = visitor()
    pages = {CHANGING.sub("", client.get(f"/witness/{each}").text) for each in bad}
    assert len(pages) == 1
    for each in bad:
        assert client.get(f"/witness/{each}").status_code == 404
        assert client.post(f"/witness/{each}", data=CONFIRMING).status_code == 404
        assert client.post(f"/witness/{each}/withdraw").status_code == 404
        assert client.get(f"/witness/{each}").headers["Cache-Control"] == "no-store"
    with odile.circle.awa.acting() as session:
        asking.withdraw(session, request_id=odile.request.id, by=odile.circle.awa.scope)
    assert CHANGING.sub("", client.get(odile.link).text) in pages  # withdrawn: as if it had never been
    assert odile.kept() == []


def test_the_right_to_take_back_outlives_the_request(odile: Account, visitor: Visitor) -> None:
    client = visitor()
    client.post(odile.link, data=CONFIRMING)
    with odile.circle.awa.acting() as session:
        asking.withdraw(session, request_id=odile.request.id, by=odile.circle.awa.scope)
    assert "Withdraw my opinion" in client.get(odile.link).text
    assert client.post(f"{odile.link}/withdraw").status_code == 303
    assert client.get(odile.link).status_code == 404


def test_the_member_has_left(odile: Account, visitor: Visitor) -> None:
    odile.circle.leaves(odile.circle.awa)
    assert visitor().get(odile.link).status_code == 404
    assert visitor().post(odile.link, data=CONFIRMING).status_code == 404


def test_a_witness_erased_keeps_no_name(odile: Account, visitor: Visitor) -> None:
    circle, awa = odile.circle, odile.circle.awa
    visitor().post(odile.link, data=CONFIRMING)
    with awa.acting() as session:
        session.delete(session.scalars(select(Witness)).one())
    circle.world.run_jobs()
    assert visitor().get(odile.link).status_code == 404
    page = visitor(awa.person).get(awa.url("levels/creativity")).text
    assert "A witness (outside the cooperative)" in page
    assert "Odile" not in page
    assert "A former member" not in page


def test_a_member_signed_in_speaks_as_the_witness(odile: Account, visitor: Visitor) -> None:
    other = odile.circle.others[1]
    assert visitor(other.person).post(odile.link, data=CONFIRMING).status_code == 303
    assert odile.kept()[0].author_id is None
    with other.acting() as session:
        assert session.scalars(select(Statement)).all() == []


def test_a_link_is_not_tried_without_end(odile: Account, visitor: Visitor) -> None:
    client: FlaskClient = visitor()
    codes = [client.post(odile.link, data=OTHERWISE | {"words": ""}).status_code for _turn in range(11)]
    assert codes == [422] * 10 + [429]


def test_evidence_is_examined_only_when_there_is_some(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    ground = {"stance": "endorse", "grounds": "examined_evidence"}
    without, client = circle.asked(peer), visitor(peer.person)
    page = circle.page(without, peer)
    assert "examined_evidence" not in client.get(page).text
    assert client.post(page, data=ground).status_code == 422
    seen = circle.world.ask(circle.awa, Axis.TOOL_MASTERY, peer, evidence="Au marché.")
    page = circle.page(seen, peer)
    text = client.get(page).text
    assert "examined_evidence" in text
    assert "Au marché." in text
    assert client.post(page, data=ground).status_code == 303


def test_evidence_has_its_measure(circle: Circle, visitor: Visitor) -> None:
    awa, client = circle.awa, visitor(circle.awa.person)
    begun = client.post(awa.url("levels/creativity/ask"), data={"id": str(uuid4())}).location
    long = client.post(begun, data={"evidence": "x" * 501})
    assert long.status_code == 422
    assert "500 characters at most" in long.text
