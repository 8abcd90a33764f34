"""The pages of a workshop: what each person reads, what they press, and what is answered to what is wrong."""

from datetime import timedelta
from http import HTTPStatus
from uuid import uuid4

import html5lib
import pytest
from flask.testing import FlaskClient

from assessment.referential import Axis
from bench.asked import statements
from dashboards.service.closing import close_due
from kernel import clock
from kernel.house import House
from kernel.scope import Scope
from kernel.walls import Role
from tests.cases import each_case
from tests.conftest import Visitor
from tests.web.conftest import elsewhere, plain  # noqa: F401  fixtures are found by their names
from tests.web.serving import Elsewhere, browser
from tests.workshop.conftest import FIRST
from tests.workshop.session import Session, prepared
from tests.world import World, sign_in
from workshop.rules import MOST_OPEN

NO_REDIS = "unix:///nowhere/valkey"
RESTS = "What is shown for a while does not answer."
CEILING = 12


def path(held: Session, page: str = "") -> str:
    """An address of a workshop."""
    return held.lead.url(f"workshops/{held.id}{f'/{page}' if page else ''}")


@pytest.fixture
def awa(held: Session, visitor: Visitor) -> FlaskClient:
    """Whoever facilitates, at a browser."""
    return visitor(held.lead.person)


@pytest.fixture
def malik(held: Session, visitor: Visitor) -> FlaskClient:
    """Somebody who takes part, whose levels are 54 and more."""
    return visitor(held.people[2].person)


def test_any_member_prepares_one_and_the_word_leads_to_it(world: World, visitor: Visitor) -> None:
    rose = world.member(world.cooperative("Fournil"), "Rose")
    client, form = visitor(rose.person), {"id": uuid4(), "held_on": clock.today("Europe/Paris")}
    for _twice in range(2):
        answer = client.post(rose.url("workshops/prepare"), data=form)
        assert answer.status_code == HTTPStatus.SEE_OTHER
    listing = client.get(rose.url("workshops")).text
    assert listing.count("Rose facilitates.") == 1
    word = listing.partition("Join word: <b>")[2].partition("</b>")[0]
    for typed in (word, word.upper()):
        assert client.get(rose.url(f"w/{typed}")).location.endswith(f"/workshops/{form['id']}")
    assert client.get(rose.url("w/nothing")).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("day", ["", "yesterday", "2001-01-01", "2999-01-01"])
def test_a_day_that_is_none_is_said(day: str, world: World, visitor: Visitor) -> None:
    rose = world.member(world.cooperative("Fournil"), "Rose")
    answer = visitor(rose.person).post(rose.url("workshops/prepare"), data={"id": uuid4(), "held_on": day})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "One thing to correct" in answer.text


def test_too_many_prepared_is_said(world: World, visitor: Visitor) -> None:
    rose = world.member(world.cooperative("Fournil"), "Rose")
    for _each in range(MOST_OPEN):
        prepared(world, rose)
    form = {"id": uuid4(), "held_on": clock.today("Europe/Paris")}
    answer = visitor(rose.person).post(rose.url("workshops/prepare"), data=form)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "5 workshops are prepared already" in answer.text


def test_each_person_reads_their_own_level_alone(held: Session, awa: FlaskClient, malik: FlaskClient) -> None:
    assert '<b class="num">54</b>' in malik.get(path(held)).text
    mine = awa.get(path(held)).text
    assert '<b class="num">40</b>' in mine
    assert ">54<" not in mine


def test_the_pile_comes_all_at_once(held: Session, awa: FlaskClient, malik: FlaskClient) -> None:
    awa.post(path(held, "showing"), data={"axis": FIRST, "act": "open"})
    assert "Before you show" in malik.get(path(held)).text
    for each in held.people:
        if each is not held.people[2]:
            held.show(each)
    malik.post(path(held, "show"), data={"axis": FIRST, "act": "show"})
    screen = awa.get(path(held, "screen")).text
    assert "<circle" not in screen.partition('id="screen"')[2].partition("<footer")[0]
    assert "5 people have shown this axis." in screen
    awa.post(path(held, "showing"), data={"axis": FIRST, "act": "close"})
    screen = awa.get(path(held, "screen")).text
    assert screen.partition('id="screen"')[2].partition("<footer")[0].count("<circle") == 5
    assert "Levels shown: 2 from 40 to 49, 1 from 50 to 59, 2 from 60 to 69." in screen


def test_under_three_the_screen_says_so(held: Session, awa: FlaskClient) -> None:
    held.open()
    held.show(held.lead)
    held.show(held.people[1])
    assert "Fewer than three people have shown it so far" in awa.get(path(held, "screen")).text
    held.close()
    for page in ("screen", "lead", ""):
        text = awa.get(path(held, page)).text
        assert "Fewer than three people have shown this axis: nothing is drawn." in text
        assert "Levels shown" not in text


