"""Mediating an exchange: both agree to it, the mediator reads that one only, three write how it ends."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.pool import NullPool

from journal.models import Entry, Reading
from kernel.keys import digest
from kernel.refusals import Invalid, Refusal, Unknown
from peer.models.mediations import Ending, Mediation, Stage
from peer.models.requests import ReviewRequest
from peer.models.statements import Answer, AnswerKind, Statement
from peer.queries.levels import standings
from peer.queries.mediations import mediation_of
from peer.rules import Missing
from peer.service import answers, mediations, outcomes, statements
from tenants.models import RoleName
from tenants.service import members
from tests.conftest import Visitor
from tests.foundry import Foundry
from tests.mailbox import link_in, mails_to
from tests.peer.conftest import Circle, gathered
from tests.world import Member, World

WORDS = "Parlons-en à trois, j'ai du mal à comprendre."
OUTCOME = "Nous regarderons l'étal ensemble en mars."


@dataclass
class Exchange:
    """Awa's 60 seen at 30 by the first of the others; Nour may mediate."""

    circle: Circle
    awa: Member
    peer: Member
    nour: Member
    request: ReviewRequest
    said: Statement

    def ask(self, mediator: Member | None = None, words: str = WORDS) -> None:
        """Awa proposes a mediation."""
        with self.awa.acting() as session:
            answers.ask_for_mediation(
                session,
                statement_id=self.said.id,
                mediator_id=(mediator or self.nour).id,
                words=words,
                by=self.awa.scope,
            )
        self.circle.world.run_jobs()

    def begin(self) -> None:
        """Awa proposes, her peer agrees."""
        self.ask()
        self.do(self.peer, mediations.agree)

    def do(self, who: Member, act: Callable[..., object], **given: object) -> None:
        """One of them acts on the mediation."""
        with who.acting() as session:
            act(session, statement_id=self.said.id, by=who.scope, **given)
        self.circle.world.run_jobs()

    def write(self, who: Member, words: str = OUTCOME, seen: str = "") -> None:
        """One of the three proposes words, having read these."""
        self.do(who, outcomes.propose_outcome, words=words, seen=digest(seen))

    def accept(self, who: Member, words: str = OUTCOME) -> None:
        """One of the three agrees to these words."""
        self.do(who, outcomes.agree_to_outcome, seen=digest(words))

    def now(self) -> Mediation:
        """The mediation as Awa reads it."""
        with self.awa.acting() as session:
            found = mediation_of(session, self.said.id)
        assert found
        return found

    def review(self) -> str:
        """The page where the author of the view reads what became of it."""
        return self.circle.page(self.request, self.peer)

    def page(self, who: Member) -> str:
        """The address of the mediation."""
        return who.url(f"mediations/{self.said.id}")


@pytest.fixture
def exchange(world: World, foundry: Foundry) -> Exchange:
    """A view that differs waits for its answer, and somebody mediates."""
    return foundry.cast(differing, world)


def differing(world: World) -> Exchange:
    """A view that differs, and a mediator."""
    circle = gathered(world)
    peer = circle.others[0]
    request = circle.asked(peer, message="Dites ce que vous avez vu.")
    said = circle.contested(request, peer)
    nour = circle.world.member(circle.cooperative, "Nour Haddad", RoleName.MEDIATOR)
    return Exchange(circle, circle.awa, peer, nour, request, said)


def missing(member: Member) -> list[str]:
    """What the level of somebody lacks."""
    with member.acting() as session:
        return next(iter(standings(session).values())).missing


def verbs(member: Member) -> list[str]:
    """What somebody reads in the journal."""
    with member.acting() as session:
        return list(session.scalars(select(Entry.verb).where(Entry.open.is_(False)).order_by(Entry.at)))


def seen_by(member: Member, model: type[Mediation | Statement | Answer]) -> int:
    """How many rows of a table somebody sees."""
    with member.acting() as session:
        return len(session.scalars(select(model)).all())


