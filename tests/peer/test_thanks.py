"""Thank-yous: private, sent once, put away, turned into a request; never from somebody kept apart."""

from uuid import uuid4

from sqlalchemy import select

from assessment.referential import Axis
from journal.models import Entry
from kernel import clock
from peer.models.availability import Block
from peer.models.requests import Asked, AskedState, ReviewRequest
from peer.models.thanks import Thanks
from tests.cases import each_case
from tests.conftest import Visitor
from tests.mailbox import link_in, mails_to
from tests.peer.conftest import Circle
from tests.world import Member

WORDS = "Merci pour le *coup de main*."


def form(thanked_one: Member, **typed: str) -> dict[str, str]:
    """What is typed to thank somebody."""
    blank = {"id": str(uuid4()), "recipient": str(thanked_one.id), "words": WORDS, "axis": ""}
    return blank | typed


def thanked(circle: Circle, visitor: Visitor, **typed: str) -> str:
    """The first of the others thanks Awa: the page where she reads it."""
    giver, sent = circle.others[0], form(circle.awa, **typed)
    assert visitor(giver.person).post(giver.url("thanks/new"), data=sent).status_code == 303
    circle.world.run_jobs()
    return circle.awa.url(f"thanks/{sent['id']}")


def test_from_the_words_to_the_reading(circle: Circle, visitor: Visitor) -> None:
    awa, giver = circle.awa, circle.others[0]
    page = thanked(circle, visitor)
    (mail,) = mails_to(circle.world.house, awa.email)
    assert f"{giver.name}" in mail
    assert "coup de main" not in mail
    assert link_in(mail) == page
    client = visitor(awa.person)
    assert f"{giver.name} thanks you" in client.get(awa.url("reviews")).text
    read = client.get(page).text
    assert "<em>coup de main</em>" in read
    assert "Ask for reviews on this axis" not in read
    assert visitor(giver.person).get(page).status_code == 404  # its author reads it no more
    assert visitor(circle.jeanne.person).get(page).status_code == 404
    with awa.acting() as session:
        assert session.scalars(select(Entry).where(Entry.object_kind == "thanks")).all() == []


def test_put_away_it_is_shown_nowhere(circle: Circle, visitor: Visitor) -> None:
    page, client = thanked(circle, visitor), visitor(circle.awa.person)
    assert client.post(f"{page}/put-away").status_code == 303
    assert "thanks you" not in client.get(circle.awa.url("reviews")).text
    for answer in (client.get(page), client.post(f"{page}/put-away"), client.post(f"{page}/ask")):
        assert answer.status_code == 404


def test_sent_once(circle: Circle, visitor: Visitor) -> None:
    giver, sent = circle.others[0], form(circle.awa)
    for _twice in range(2):
        assert visitor(giver.person).post(giver.url("thanks/new"), data=sent).status_code == 303
    circle.world.run_jobs()
    assert len(mails_to(circle.world.house, circle.awa.email)) == 1


def test_a_form_sent_again_delivers_nothing_that_was_put_away(circle: Circle, visitor: Visitor) -> None:
    giver, sent = circle.others[0], form(circle.awa)
    visitor(giver.person).post(giver.url("thanks/new"), data=sent)
    circle.world.run_jobs()
    page = circle.awa.url(f"thanks/{sent['id']}")
    visitor(circle.awa.person).post(f"{page}/put-away")
    visitor(giver.person).post(giver.url("thanks/new"), data=sent)
    circle.world.run_jobs()
    assert visitor(circle.awa.person).get(page).status_code == 404


def test_whoever_keeps_the_author_apart_receives_nothing(circle: Circle, visitor: Visitor) -> None:
    awa, giver = circle.awa, circle.others[0]
    with awa.acting() as session:
        session.add(Block(member_id=awa.id, other_id=giver.id, since=clock.today("Europe/Paris")))
    sent = form(awa)
    page = awa.url(f"thanks/{sent['id']}")
    told = visitor(giver.person).post(giver.url("thanks/new"), data=sent)
    client = visitor(awa.person)
    for _before_and_after in range(2):
        assert client.get(page).status_code == 404
        assert "thanks you" not in client.get(awa.url("reviews")).text
        circle.world.run_jobs()
    assert mails_to(circle.world.house, awa.email) == []
    assert told.status_code == 303  # its author is told nothing of it


def test_keeping_apart_is_no_two_way_door(circle: Circle, visitor: Visitor) -> None:
    awa, giver = circle.awa, circle.others[0]
    with giver.acting() as session:
        session.add(Block(member_id=giver.id, other_id=awa.id, since=clock.today("Europe/Paris")))
    assert visitor(awa.person).get(thanked(circle, visitor)).status_code == 200


