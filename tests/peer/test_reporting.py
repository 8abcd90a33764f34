"""Words reported as abusive: a mediator reads that text only, and hides it or leaves it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from assessment.referential import Axis
from journal.models import Entry
from kernel.refusals import Forbidden, Refusal, Unknown
from peer.models.mediations import Report, Reported
from peer.models.statements import Answer
from peer.models.thanks import Thanks
from peer.queries.levels import statements_about
from peer.queries.reports import words_written
from peer.service import answers, mediations, reports
from tenants.models import RoleName
from tenants.service import members
from tests.conftest import Visitor
from tests.foundry import Foundry
from tests.mailbox import link_in, mails_to
from tests.peer.conftest import Circle, gathered
from tests.world import Member, World

MASKED = "hidden by mediation"
REQUEST_WORDS = "Ma demande, avec des mots."
STATEMENT_WORDS = "ai vu autrement"
ANSWER_WORDS = "Ma réponse, avec des mots."
THANKS_WORDS = "Un merci qui n'en est pas un."


@dataclass
class Reporting:
    """Awa and the first of the others have written to each other; Nour mediates, the longest, then Sacha."""

    circle: Circle
    awa: Member
    peer: Member
    nour: Member
    sacha: Member
    request: UUID
    said: UUID
    thanks: UUID
    review: str

    def written(self, kind: Reported) -> tuple[Member, Member, UUID]:
        """Whom words were written to, by whom, and where they stand."""
        return {
            Reported.REQUEST: (self.peer, self.awa, self.request),
            Reported.STATEMENT: (self.awa, self.peer, self.said),
            Reported.ANSWER: (self.peer, self.awa, self.said),
            Reported.THANKS: (self.awa, self.peer, self.thanks),
        }[kind]

    def report(self, kind: Reported) -> Report:
        """Whoever reads the words reports them."""
        reader, _author, about = self.written(kind)
        with reader.acting() as session:
            made = reports.report(session, kind=kind, about_id=about, by=reader.scope)
        self.circle.world.run_jobs()
        return made

    def address(self, kind: Reported) -> str:
        """The page where these words are reported."""
        reader, _author, about = self.written(kind)
        return reader.url(f"words/{kind}/{about}/report")

    def hide(self, made: Report, by: Member | None = None) -> None:
        """A mediator hides the words."""
        mediator = by or self.nour
        with mediator.acting() as session:
            reports.hide(session, report_id=made.id, by=mediator.scope)
        self.circle.world.run_jobs()

    def leave(self, made: Report) -> None:
        """The mediator leaves the words as they are."""
        with self.nour.acting() as session:
            reports.leave(session, report_id=made.id, by=self.nour.scope)
        self.circle.world.run_jobs()

    def hidden(self, kind: Reported) -> bool:
        """Whether the words are hidden where they stand, as their author reads them."""
        _reader, author, about = self.written(kind)
        with author.acting() as session:
            found = words_written(session, kind, about)
            assert found
            return found.row.hidden_at is not None


@pytest.fixture
def reporting(world: World, foundry: Foundry) -> Reporting:
    """Words of every kind."""
    return foundry.cast(written, world)


def written(world: World) -> Reporting:
    """Words of every kind, and two who mediate."""
    circle = gathered(world)
    awa, peer = circle.awa, circle.others[0]
    request = circle.asked(peer, message=REQUEST_WORDS)
    said = circle.contested(request, peer)
    with awa.acting() as session:
        answers.keep_level(session, statement_id=said.id, words=ANSWER_WORDS, by=awa.scope)
    with peer.acting() as session:
        thanks = Thanks(id=uuid4(), author_id=peer.id, recipient_id=awa.id, words=THANKS_WORDS)
        session.add(thanks)
    circle.world.run_jobs()
    nour, sacha = (
        circle.world.member(circle.cooperative, name, RoleName.MEDIATOR, since=date(year, 1, 1))
        for name, year in (("Nour Haddad", 2020), ("Sacha Le Goff", 2023))
    )
    review = circle.page(request, peer)
    return Reporting(circle, awa, peer, nour, sacha, request.id, said.id, thanks.id, review)


@pytest.mark.parametrize("kind", list(Reported))
def test_words_are_given_to_a_mediator_and_hidden(
    kind: Reported, reporting: Reporting, visitor: Visitor
) -> None:
    reader, author, _about = reporting.written(kind)
    client, page = visitor(reader.person), reporting.address(kind)
    assert "What happens if you report them" in client.get(page).text
    assert client.post(page).status_code == 303
    reporting.circle.world.run_jobs()
    assert "Given to a mediator" in client.get(page).text
    [letter] = mails_to(reporting.circle.world.house, reporting.nour.email)
    deciding = visitor(reporting.nour.person)
    read = deciding.get(link_in(letter)).text
    for name in (reader.name, author.name, "Creativity", "Créativité"):
        assert name not in letter
        assert name not in read.partition('<main id="main"')[2].partition("</main>")[0]
    assert "mots" in read or "autrement" in read or "merci" in read
    assert deciding.post(link_in(letter), data={"decision": "hide"}).status_code == 303
    reporting.circle.world.run_jobs()
    assert reporting.hidden(kind)
    decision = mails_to(reporting.circle.world.house, reader.email)[0]
    assert "hid them" in decision
    told = client.get(link_in(decision)).text
    assert MASKED in told
    assert "the mediator hid these words" in told
    assert "mots." not in deciding.get(link_in(letter)).text


def test_hidden_words_are_read_nowhere(reporting: Reporting, visitor: Visitor) -> None:
    mine, theirs = visitor(reporting.awa.person), visitor(reporting.peer.person)
    pages = [
        (mine, reporting.awa.url("levels/creativity"), (STATEMENT_WORDS, ANSWER_WORDS)),
        (mine, reporting.awa.url(f"statements/{reporting.said}/reply"), (STATEMENT_WORDS,)),
        (mine, reporting.awa.url(f"requests/{reporting.request}"), (REQUEST_WORDS,)),
        (theirs, reporting.review, (REQUEST_WORDS, STATEMENT_WORDS, ANSWER_WORDS)),
    ]
    for client, page, words in pages:
        shown = client.get(page).text
        assert all(each in shown for each in words)
        assert MASKED not in shown
    for kind in Reported:
        reporting.hide(reporting.report(kind))
    for client, page, words in pages:
        shown = client.get(page).text
        assert not any(each in shown for each in words)
        assert shown.count(MASKED) == len(words)


def test_the_mediator_of_an_exchange_does_not_read_hidden_words(
    reporting: Reporting, visitor: Visitor
) -> None:
    circle, second = reporting.circle, reporting.circle.others[1]
    other = circle.contested(circle.asked(second), second)
    with reporting.awa.acting() as session:
        answers.ask_for_mediation(
            session,
            statement_id=other.id,
            mediator_id=reporting.nour.id,
            words="Parlons-en.",
            by=reporting.awa.scope,
        )
    with second.acting() as session:
        mediations.agree(session, statement_id=other.id, by=second.scope)
    with reporting.awa.acting() as session:
        made = reports.report(session, kind=Reported.STATEMENT, about_id=other.id, by=reporting.awa.scope)
    reporting.hide(made)
    page = visitor(reporting.nour.person).get(reporting.nour.url(f"mediations/{other.id}")).text
    assert MASKED in page
    assert STATEMENT_WORDS not in page
    with pytest.raises(Unknown), reporting.nour.acting() as session:  # words written to others
        reports.report(session, kind=Reported.STATEMENT, about_id=other.id, by=reporting.nour.scope)


def test_left_as_they_are(reporting: Reporting, visitor: Visitor) -> None:
    made = reporting.report(Reported.STATEMENT)
    for _twice in range(2):
        reporting.leave(made)
    reporting.hide(made)  # decided already
    assert not reporting.hidden(Reported.STATEMENT)
    letters = mails_to(reporting.circle.world.house, reporting.awa.email)
    assert sum("laissés tels quels" in each for each in letters) == 1
    assert "autrement" not in letters[0]
    page = visitor(reporting.awa.person).get(link_in(letters[0])).text
    assert "left them as they are" in page
    assert "What happens if you report them" not in page


def test_reporting_twice_gives_the_first(reporting: Reporting) -> None:
    first, second = (reporting.report(Reported.STATEMENT) for _twice in range(2))
    assert first.id == second.id
    assert len(mails_to(reporting.circle.world.house, reporting.nour.email)) == 1
    reporting.leave(first)
    assert reporting.report(Reported.STATEMENT).decided_at


def test_other_words_may_be_reported_anew_and_are_not_hidden_for_the_first(reporting: Reporting) -> None:
    made = reporting.report(Reported.ANSWER)
    with reporting.awa.acting() as session:
        answer = session.get(Answer, (session.cooperative, reporting.said))
        assert answer
        answer.words = "D'autres mots."
    reporting.hide(made)
    assert not reporting.hidden(Reported.ANSWER)
    again = reporting.report(Reported.ANSWER)
    assert (again.id, again.words, again.decided_at) == (made.id, "D'autres mots.", None)
    reporting.hide(again)
    assert reporting.hidden(Reported.ANSWER)


def test_the_mediator_is_neither_of_the_two(reporting: Reporting, visitor: Visitor) -> None:
    jeanne = reporting.circle.jeanne
    with jeanne.acting() as session:
        for each in (reporting.awa, reporting.peer):
            members.give_role(session, member_id=each.id, role=RoleName.MEDIATOR, by=jeanne.scope)
    assert reporting.report(Reported.STATEMENT).mediator_id == reporting.nour.id
    for each in (reporting.nour, reporting.sacha):
        reporting.circle.leaves(each)
    reporting.circle.world.run_jobs()
    page = reporting.address(Reported.ANSWER)
    client = visitor(reporting.peer.person)
    assert "Nobody could read these words for you" in client.get(page).text
    assert client.post(page).status_code == 422
    with pytest.raises(Refusal, match="Nobody could read"):
        reporting.report(Reported.ANSWER)


def test_a_report_follows_to_another_mediator(reporting: Reporting, visitor: Visitor) -> None:
    made = reporting.report(Reported.STATEMENT)
    reporting.circle.leaves(reporting.nour)
    reporting.circle.world.run_jobs()
    page = reporting.sacha.url(f"reports/{made.id}")
    assert "autrement" in visitor(reporting.sacha.person).get(page).text
    with reporting.circle.jeanne.acting() as session:
        by = reporting.circle.jeanne.scope
        members.end_role(session, member_id=reporting.sacha.id, role=RoleName.MEDIATOR, by=by)
    reporting.circle.world.run_jobs()
    assert visitor(reporting.sacha.person).get(page).status_code == 403
    anew = reporting.circle.world.member(reporting.circle.cooperative, "Loïc", RoleName.MEDIATOR)
    assert (
        "What happens if you report them"
        in visitor(reporting.awa.person).get(reporting.address(Reported.STATEMENT)).text
    )
    assert reporting.report(Reported.STATEMENT).mediator_id == anew.id


def test_nobody_else_reads_a_report(reporting: Reporting, visitor: Visitor) -> None:
    made = reporting.report(Reported.STATEMENT)
    page = f"reports/{made.id}"
    for third in (reporting.peer, reporting.sacha, reporting.circle.jeanne, reporting.circle.others[1]):
        with third.acting() as session:
            assert session.scalars(select(Report)).all() == []
            assert session.scalars(select(Entry).where(Entry.object_id == made.id)).all() == []
        client = visitor(third.person)
        status = 404 if third is reporting.sacha else 403
        assert client.get(third.url(page)).status_code == status
        assert client.post(third.url(page), data={"decision": "hide"}).status_code == status
    with reporting.awa.acting() as session:
        [entry] = session.scalars(select(Entry).where(Entry.object_id == made.id)).all()
        assert (entry.verb, entry.subject_id) == ("report-words", None)
    reporting.hide(made)
    with reporting.nour.acting() as session:
        [decided] = session.scalars(select(Entry).where(Entry.object_id == made.id)).all()
        assert (decided.verb, decided.subject_id) == ("hide-words", None)


@pytest.mark.parametrize("kind", list(Reported))
def test_only_words_written_to_oneself_are_reported(
    kind: Reported, reporting: Reporting, visitor: Visitor
) -> None:
    reader, author, about = reporting.written(kind)
    elsewhere = reporting.circle.world.member(reporting.circle.world.cooperative("Ailleurs"), "Ailleurs")
    for third in (author, reporting.circle.jeanne, reporting.nour, reporting.sacha, elsewhere):
        client = visitor(third.person)
        page = third.url(f"words/{kind}/{about}/report")
        assert client.get(page).status_code == 404
        assert client.post(page).status_code == 404
        with pytest.raises(Unknown), third.acting() as session:
            reports.report(session, kind=kind, about_id=about, by=third.scope)
    assert visitor(reader.person).get(reader.url(f"words/{kind}/{uuid4()}/report")).status_code == 404


def test_there_must_be_words(reporting: Reporting, visitor: Visitor) -> None:
    circle, other = reporting.circle, reporting.circle.others[1]
    said = circle.endorsed(circle.asked(other), other)  # without a word
    client = visitor(reporting.awa.person)
    assert client.get(reporting.awa.url(f"words/statement/{said.id}/report")).status_code == 404
    assert client.get(reporting.awa.url(f"words/poem/{said.id}/report")).status_code == 404


def test_a_decision_needs_a_button_and_a_role(reporting: Reporting, visitor: Visitor) -> None:
    made = reporting.report(Reported.STATEMENT)
    client, page = visitor(reporting.nour.person), reporting.nour.url(f"reports/{made.id}")
    for form in ({}, {"decision": "burn"}):
        assert client.post(page, data=form).status_code == 200
    with reporting.nour.acting() as session:
        assert session.scalars(select(Report.decided_at)).all() == [None]
    with pytest.raises(Forbidden), reporting.peer.acting() as session:
        reports.hide(session, report_id=made.id, by=reporting.peer.scope)
    with pytest.raises(Unknown), reporting.sacha.acting() as session:
        reports.hide(session, report_id=made.id, by=reporting.sacha.scope)


def test_what_was_said_still_counts_once_its_words_are_hidden(reporting: Reporting) -> None:
    reporting.hide(reporting.report(Reported.STATEMENT))
    with reporting.awa.acting() as session:
        [said] = statements_about(session, Axis.CREATIVITY)
        assert (said.statement.level, said.answered) == (30, True)