def test_from_the_proposal_to_words_in_common(exchange: Exchange, visitor: Visitor) -> None:
    awa, peer, nour = exchange.awa, exchange.peer, exchange.nour
    address = awa.url(f"statements/{exchange.said.id}/reply")
    mine = visitor(awa.person)
    assert "Nour Haddad" in mine.get(address).text
    sent = mine.post(address, data={"kind": "mediate", "mediator": str(nour.id), "words": WORDS})
    assert sent.status_code == 303
    exchange.circle.world.run_jobs()
    letter = mails_to(exchange.circle.world.house, peer.email)[0]
    assert "Awa Diallo" in letter
    assert "Nour Haddad" in letter
    assert "du mal" not in letter
    theirs = visitor(peer.person)
    page = theirs.get(link_in(letter)).text
    assert "I would rather not" in page
    assert "du mal à comprendre" in page
    assert "proposes a mediation" in theirs.get(exchange.review()).text
    assert mails_to(exchange.circle.world.house, nour.email) == []
    assert theirs.post(f"{exchange.page(peer)}/agree").status_code == 303
    exchange.circle.world.run_jobs()
    [begun] = mails_to(exchange.circle.world.house, nour.email)
    helping = visitor(nour.person)
    read = helping.get(link_in(begun)).text
    for words in ("ai vu autrement", "du mal à comprendre", "60", "30"):
        assert words in read
    written = {"seen": digest(""), "words": OUTCOME}
    for client, form in ((helping, written), (mine, agreeing(OUTCOME)), (theirs, agreeing(OUTCOME))):
        assert client.post(exchange.page(awa), data=form).status_code == 303
    exchange.circle.world.run_jobs()
    found = exchange.now()
    assert (found.stage, found.outcome) == (Stage.OUTCOME, OUTCOME)
    for client, path in ((mine, exchange.page(awa)), (mine, awa.url("levels/creativity"))):
        assert "étal ensemble en mars" in client.get(path).text
    assert "étal ensemble en mars" in theirs.get(exchange.review()).text
    ended = helping.get(exchange.page(nour)).text
    for words in ("étal ensemble", "autrement", "du mal", "Creativity"):
        assert words not in ended
    assert "has ended" in ended
    assert Missing.ANSWERS not in missing(awa)


def agreeing(words: str) -> dict[str, str]:
    """The form of who agrees to these words."""
    return {"agree": "1", "seen": digest(words), "words": words}


def test_a_mediation_waits_for_its_end_to_be_an_answer(exchange: Exchange) -> None:
    exchange.begin()
    assert Missing.ANSWERS in missing(exchange.awa)
    exchange.do(exchange.peer, mediations.leave)
    assert Missing.ANSWERS not in missing(exchange.awa)


def test_declining_is_no_answer_and_asks_no_reason(exchange: Exchange, visitor: Visitor) -> None:
    exchange.ask()
    client = visitor(exchange.peer.person)
    assert client.post(f"{exchange.page(exchange.peer)}/decline").status_code == 303
    exchange.circle.world.run_jobs()
    assert exchange.now().stage is Stage.DECLINED
    assert Missing.ANSWERS in missing(exchange.awa)
    assert "pas de médiation" in mails_to(exchange.circle.world.house, exchange.awa.email)[0]
    address = exchange.awa.url(f"statements/{exchange.said.id}/reply")
    page = visitor(exchange.awa.person).get(address).text
    assert 'value="mediate"' not in page
    assert "preferred none" in page
    with pytest.raises(Refusal, match="already"):
        exchange.ask()
    with exchange.awa.acting() as session:
        answers.keep_level(session, statement_id=exchange.said.id, words="Soit.", by=exchange.awa.scope)
    assert Missing.ANSWERS not in missing(exchange.awa)
    assert seen_by(exchange.nour, Mediation) == 0