@each_case(
    "typed, told",
    [
        ({"words": ""}, "This field is needed"),
        ({"words": "  "}, "This field is needed"),
        ({"words": "x" * 501}, "500 characters at most"),
        ({"recipient": ""}, "Choose one of the answers"),
        ({"recipient": "nobody"}, "One thing to correct"),
        ({"axis": "rest_time"}, "One thing to correct"),
        ({"axis": "invented"}, "One thing to correct"),
        ({"id": "x"}, "One thing to correct"),
    ],
)
def test_bad_thanks(typed: dict[str, str], told: str, circle: Circle, visitor: Visitor) -> None:
    giver = circle.others[0]
    answer = visitor(giver.person).post(giver.url("thanks/new"), data=form(circle.awa, **typed))
    assert answer.status_code == 422
    assert told in answer.text
    with giver.acting() as session:
        assert session.scalars(select(Thanks)).all() == []


def test_whom_one_may_thank(circle: Circle, visitor: Visitor) -> None:
    giver = circle.others[0]
    client, page = visitor(giver.person), giver.url("thanks/new")
    oneself = client.post(page, data=form(giver))
    assert oneself.status_code == 422
    assert "One does not thank oneself" in oneself.text
    stranger = circle.world.member(circle.world.cooperative("Ailleurs"), "Paul")
    circle.leaves(circle.others[1])
    for other in (stranger, circle.others[1]):
        assert client.post(page, data=form(other)).status_code == 404
    assert client.get(f"{page}?to={circle.awa.id}").text.count("checked") == 2  # she, and no axis
    assert client.get(f"{page}?to=nobody").status_code == 200


def test_looking_for_a_name_keeps_what_is_typed(circle: Circle, visitor: Visitor) -> None:
    giver = circle.others[0]
    typed = form(circle.awa, look="1", search="membre 003", axis="creativity")
    answer = visitor(giver.person).post(giver.url("thanks/new"), data=typed)
    assert answer.status_code == 200
    assert "coup de main" in answer.text
    assert "Membre 003" in answer.text
    assert "Membre 002" not in answer.text
    assert f'value="{circle.awa.id}"' in answer.text  # picked already
    assert typed["id"] in answer.text
    nobody = visitor(giver.person).post(giver.url("thanks/new"), data={"look": "1", "search": "zzz"})
    assert "No member has a name like this." in nobody.text


def test_a_thank_you_becomes_a_request(circle: Circle, visitor: Visitor) -> None:
    awa, giver = circle.awa, circle.others[0]
    page = thanked(circle, visitor, axis="creativity")
    client = visitor(awa.person)
    assert "Ask for reviews on this axis" in client.get(page).text
    assert client.post(f"{page}/ask", data={"id": "x"}).status_code == 404
    begun = client.post(f"{page}/ask", data={"id": str(uuid4())})
    assert begun.status_code == 303
    circle.world.run_jobs()
    assert f'value="{giver.id}" checked' in client.get(begun.location).text
    with awa.acting() as session:
        request = session.scalars(select(ReviewRequest)).one()
        asked = session.scalars(select(Asked).where(Asked.reviewer_id == giver.id)).one()
    assert request.axis is Axis.CREATIVITY
    assert request.sent_at is None
    assert not asked.drawn
    assert client.get(page).status_code == 404


def test_it_joins_a_request_begun_already(circle: Circle, visitor: Visitor) -> None:
    awa, giver, client = circle.awa, circle.others[0], visitor(circle.awa.person)
    begun = client.post(awa.url("levels/creativity/ask"), data={"id": str(uuid4())}).location
    kept = {"chosen": str(circle.jeanne.id), "message": "Le buffet.", "evidence": "Au marché."}
    client.post(begun, data=kept)
    page = thanked(circle, visitor, axis="creativity")
    assert client.post(f"{page}/ask", data={"id": str(uuid4())}).location == begun
    text = client.get(begun).text
    for part in (f'value="{circle.jeanne.id}" checked', "Le buffet.", "Au marché."):
        assert part in text
    with awa.acting() as session:
        asked = session.scalars(select(Asked).where(Asked.reviewer_id == giver.id)).one()
    assert asked.state is AskedState.NAMED  # whether the lot had drawn them already or not


def test_when_it_cannot_become_a_request(circle: Circle, visitor: Visitor) -> None:
    client = visitor(circle.awa.person)
    plain = thanked(circle, visitor)
    assert "names no axis" in client.post(f"{plain}/ask", data={"id": str(uuid4())}).text
    page = thanked(circle, visitor, axis="tool_mastery")
    circle.leaves(circle.others[0])
    gone = client.post(f"{page}/ask", data={"id": str(uuid4())})
    assert gone.status_code == 409
    assert "has left" in gone.text
    assert client.get(page).status_code == 200  # still there
    unset = circle.others[1]
    giver, sent = circle.others[2], form(unset, axis="creativity")
    visitor(giver.person).post(giver.url("thanks/new"), data=sent)
    circle.world.run_jobs()
    refused = visitor(unset.person).post(unset.url(f"thanks/{sent['id']}/ask"), data={"id": str(uuid4())})
    assert refused.status_code == 409
    assert "Set your own level" in refused.text
