"""On a telephone: two go together, their file is made, brought elsewhere, and what they said comes in."""

from pathlib import Path
from uuid import UUID

import pytest

from assessment.referential import Axis, Language
from tests.journeys.acts import sign_in
from tests.journeys.conftest import SetStage
from tests.journeys.stage import Stage
from tests.journeys.test_leaving import PHONE, looks_clean
from tests.journeys.walker import Walker
from tests.musette.together import CONFIRMED, arrive, code_of, crew, join
from tests.world import Member
from worker import errands

TITLE = {"fr": "Vers Rive", "en": "Rive, here we come"}


@pytest.mark.parametrize(
    ("language", "javascript"), [("fr", False), ("en", True)], ids=["no script", "script"]
)
def test_going_and_arriving_together(
    language: Language,
    javascript: bool,  # noqa: FBT001  a case
    set_stage: SetStage,
    tmp_path: Path,
) -> None:
    stage = set_stage(language, PHONE, javascript=javascript)
    first, second = crew(stage.world, 2, language=language).going
    walker = stage.device()
    walker.open("/me/account")
    sign_in(walker, first.email)
    joint = open_departure(stage, walker)
    join(second, joint)
    file, code = take(stage, walker, tmp_path)
    home = stage.world.cooperative("Rive", language=language)
    here = [stage.world.member(home, name, language=language) for name in ("Awa Rive", "Bo Rive")]
    other = stage.device()
    other.open(here[0].url("arrivals"))
    sign_in(other, here[0].email)
    bring(stage, other, here[0], file)
    confirm(stage, other, code)
    arrive(here[1], code_of(second, joint))
    other.open(here[0].url("arrivals"))
    other.follow(stage.say("My part, from %(cooperative)s", cooperative="Chantier"))
    other.sees(stage.say.several("One statement has come in.", "%(num)d statements have come in.", 2))
    other.open(here[0].url("levels/creativity"))
    other.sees(CONFIRMED)
    other.sees(stage.say("Said in %(cooperative)s", cooperative="Chantier"))


def open_departure(stage: Stage, walker: Walker) -> UUID:
    """It is opened, the link is there to be given, and its author goes along."""
    say = walker.say
    walker.follow(f"{say('Go together, arrive together')} (Chantier)")
    looks_clean(walker)
    walker.fill(say("Title"), TITLE[say.language])
    walker.fill(say("Last day to join"), stage.today().isoformat())
    walker.press(say("Open it"))
    looks_clean(walker)
    walker.tick(say("I mean to leave"))
    walker.press(say("Go along"))
    walker.is_told(say("You go along. You can change your mind until the file is made."))
    walker.sees(say("Two people at least go together: give the link to those you think of."))
    looks_clean(walker)
    return UUID(walker.page.url.rpartition("/")[2])


def take(stage: Stage, walker: Walker, folder: Path) -> tuple[Path, str]:
    """The file is made; it and the code are taken; leaving is one step away."""
    say = walker.say
    walker.page.reload()
    walker.sees("Partante 01")
    walker.press(say("Make the file"))
    walker.sees(say("Each one's part is being sealed: it takes a minute or two."))
    stage.work()
    walker.follow(say("See how far it is"))
    walker.follow(say("My code and the file"))
    looks_clean(walker)
    code = walker.page.locator(".long-code").inner_text()
    with walker.page.expect_download() as downloading:
        walker.page.get_by_role("link", name=say("Download the file")).click()
    file = folder / "ensemble.musette"
    downloading.value.save_as(file)
    walker.follow(say("Leave %(cooperative)s", cooperative="Chantier"))
    return file, code


def bring(stage: Stage, walker: Walker, who: Member, file: Path) -> None:
    """The file is brought, and checked by a worker."""
    say = walker.say
    looks_clean(walker)
    walker.follow(say("Bring the file"))
    looks_clean(walker)
    walker.page.get_by_label(say("The file you made together")).set_input_files(file)
    walker.press(say("Have it checked"))
    walker.sees(say("It is being checked"))
    errands.check_together(f"{who.cooperative}:{walker.page.url.rpartition('/')[2]}")
    walker.page.reload()
    walker.sees(say("It is as it was made"))
    looks_clean(walker)
    walker.follow(say("Type my code"))
    assert stage.say is say


def confirm(stage: Stage, walker: Walker, code: str) -> None:
    """A wrong code, then one's own; what would come is read, then confirmed."""
    say = walker.say
    walker.fill(say("Your code"), code[::-1])
    walker.press(say("Open my part"))
    walker.is_refused(
        say(
            "This code opens nothing here: it may be mistyped, or the file it goes with was not brought here,"
            " or was changed on the way."
        )
    )
    walker.fill(say("Your code"), code.lower())
    walker.press(say("Open my part"))
    walker.sees(walker.say.axis(Axis.CREATIVITY))
    for each in walker.page.get_by_role("checkbox").all():
        each.check()
    looks_clean(walker)
    walker.press(say("Confirm"))
    stage.work()
    walker.page.reload()
    walker.sees(say("What you chose is here."))
    looks_clean(walker)