@pytest.mark.parametrize("kind", [AnswerKind.KEEP, AnswerKind.ADJUST])
def test_another_answer_takes_its_place_at_any_time(
    kind: AnswerKind, exchange: Exchange, visitor: Visitor
) -> None:
    exchange.ask()
    form = {"kind": kind.value, "level": "40", "words": "Je réponds seule."}
    address = exchange.awa.url(f"statements/{exchange.said.id}/reply")
    assert visitor(exchange.awa.person).post(address, data=form).status_code == 303
    with exchange.awa.acting() as session:
        [answer] = session.scalars(select(Answer)).all()
    assert (answer.kind, answer.words) == (kind, "Je réponds seule.")
    assert exchange.now().ending is Ending.LEFT  # nobody had agreed to it yet
    again = visitor(exchange.awa.person).post(address, data=form)
    assert "answered this person already" in again.text
    assert verbs(exchange.awa).count(f"{kind}-level") == 1


def test_keeping_while_it_lasts_lets_it_last(exchange: Exchange) -> None:
    exchange.begin()
    with exchange.awa.acting() as session:
        answers.keep_level(session, statement_id=exchange.said.id, words="Je garde.", by=exchange.awa.scope)
    assert exchange.now().stage is Stage.UNDER_WAY


def test_the_mediator_sees_nothing_before_the_agreement(exchange: Exchange, visitor: Visitor) -> None:
    exchange.ask()
    nour = exchange.nour
    for model in (Mediation, Statement, Answer):
        assert seen_by(nour, model) == 0
    client = visitor(nour.person)
    for act in ("", "/agree", "/decline", "/leave"):
        assert client.post(f"{exchange.page(nour)}{act}", data=agreeing("")).status_code == 404
    assert client.get(exchange.page(nour)).status_code == 404
    assert "Awa" not in client.get(nour.url("mediations")).text


def test_the_mediator_sees_one_exchange_as_long_as_it_lasts(exchange: Exchange) -> None:
    circle, nour = exchange.circle, exchange.nour
    second = circle.others[1]
    other = circle.contested(circle.asked(second), second)
    with exchange.awa.acting() as session:
        answers.keep_level(session, statement_id=other.id, words="Je garde.", by=exchange.awa.scope)
    exchange.begin()
    for model in (Mediation, Statement, Answer):
        assert seen_by(nour, model) == 1
    with nour.acting() as session:
        assert session.scalar(select(Statement.id)) == exchange.said.id
    assert set(verbs(nour)) <= {"ask"}  # the draw may have named them too
    exchange.do(nour, mediations.leave)
    assert [seen_by(nour, model) for model in (Mediation, Statement, Answer)] == [1, 0, 0]


def test_nobody_else_reads_any_of_it(exchange: Exchange, visitor: Visitor) -> None:
    other = exchange.circle.world.member(exchange.circle.cooperative, "Autre", RoleName.MEDIATOR)
    exchange.begin()
    for third in (exchange.circle.jeanne, exchange.circle.others[1], other):
        client = visitor(third.person)
        assert client.get(exchange.page(third)).status_code == 404
        for act in ("", "/agree", "/decline", "/leave"):
            assert client.post(f"{exchange.page(third)}{act}", data=agreeing("")).status_code == 404
        for model in (Mediation, Statement, Answer):
            assert seen_by(third, model) == 0
        assert "Awa" not in client.get(third.url("mediations")).text
        assert client.get(third.url("mediations")).status_code == (200 if third is other else 403)


def test_the_two_know_that_the_mediator_read_them(exchange: Exchange, visitor: Visitor) -> None:
    exchange.begin()
    client = visitor(exchange.nour.person)
    for _twice in range(2):
        client.get(exchange.page(exchange.nour))
    for each in (exchange.awa, exchange.peer):
        with each.acting() as session:
            read = select(Reading).where(Reading.subject_id == each.id, Reading.role == "mediator")
            assert [row.reader_id for row in session.scalars(read)] == [exchange.nour.id]
    page = visitor(exchange.awa.person).get(exchange.awa.url("who-looked")).text
    assert "the mediator of an exchange" in page


def test_two_of_three_are_not_enough(exchange: Exchange) -> None:
    exchange.begin()
    exchange.write(exchange.awa)
    exchange.accept(exchange.peer)
    exchange.accept(exchange.peer)  # agreeing twice is agreeing once
    assert exchange.now().stage is Stage.UNDER_WAY
    assert verbs(exchange.awa).count("agree-outcome") == 1
    exchange.accept(exchange.nour)
    assert exchange.now().stage is Stage.OUTCOME
    with pytest.raises(Refusal, match="has ended"):
        exchange.write(exchange.awa, "Autre chose", OUTCOME)


