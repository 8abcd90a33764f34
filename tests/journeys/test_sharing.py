"""On a telephone: an experience is shown to a group, seen as, read by one of them, taken back, gone."""

from uuid import UUID

import pytest

from assessment.referential import Axis, Language
from kernel import clock
from musette.service import experiences
from tests.accessibility import accessibility
from tests.journeys.acts import sign_in
from tests.journeys.conftest import SetStage
from tests.journeys.stage import Stage
from tests.journeys.walker import Walker
from tests.pictures import jpeg
from tests.world import ZONE, Member

PHONE = 360
TOLD = {"fr": "Un registre relié pour la mairie.", "en": "A register bound for the town hall."}
EXPERIENCE = UUID(int=12)


@pytest.mark.parametrize(
    ("language", "javascript"), [("fr", False), ("en", True)], ids=["no script", "script"]
)
def test_shown_to_a_group_and_taken_back(
    language: Language,
    javascript: bool,  # noqa: FBT001  a case
    set_stage: SetStage,
) -> None:
    stage = set_stage(language, PHONE, javascript=javascript)
    say, words = stage.say, TOLD[language]
    awa, lina, group = gather(stage, words)
    mine = entered(stage, awa, f"/me/experiences/{EXPERIENCE}")
    theirs = entered(stage, lina, lina.url("shown"))
    theirs.sees(say("Nothing."))
    mine.follow(say("Show it to somebody"))
    checked(mine, javascript=javascript)
    mine.tick(say("My group"))
    mine.page.locator("select[name=group]").select_option(label=group)
    mine.press(say("Show this copy"))
    mine.is_told(say("It is shown. You may take it back at any time."))
    checked(mine, javascript=javascript)
    shown = mine.page.url
    mine.follow(say("The page that somebody gets"))
    checked(mine, javascript=javascript)
    mine.follow(lina.name)
    checked(mine, javascript=javascript)
    mine.follow(say("An experience"))
    mine.sees(words)
    imagined = mine.page.locator(".gotten").inner_text()
    theirs.page.reload()
    checked(theirs, javascript=javascript)
    theirs.follow(say("An experience"))
    checked(theirs, javascript=javascript)
    assert theirs.page.locator(".gotten").inner_text() == imagined
    read = theirs.page.url
    mine.open(awa.url("who-looked"))
    mine.sees(lina.name)
    checked(mine, javascript=javascript)
    mine.page.goto(shown)
    mine.press(say("Take back"))
    mine.is_told(say("It is taken back: nobody sees it any more."))
    theirs.page.goto(read)
    theirs.sees(say("This page does not exist, or is not for you."))
    stage.complaints[:] = [each for each in stage.complaints if "404" not in each]
    theirs.open(lina.url("shown"))
    theirs.sees(say("Nothing."))


def gather(stage: Stage, words: str) -> tuple[Member, Member, str]:
    """Two of a group, one of whom keeps an experience with a photo; and the name of the group."""
    world, language = stage.world, stage.say.language
    home = world.cooperative("Fournil", language=language)
    awa = world.member(home, "Awa Diallo", language=language)
    lina = world.member(home, "Lina Morel", language=language)
    group = world.group(home, [awa, lina])
    today = clock.today(ZONE)
    told = experiences.Told(today, words, Axis.CREATIVITY)
    with awa.acting() as session:
        experiences.capture(
            session, experience_id=EXPERIENCE, told=told, sent=jpeg(), today=today, by=awa.scope
        )
    return awa, lina, f"Atelier {group.hex[:6]}"


def entered(stage: Stage, member: Member, path: str) -> Walker:
    """Somebody signed in, on a page."""
    walker = stage.device()
    walker.open(path)
    sign_in(walker, member.email)
    return walker


def checked(walker: Walker, *, javascript: bool) -> None:
    """Axe, which is a script itself, finds nothing on the page."""
    if javascript:
        assert accessibility(walker.page) == []