def test_the_screen_asks_again_by_itself(held: Session, awa: FlaskClient) -> None:
    text = awa.get(path(held, "screen")).text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in text
    html5lib.HTMLParser(strict=True).parse(text)
    version = text.partition('data-version="')[2][:16]
    assert awa.get(path(held, "screen")).text.partition('data-version="')[2][:16] == version
    held.place(FIRST, 60)
    assert awa.get(path(held, "screen")).text.partition('data-version="')[2][:16] != version


@pytest.mark.parametrize("typed", ["130", "-1", "", "peut-être", "4" * 400])
def test_a_mark_that_is_none_is_said(typed: str, held: Session, awa: FlaskClient) -> None:
    answer = awa.post(path(held, "mark"), data={"axis": FIRST, "level": typed})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "A level is a whole number from 0 to 100." in answer.text or "This field is needed." in answer.text
    assert held.now.marks[FIRST] is None


def test_a_mark_is_placed_moved_and_taken_away(held: Session, awa: FlaskClient) -> None:
    for typed, level in (("0", 0), ("62 %", 62), ("100", 100)):
        assert awa.post(path(held, "mark"), data={"axis": FIRST, "level": typed}).status_code == 303
        assert held.now.marks[FIRST] == level
    awa.post(path(held, "mark"), data={"axis": FIRST, "act": "none"})
    assert held.now.marks[FIRST] is None


@each_case("page", ["turn", "showing", "mark", "show"])
@each_case("axis", [None, "", "speed"])
def test_no_axis_is_said(page: str, axis: str | None, held: Session, awa: FlaskClient) -> None:
    answer = awa.post(path(held, page), data={} if axis is None else {"axis": axis})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Choose one of the seven axes." in answer.text


def test_whoever_does_not_facilitate_may_take_over(
    held: Session, awa: FlaskClient, malik: FlaskClient
) -> None:
    for page in ("turn", "showing", "begin", "ask", "end"):
        answer = malik.post(path(held, page), data={"axis": FIRST, "act": "open"})
        assert answer.status_code == HTTPStatus.CONFLICT
        assert "Somebody else facilitates this workshop now." in answer.text
    assert "Awa Diallo facilitates." in malik.get(path(held, "lead")).text
    assert malik.post(path(held, "facilitate")).status_code == HTTPStatus.SEE_OTHER
    assert "Malik Benali facilitates." in awa.get(path(held, "lead")).text
    written = awa.post(path(held, "words"), data={"words": "Ce que j'avais noté", "seen": ""})
    assert written.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Ce que j&#39;avais noté" in written.text or "Ce que j'avais noté" in written.text
    assert held.row.words == ""