def test_changed_words_are_agreed_to_anew(exchange: Exchange) -> None:
    exchange.begin()
    exchange.write(exchange.awa)
    exchange.accept(exchange.nour)
    exchange.write(exchange.peer, "Autrement dit.", OUTCOME)
    found = exchange.now()
    assert (found.subject_agreed_at, found.mediator_agreed_at) == (None, None)
    assert found.author_agreed_at
    exchange.accept(exchange.awa, "Autrement dit.")
    assert exchange.now().stage is Stage.UNDER_WAY


def test_words_that_changed_meanwhile_are_not_agreed_to(exchange: Exchange, visitor: Visitor) -> None:
    exchange.begin()
    exchange.write(exchange.awa)
    exchange.write(exchange.nour, "Autrement dit.", OUTCOME)
    client, page = visitor(exchange.peer.person), exchange.page(exchange.peer)
    late = client.post(page, data=agreeing(OUTCOME))
    assert late.status_code == 422
    assert "changed meanwhile" in late.text
    assert exchange.now().author_agreed_at is None
    typed = client.post(page, data={"seen": digest(OUTCOME), "words": "Mes mots à moi."})
    assert typed.status_code == 422
    assert "Mes mots à moi." in typed.text
    assert f'value="{digest("Autrement dit.")}"' in typed.text
    assert exchange.now().outcome == "Autrement dit."
    undecided = client.post(page, data={**agreeing("Autrement dit."), "words": "Mes mots à moi."})
    assert "other words than those proposed" in undecided.text
    assert exchange.now().author_agreed_at is None
    assert client.post(page, data=agreeing("Autrement dit.")).status_code == 303


def test_two_tabs_at_once_leave_one_text(exchange: Exchange) -> None:
    exchange.begin()
    together = Barrier(2)

    def write(who: Member) -> bool:
        try:
            with who.acting() as session:
                together.wait()
                outcomes.propose_outcome(
                    session, statement_id=exchange.said.id, words=who.name, seen=digest(""), by=who.scope
                )
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(2) as tabs:
        done = list(tabs.map(write, (exchange.awa, exchange.peer)))
    assert sorted(done) == [False, True]
    assert exchange.now().outcome == (exchange.awa.name if done[0] else exchange.peer.name)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [("   ", "Write what the three of you"), ("é" * 1001, "1000")],
)
def test_words_that_cannot_be_an_outcome(
    words: str, sentence: str, exchange: Exchange, visitor: Visitor
) -> None:
    exchange.begin()
    form = {"seen": digest(""), "words": words}
    answer = visitor(exchange.nour.person).post(exchange.page(exchange.nour), data=form)
    assert answer.status_code == 422
    assert sentence in answer.text.replace(",", "")
    with pytest.raises(Invalid):
        exchange.write(exchange.nour, words)
    assert exchange.now().outcome == ""
    exchange.write(exchange.nour, "é" * 1000)


def test_nothing_is_written_nor_agreed_to_before_it_begins(exchange: Exchange) -> None:
    exchange.ask()
    for who in (exchange.awa, exchange.peer):
        with pytest.raises(Refusal, match="has not begun"):
            exchange.write(who)
    exchange.do(exchange.peer, mediations.agree)
    with pytest.raises(Refusal, match="no words"):
        exchange.accept(exchange.peer, "")


def test_only_the_author_of_the_view_agrees_or_declines(exchange: Exchange) -> None:
    exchange.ask()
    for act in (mediations.agree, mediations.decline):
        with pytest.raises(Unknown):
            exchange.do(exchange.awa, act)
    for _twice in range(2):
        exchange.do(exchange.peer, mediations.agree)
    assert verbs(exchange.awa).count("agree-mediation") == 1
    with pytest.raises(Refusal, match="leave it at any time"):
        exchange.do(exchange.peer, mediations.decline)


