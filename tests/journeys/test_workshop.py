"""Three people in a room: one screen, a telephone each, and marks that are kept because all agree."""

import pytest
from playwright.sync_api import expect

from assessment.referential import Language
from tests.browser import listened
from tests.journeys.acts import sign_in
from tests.journeys.conftest import SetStage
from tests.journeys.stage import Stage
from tests.journeys.walker import Walker
from tests.world import LEVELS, Member
from workshop.queries import under_way

MARK = 45
WORDS = {"fr": "Gardons les jeudis pour nous parler.", "en": "Let Thursdays be ours."}
NAMES = ("Awa Diallo", "Malik Benali", "Yann Corre")
POLLED = 15_000  # milliseconds within which the screen has surely asked again


@pytest.mark.parametrize(
    ("language", "width", "javascript"), [("fr", 360, False), ("en", 1280, True)], ids=["no script", "script"]
)
def test_from_a_prepared_workshop_to_marks_that_are_kept(
    language: Language,
    width: int,
    javascript: bool,  # noqa: FBT001  a case
    set_stage: SetStage,
) -> None:
    stage = set_stage(language, width, javascript=javascript)
    people, say = gather(stage), stage.say
    awa = prepare(stage, people[0])
    word = joined_by(people[0])
    screen = listened(awa.page.context.new_page(), stage.complaints)
    screen.goto(awa.page.url.replace("/lead", "/screen"))
    others = [stage.device() for _each in people[1:]]
    for walker, member in zip(others, people[1:], strict=True):
        come(walker, member, word)
        walker.press(say("I take part"))
    awa.press(say("Open the showing"))
    lead = awa.page.url
    awa.follow(say("My own page, to take part"))
    for walker in (awa, *others):
        walker.page.reload()
        walker.sees(say("Before you show"))
        walker.press(say("Show my level"))
        walker.sees(say("You are showing this axis."))
    awa.page.goto(lead)
    dots = screen.locator("#screen circle")
    expect(dots).to_have_count(0)
    awa.press(say("Close the showing"))
    expect(dots).to_have_count(len(people), timeout=POLLED)
    agree(awa, others, WORDS[language])
    others[0].page.reload()
    for walker in (awa, others[0]):
        walker.sees(WORDS[language])
        walker.sees(str(MARK), walker.part(say("The common marks")))
    for page in (screen, awa.page, *(walker.page for walker in others)):
        page.close()  # whatever it was asking for again


def gather(stage: Stage) -> list[Member]:
    """A cooperative of three who have taken stock."""
    language = stage.say.language
    home = stage.world.cooperative("Fournil", language=language)
    people = [stage.world.member(home, name, language=language) for name in NAMES]
    for each in people:
        stage.world.take_stock(each, LEVELS)
    return people


def prepare(stage: Stage, member: Member) -> Walker:
    """From the page of a small cooperative to a workshop that has begun."""
    walker, say = stage.device(), stage.say
    walker.open(member.url())
    sign_in(walker, member.email)
    walker.follow(say("Prepare a workshop"))
    walker.press(say("Prepare the workshop"))
    walker.is_told(say("The workshop is prepared. Its join word is “%(word)s”.", word=joined_by(member)))
    walker.press(say("Begin"))
    return walker


def joined_by(member: Member) -> str:
    """The word said aloud in the room."""
    with member.acting() as session:
        return under_way(session)[0].join_word


def come(walker: Walker, member: Member, word: str) -> None:
    """Somebody types the short address, and signs in."""
    walker.open(member.url(f"w/{word}"))
    sign_in(walker, member.email)


def agree(awa: Walker, others: list[Walker], words: str) -> None:
    """A mark is placed and words are written; everyone is asked, everyone agrees, and it is kept."""
    say = awa.say
    awa.page.get_by_role("spinbutton", name=say("Common mark, from 0 to 100")).fill(str(MARK))
    awa.press(say("Place the mark"))
    awa.fill(say("Words to keep"), words)
    awa.press(say("Save the words"))
    awa.press(say("Ask everyone whether they agree"))
    lead = awa.page.url
    awa.follow(say("My own page, to take part"))
    for walker in (awa, *others):
        walker.page.reload()
        walker.press(say("I agree to these marks"))
        walker.sees(say("You agree."))
    awa.page.goto(lead)
    awa.page.get_by_role("spinbutton", name=say("How many are you in the room?")).fill(str(len(NAMES)))
    awa.press(say("Keep the marks and end"))
    awa.is_told(say("The workshop is over."))