def test_from_asking_to_a_record_that_does_not_change(
    held: Session, awa: FlaskClient, malik: FlaskClient
) -> None:
    awa.post(path(held, "mark"), data={"axis": Axis.CREATIVITY, "level": "55"})
    words = {"words": "On garde *le jeudi*.", "seen": seen_in(awa.get(path(held, "lead")).text)}
    assert awa.post(path(held, "words"), data=words).status_code == HTTPStatus.SEE_OTHER
    awa.post(path(held, "ask"))
    assert "Do you agree to these common marks?" in malik.get(path(held)).text
    for each in held.people:
        if each is not held.people[2]:
            held.answer(each)
    refused = awa.post(path(held, "end"), data={"keep": "yes", "people": "5"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Somebody who takes part has not answered yet" in refused.text
    malik.post(path(held, "answer"), data={"agrees": "yes", "seen": held.now.asked})
    for typed in ("", "beaucoup", "6"):
        refused = awa.post(path(held, "end"), data={"keep": "yes", "people": typed})
        assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert awa.post(path(held, "end"), data={"keep": "yes", "people": "5"}).status_code == 303
    record = malik.get(path(held)).text
    assert "<em>le jeudi</em>" in record
    assert ">55<" in record
    assert malik.get(path(held, "screen")).location == path(held)
    assert awa.get(path(held, "lead")).location == path(held)
    late = malik.post(path(held, "show"), data={"axis": FIRST})
    assert late.status_code == HTTPStatus.CONFLICT
    assert "This workshop is over" in late.text
    assert ">55<" in awa.get(held.lead.url("workshops")).text


def seen_in(page: str) -> str:
    """The digest of the words a form was shown with."""
    return page.partition('name="seen" type="hidden" value="')[2].partition('"')[0]


def test_a_board_that_has_faded_says_so(held: Session, awa: FlaskClient, malik: FlaskClient) -> None:
    held.show_all()
    held.write("Ce qui est gardé")
    held.board.wipe()
    for page in ("", "screen", "lead"):
        assert "Nothing is on screen" in awa.get(path(held, page)).text
    answer = malik.post(path(held, "show"), data={"axis": FIRST})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "two hours have passed" in answer.text
    assert "Ce qui est gardé" in awa.get(path(held, "lead")).text
    assert awa.post(path(held, "begin")).status_code == HTTPStatus.SEE_OTHER
    assert "takes part" in awa.get(path(held, "lead")).text


def test_without_redis_it_is_said_and_nothing_is_lost(
    held: Session,
    house: House,
    elsewhere: Elsewhere,  # noqa: F811  the fixture imported above
) -> None:
    held.write("Ce qui est gardé")
    client = sign_in(browser(elsewhere(redis_url=NO_REDIS)), house, held.lead.person, language="en")
    for page in ("", "screen", "lead"):
        answer = client.get(path(held, page))
        assert answer.status_code == HTTPStatus.OK
        assert RESTS in answer.text
    assert "Ce qui est gardé" in client.get(path(held, "lead")).text
    for page in ("begin", "turn", "showing", "join", "leave", "show", "ask"):
        answer = client.post(path(held, page), data={"axis": FIRST, "act": "open"})
        assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE, page
        assert RESTS in answer.text
    words = {"words": "Et encore", "seen": seen_in(client.get(path(held, "lead")).text)}
    assert client.post(path(held, "words"), data=words).status_code == HTTPStatus.SEE_OTHER
    assert held.now.tally.present == 5  # what was shown is still there, for when it answers
    assert client.post(path(held, "end"), data={"keep": "no"}).status_code == HTTPStatus.SEE_OTHER
    assert held.row.words == "Et encore"


def test_nobody_of_another_cooperative_finds_it(held: Session, world: World, visitor: Visitor) -> None:
    stranger = world.member(world.cooperative("Ailleurs"), "Passante")
    client = visitor(stranger.person)
    for page in ("", "screen", "lead"):
        assert client.get(path(held, page)).status_code == HTTPStatus.NOT_FOUND
        assert client.get(stranger.url(f"workshops/{held.id}/{page}".rstrip("/"))).status_code == 404
    assert client.get(stranger.url(f"w/{held.word}")).status_code == HTTPStatus.NOT_FOUND
    assert client.post(stranger.url(f"workshops/{held.id}/join")).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("page", ["", "screen", "lead"])
def test_a_page_in_full_swing_asks_little_of_postgresql(page: str, held: Session, awa: FlaskClient) -> None:
    held.show_all()
    held.place(FIRST, 60)
    held.ask()
    with statements() as asked:
        assert awa.get(path(held, page)).status_code == HTTPStatus.OK
    assert len(asked) <= CEILING, "\n".join(asked)


OFFERED = {
    "fr": (
        "Il propose mieux\u00a0: <b>l’atelier</b>. Chaque personne regarde son propre diagramme,",
        "et le groupe place à voix haute un repère commun par axe. Si tout le monde est d’accord, ces sept",
        "c’est votre portrait collectif, établi en discussion, et vous pourrez suivre son évolution",
    ),
    "en": (
        "It offers something better: <b>the workshop</b>. Each person looks at their own diagram, shows an",
        "and the group says aloud where to place one common mark per axis. If everyone agrees, these seven",
        "this is your collective picture, made by discussion, and you can follow it from year to year.",
    ),
}
MEANWHILE = {
    "fr": (
        "<b>un atelier</b> permet de se parler sans chiffres publiés\u00a0: une heure et demie, un écran,",
        "rien d’enregistré sauf ce que le groupe décide de garder\u00a0;",
    ),
    "en": (
        "<b>a workshop</b> lets you talk without published figures: an hour and a half, one screen,",
        "nothing kept except what the group decides to keep;",
    ),
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_small_cooperative_is_led_to_the_workshop(language: str, held: Session, visitor: Visitor) -> None:
    page = visitor(held.lead.person, language=language).get(held.lead.url()).text
    assert held.lead.url("workshops/prepare") in page
    assert [words for words in OFFERED[language] if words not in page] == []


@pytest.mark.parametrize(("size", "texts"), [(4, OFFERED), (12, MEANWHILE)], ids=["small", "few answers"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_portrait_without_figures_leads_to_it_too(
    language: str, size: int, texts: dict[str, tuple[str, ...]], world: World, visitor: Visitor
) -> None:
    home = world.cooperative("Fournil")
    people, today = world.members(home, size), clock.today("Europe/Paris")
    world.campaign(home, today - timedelta(days=60), today - timedelta(days=1))
    with world.house.database.unit_of_work(Scope(cooperative=home), Role.MACHINE) as session:
        close_due(session)
    client = visitor(people[0].person, language=language)
    page = client.get(people[0].url(), follow_redirects=True).text
    assert people[0].url("workshops/prepare") in page
    assert [words for words in texts[language] if words not in page] == []