def test_any_of_the_three_may_leave_it_there(exchange: Exchange, visitor: Visitor) -> None:
    exchange.begin()
    exchange.write(exchange.awa)
    for _twice in range(2):
        assert visitor(exchange.nour.person).post(f"{exchange.page(exchange.nour)}/leave").status_code == 303
    exchange.circle.world.run_jobs()
    for each in (exchange.awa, exchange.peer):
        page = visitor(each.person).get(exchange.page(each)).text
        assert "It is an outcome like any other" in page
        assert "étal ensemble" not in page
        assert verbs(each).count("leave-disagreement") == 1
        assert "une issue comme une autre" in mails_to(exchange.circle.world.house, each.email)[0]


def test_each_step_is_read_by_the_two(exchange: Exchange, visitor: Visitor) -> None:
    exchange.begin()
    exchange.write(exchange.nour)
    exchange.accept(exchange.awa)
    exchange.accept(exchange.peer)
    steps = ["contest", "ask-mediation", "agree-mediation", "propose-outcome", "agree-outcome"]
    for each in (exchange.awa, exchange.peer):
        assert [verb for verb in verbs(each) if verb in steps] == [*steps, "agree-outcome"]
    assert set(verbs(exchange.circle.jeanne)) & set(steps) == set()
    mine = visitor(exchange.awa.person)
    theirs = visitor(exchange.peer.person)
    for page in (
        mine.get(exchange.page(exchange.awa)),
        mine.get(exchange.awa.url("levels/creativity")),
        theirs.get(exchange.page(exchange.peer)),
        theirs.get(exchange.review()),
    ):
        for words in ("Nour Haddad proposed words", "Awa Diallo proposed a mediation"):
            assert words in page.text


def test_who_mediates_is_checked(exchange: Exchange, visitor: Visitor) -> None:
    circle = exchange.circle
    elsewhere = circle.world.member(circle.world.cooperative("Ailleurs"), "Ailleurs", RoleName.MEDIATOR)
    both = circle.world.member(circle.cooperative, "Les deux", RoleName.MEDIATOR, RoleName.COORDINATOR)
    gone = circle.world.member(circle.cooperative, "Ancien", RoleName.MEDIATOR)
    circle.leaves(gone)
    with circle.jeanne.acting() as session:
        for each in (exchange.awa, exchange.peer):
            members.give_role(session, member_id=each.id, role=RoleName.MEDIATOR, by=circle.jeanne.scope)
    client, address = visitor(exchange.awa.person), exchange.awa.url(f"statements/{exchange.said.id}/reply")
    page = client.get(address).text
    for name in ("Les deux", "Ailleurs", "Ancien"):
        assert name not in page
    refused = [exchange.awa.id, exchange.peer.id, circle.others[1].id, elsewhere.id, both.id, gone.id]
    for chosen in (*map(str, refused), str(uuid4()), "nobody", ""):
        answer = client.post(address, data={"kind": "mediate", "mediator": chosen, "words": WORDS})
        assert answer.status_code == 422
        assert "Choose one of the mediators" in answer.text
        assert "du mal" in answer.text  # nothing typed is lost
    wordless = client.post(address, data={"kind": "mediate", "mediator": str(exchange.nour.id), "words": " "})
    assert "in a few words" in wordless.text
    long = client.post(
        address, data={"kind": "mediate", "mediator": str(exchange.nour.id), "words": "é" * 501}
    )
    assert "500" in long.text
    assert seen_by(exchange.awa, Mediation) == seen_by(exchange.awa, Answer) == 0


def test_nobody_to_mediate_is_said_kindly(circle: Circle, visitor: Visitor) -> None:
    peer = circle.others[0]
    said = circle.contested(circle.asked(peer), peer)
    client, address = visitor(circle.awa.person), circle.awa.url(f"statements/{said.id}/reply")
    page = client.get(address).text
    assert 'value="mediate"' not in page
    assert "Nobody mediates here for now" in page
    sent = client.post(address, data={"kind": "mediate", "mediator": str(uuid4()), "words": WORDS})
    assert sent.status_code == 422
    circle.leaves(peer)
    assert "this person has left" in client.get(address).text


