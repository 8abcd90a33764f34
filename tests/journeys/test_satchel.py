"""On a telephone: an experience and its photo, a scenario drawn, an intention and what became of it."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from assessment.referential import Axis, Language
from kernel import clock
from tests.accessibility import accessibility
from tests.journeys.acts import sign_in
from tests.journeys.conftest import SetStage
from tests.journeys.stage import Stage
from tests.journeys.walker import Walker
from tests.pictures import from_a_telephone, heic
from tests.world import LEVELS, Member

PHONE = 360
DAYS = 90
THEN, AIMED, NOW = 45, 60, 58
TOLD = {
    "fr": ("Couture sur nerfs, le dos tient.", "Si je passe en CAE", "Fermer le vendredi."),
    "en": ("Sewn on cords, it holds.", "If I join a coop", "Close on Fridays."),
}


@pytest.mark.parametrize(
    ("language", "javascript"), [("fr", False), ("en", True)], ids=["no script", "script"]
)
def test_a_satchel_on_a_telephone(
    language: Language,
    javascript: bool,  # noqa: FBT001  a case
    set_stage: SetStage,
) -> None:
    stage = set_stage(language, PHONE, javascript=javascript)
    home = stage.world.cooperative("Fournil", language=language)
    awa = stage.world.member(home, "Awa Diallo", language=language)
    with clock.at(stage.days.now() - timedelta(days=1)):
        stage.world.take_stock(awa, {**LEVELS, Axis.REST_TIME: THEN})
    walker = stage.device()
    walker.open("/me/experiences")
    sign_in(walker, awa.email)
    moment, scenario, intention = TOLD[language]
    capture(walker, moment)
    imagine(walker, scenario)
    look_back(stage, walker, awa, intention)


def capture(walker: Walker, words: str) -> None:
    """A few words and a photo; the first one sent is no photo, and the words stay."""
    say = walker.say
    walker.fill(say("What did you do?"), words)
    photo = walker.page.get_by_label(say("Photo"), exact=True)
    photo.set_input_files({"name": "p.heic", "mimeType": "image/heic", "buffer": heic()})
    walker.press(say("Keep it"))
    walker.is_refused("HEIC")
    assert walker.page.get_by_label(say("What did you do?")).input_value() == words
    photo.set_input_files({"name": "p.jpg", "mimeType": "image/jpeg", "buffer": from_a_telephone()})
    walker.press(say("Keep it"))
    walker.is_told(say("It is kept. You may say more of it later."))
    walker.follow(words)
    image = walker.page.get_by_role(
        "img", name=say("Photo %(number)d, added on %(day)s").split("%")[0].strip()
    )
    image.scroll_into_view_if_needed()
    expect(image).to_have_attribute("width", "480")
    looks_clean(walker)


def imagine(walker: Walker, label: str) -> None:
    """From today's diagram to what it could be."""
    say = walker.say
    walker.follow(say("Intentions"))
    walker.follow(say("Draw a scenario"))
    walker.fill(say("What if…"), label)
    walker.page.get_by_role("spinbutton", name=say.axis(Axis.REST_TIME)).fill(str(THEN + 30))
    walker.press(say("Draw it over my diagram"))
    walker.sees(say("%(points)d points towards freedom", points=30), walker.part(say("What would move")))
    looks_clean(walker)


def look_back(stage: Stage, walker: Walker, awa: Member, words: str) -> None:
    """An intention is noted; three months later a mail says that its day has come, the page what moved."""
    say, day = walker.say, stage.today() + timedelta(days=DAYS)
    walker.follow(say("Intentions"))
    walker.page.get_by_label(say("Axis"), exact=True).select_option(Axis.REST_TIME.value)
    walker.fill(say("What I mean to do"), words)
    walker.page.get_by_role("spinbutton", name=say("The level I hope for")).fill(str(AIMED))
    walker.fill(say("The day I look back"), day.isoformat())
    walker.press(say("Note this intention"))
    walker.sees(say("You have not taken stock since: nothing can be compared."))
    stage.pass_until(day)
    stage.world.take_stock(awa, {**LEVELS, Axis.REST_TIME: NOW}, at=stage.days.now())
    walker.open(stage.link_to(awa.email))
    sign_in(walker, awa.email)  # three months have passed
    moved = say("From %(then)d to %(now)d: %(points)d points towards freedom.", then=THEN, now=NOW, points=13)
    walker.sees(moved)
    short = AIMED - NOW
    words_short = ("One point short of what you hoped for.", "%(num)d points short of what you hoped for.")
    walker.sees(say.several(*words_short, short))
    walker.press(say("I have looked back"))
    walker.is_told(say("You have looked back at it. It stays in your history."))
    looks_clean(walker)


def looks_clean(walker: Walker) -> None:
    """Nothing for axe to say, on the telephone where scripts run (the English one): it is one itself."""
    if walker.say.language == "en":
        assert accessibility(walker.page) == []
