"""« What the group knows about me »: every use of one's data in a cooperative, and taking each back."""

from datetime import timedelta

from flask.testing import FlaskClient

from assessment.queries import own_contributions
from assessment.referential import Axis
from journal.service import record_reading
from kernel import clock
from peer.service import requests as asking
from peer.service import statements
from tests.conftest import Visitor
from tests.world import LEVELS, Member

PAGE = "what-the-group-knows"


def read(client: FlaskClient, member: Member, page: str = PAGE) -> str:
    """The words of a page, on one line."""
    return " ".join(client.get(member.url(page)).text.split())


def held(member: Member) -> dict[Axis, int | None]:
    """The levels the cooperative holds of somebody."""
    with member.acting() as session:
        copies = own_contributions(session)
    return copies[max(copies)].levels if copies else {}


def test_before_anything_nothing_is_known(awa: Member, visitor: Visitor) -> None:
    page = read(visitor(awa.person), awa)
    assert page.count("not decided: it does not count") == len(Axis)
    for nothing in ("holds no copy of your levels", "No request is open", "You show nothing"):
        assert nothing in page


def test_an_axis_is_let_in_and_taken_back(awa: Member, visitor: Visitor) -> None:
    awa.world.assess(awa)
    client = visitor(awa.person)
    assert set(held(awa).values()) == {None}
    sent = client.post(awa.url("consent"), data={"creativity": "yes"})
    assert sent.location == awa.url(PAGE)
    assert held(awa) == {**dict.fromkeys(Axis), Axis.CREATIVITY: LEVELS[Axis.CREATIVITY]}
    page = read(client, awa)
    assert page.count("counts, since") == 1
    assert "holds a copy of your levels" in page
    client.post(awa.url("consent"), data={"creativity": "no"})
    assert set(held(awa).values()) == {None}
    assert "does not count, since" in read(client, awa)


def test_neither_yes_nor_no_changes_nothing(awa: Member, visitor: Visitor) -> None:
    awa.world.assess(awa, agreeing=list(Axis))
    answer = visitor(awa.person).post(awa.url("consent"), data={"creativity": "perhaps"})
    assert answer.status_code == 409
    assert "Answer with yes or no" in answer.text
    assert held(awa) == LEVELS


def test_requests_sent_are_listed_and_withdrawn(awa: Member, visitor: Visitor) -> None:
    awa.world.assess(awa)
    request = awa.world.ask(awa, Axis.CREATIVITY)
    client = visitor(awa.person)
    address = awa.url(f"requests/{request.id}/withdraw")
    assert address in read(client, awa)
    client.post(address)
    assert address not in read(client, awa)
    assert "No request is open" in read(client, awa)


def test_a_request_whose_time_is_over_is_listed_no_more(awa: Member, visitor: Visitor) -> None:
    awa.world.assess(awa)
    awa.world.ask(awa, Axis.CREATIVITY)
    with clock.at(clock.now() + asking.ANSWER_WITHIN + timedelta(days=1)):
        assert "No request is open" in read(visitor(awa.person), awa)


def test_who_looked_is_said_to_the_person_alone(awa: Member, visitor: Visitor) -> None:
    reader = awa.world.member(awa.cooperative, "Solène Prigent")
    with reader.acting() as session:
        record_reading(session, subject=awa.id, role="peer", what=Axis.CREATIVITY)
    assert "Solène Prigent" in read(visitor(awa.person), awa, "who-looked")
    other = awa.world.member(awa.cooperative, "Paul Riou")
    for each in (reader, other):
        assert "Nobody has looked at anything" in read(visitor(each.person), each, "who-looked")


def test_each_cooperative_has_its_own_page(awa: Member, visitor: Visitor) -> None:
    second = awa.world.cooperative("Grandlarge")
    there = awa.world.member(second, "Awa D.", person=(awa.person, awa.email))
    awa.world.assess(awa, agreeing=list(Axis))
    client = visitor(awa.person)
    assert "not decided" not in read(client, awa)
    page = read(client, there)
    assert page.count("not decided: it does not count") == len(Axis)
    assert "Atelier" not in page[page.index("<main") : page.index("</main>")]
    assert "holds no copy" in page


def test_who_is_waited_for_reads_it_on_their_profile(awa: Member, visitor: Visitor) -> None:
    awa.world.assess(awa)
    solene = awa.world.member(awa.cooperative, "Solène Prigent")
    request = awa.world.ask(awa, Axis.CREATIVITY, solene)
    address = solene.url(f"reviews/{awa.world.asked(request, solene)}")
    assert address in visitor(solene.person).get("/me/").text
    awa.world.assess(solene)
    assert address in visitor(solene.person).get("/me/").text
    with solene.acting() as session:
        statements.abstain(session, asked_id=awa.world.asked(request, solene), by=solene.scope)
    assert address not in visitor(solene.person).get("/me/").text