def test_asking_twice_is_asking_once(exchange: Exchange) -> None:
    exchange.ask()
    with pytest.raises(Refusal, match="already"):
        exchange.ask()
    assert verbs(exchange.awa).count("ask-mediation") == 1


def test_a_view_withdrawn_meanwhile_ends_it(exchange: Exchange, visitor: Visitor) -> None:
    exchange.begin()
    exchange.do(exchange.peer, statements.withdraw)
    assert exchange.now().stage is Stage.LEFT
    for each in (exchange.awa, exchange.peer):
        page = visitor(each.person).get(exchange.page(each)).text
        assert "has withdrawn their opinion" in page
        assert "autrement" not in page
    late = visitor(exchange.nour.person).post(
        exchange.page(exchange.nour), data={"seen": digest(""), "words": "Mes mots à moi."}
    )
    assert late.status_code == 422
    assert "has ended" in late.text
    assert "Mes mots à moi." in late.text
    with pytest.raises(Unknown):
        exchange.ask()


def test_withdrawn_before_the_agreement(exchange: Exchange) -> None:
    exchange.ask()
    exchange.do(exchange.peer, statements.withdraw)
    with pytest.raises(Refusal, match="has ended"):
        exchange.do(exchange.peer, mediations.agree)
    assert seen_by(exchange.nour, Mediation) == 0


def test_whoever_leaves_ends_it(exchange: Exchange, visitor: Visitor) -> None:
    exchange.begin()
    exchange.circle.leaves(exchange.nour)
    exchange.circle.world.run_jobs()
    assert exchange.now().stage is Stage.LEFT
    assert (
        "one of the three was no longer there"
        in visitor(exchange.awa.person).get(exchange.page(exchange.awa)).text
    )
    other = exchange.circle.world.member(exchange.circle.cooperative, "Sacha Le Goff", RoleName.MEDIATOR)
    exchange.ask(other)
    assert exchange.now().stage is Stage.PROPOSED
    assert Missing.ANSWERS in missing(exchange.awa)
    exchange.circle.leaves(exchange.peer)
    exchange.circle.world.run_jobs()
    assert exchange.now().stage is Stage.LEFT
    assert visitor(exchange.awa.person).get(exchange.page(exchange.awa)).status_code == 200
    with pytest.raises(Refusal, match="already"):
        exchange.ask(other)


def test_the_member_concerned_leaves(exchange: Exchange, visitor: Visitor) -> None:
    exchange.begin()
    exchange.circle.leaves(exchange.awa)
    exchange.circle.world.run_jobs()
    assert visitor(exchange.peer.person).get(exchange.page(exchange.peer)).status_code == 404
    assert seen_by(exchange.peer, Statement) == 0  # it was about her: it went with her
    assert seen_by(exchange.nour, Statement) == 0


@pytest.mark.parametrize("change", ["ends", "coordinates"])
def test_a_role_that_ends_ends_it(change: str, exchange: Exchange, visitor: Visitor) -> None:
    circle, nour = exchange.circle, exchange.nour
    exchange.begin()
    client: FlaskClient = visitor(nour.person)
    with circle.jeanne.acting() as session:
        role = {"role": RoleName.MEDIATOR} if change == "ends" else {"role": RoleName.COORDINATOR}
        act = members.end_role if change == "ends" else members.give_role
        act(session, member_id=nour.id, by=circle.jeanne.scope, **role)
    assert client.get(exchange.page(nour)).status_code == 404  # at once, before the job
    circle.world.run_jobs()
    assert exchange.now().stage is Stage.LEFT
    assert seen_by(nour, Statement) == 0


def test_a_mediator_gone_before_the_agreement_is_not_agreed_to(exchange: Exchange) -> None:
    exchange.ask()
    with exchange.circle.jeanne.acting() as session:
        by = exchange.circle.jeanne.scope
        members.end_role(session, member_id=exchange.nour.id, role=RoleName.MEDIATOR, by=by)
    with pytest.raises(Refusal, match="no longer mediates"), exchange.peer.acting() as session:
        mediations.agree(session, statement_id=exchange.said.id, by=exchange.peer.scope)


def test_a_role_given_to_another_ends_nothing(exchange: Exchange) -> None:
    exchange.begin()
    with exchange.circle.jeanne.acting() as session:
        by = exchange.circle.jeanne.scope
        role = RoleName.DATA_REPRESENTATIVE
        members.give_role(session, member_id=exchange.nour.id, role=role, by=by)
        members.give_role(session, member_id=exchange.awa.id, role=role, by=by)
    exchange.circle.world.run_jobs()
    assert exchange.now().stage is Stage.UNDER_WAY


def test_two_mediations_of_one_mediator_end_together(exchange: Exchange) -> None:
    circle, second = exchange.circle, exchange.circle.others[1]
    other = circle.contested(circle.asked(second), second)
    exchange.begin()
    with exchange.awa.acting() as session:
        answers.ask_for_mediation(
            session, statement_id=other.id, mediator_id=exchange.nour.id, words=WORDS, by=exchange.awa.scope
        )
    circle.leaves(exchange.nour)
    circle.world.run_jobs()
    with exchange.awa.acting() as session:
        assert {each.stage for each in session.scalars(select(Mediation))} == {Stage.LEFT}


def test_the_inbox_leads_the_two_to_their_mediation(exchange: Exchange, visitor: Visitor) -> None:
    exchange.ask()
    for each in (exchange.awa, exchange.peer):
        assert exchange.page(each) in visitor(each.person).get(each.url("reviews")).text
    assert (
        exchange.page(exchange.nour)
        not in visitor(exchange.nour.person).get(exchange.nour.url("reviews")).text
    )
    exchange.do(exchange.peer, mediations.agree)
    listing = visitor(exchange.nour.person).get(exchange.nour.url("mediations")).text
    assert exchange.page(exchange.nour) in listing


def test_the_navigation_names_it_to_mediators_only(exchange: Exchange, visitor: Visitor) -> None:
    link = 'href="{}"'
    for each in (exchange.nour, exchange.awa, exchange.circle.jeanne):
        page = visitor(each.person).get(each.url("reviews")).text
        assert (link.format(each.url("mediations")) in page) is (each is exchange.nour)


def test_a_letter_a_day_for_words_proposed(exchange: Exchange) -> None:
    exchange.begin()
    before = len(mails_to(exchange.circle.world.house, exchange.awa.email))
    exchange.write(exchange.nour, "Un.")
    exchange.write(exchange.nour, "Deux.", "Un.")
    letters = mails_to(exchange.circle.world.house, exchange.awa.email)
    assert len(letters) == before + 1
    assert "Un." not in letters[0]


@pytest.mark.parametrize("ending", [Ending.OUTCOME, None])
def test_erased_people_leave_clean_pages_and_nothing_lost(
    ending: Ending | None, exchange: Exchange, visitor: Visitor
) -> None:
    exchange.begin()
    exchange.write(exchange.nour)
    if ending:
        exchange.accept(exchange.awa)
        exchange.accept(exchange.peer)
    for gone in (exchange.nour, exchange.peer):
        erase(exchange, gone)
        for page in (exchange.page(exchange.awa), exchange.awa.url("levels/creativity")):
            shown = visitor(exchange.awa.person).get(page)
            assert shown.status_code == 200
            assert ("étal ensemble" in shown.text) is bool(ending or page == exchange.page(exchange.awa))
            assert gone.name not in shown.text
    assert seen_by(exchange.awa, Answer) == 1
    exchange.do(exchange.awa, mediations.leave)
    assert exchange.now().stage is (Stage.OUTCOME if ending else Stage.LEFT)


def erase(exchange: Exchange, member: Member) -> None:
    """Forget a membership wholly, as the erasure of a person does."""
    settings = exchange.circle.world.house.settings
    here = make_url(settings.database_url).database
    url = make_url(str(settings.database_admin_url)).set(drivername="postgresql+psycopg", database=here)
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM membership WHERE id = :id"), {"id": member.id})
        connection.execute(text("DELETE FROM person WHERE id = :id"), {"id": member.person})
    engine.dispose()
