"""On a telephone: everything taken away, brought in again, a cooperative left, then the account erased."""

from pathlib import Path

import pytest

from assessment.referential import Axis, Language
from peer.service import statements
from tests.accessibility import accessibility
from tests.journeys.acts import sign_in
from tests.journeys.conftest import SetStage
from tests.journeys.stage import Stage
from tests.journeys.walker import Walker
from tests.world import PASSWORD, Member

PHONE = 360
SEEN = {"fr": "Un pain franc, bien cuit.", "en": "Honest bread, well baked."}


@pytest.mark.parametrize(
    ("language", "javascript"), [("fr", False), ("en", True)], ids=["no script", "script"]
)
def test_leaving_with_everything(
    language: Language,
    javascript: bool,  # noqa: FBT001  a case
    set_stage: SetStage,
    tmp_path: Path,
) -> None:
    stage = set_stage(language, PHONE, javascript=javascript)
    awa = seen_by_a_peer(stage, language)
    walker = stage.device()
    walker.open("/me/account")
    sign_in(walker, awa.email)
    take_away(stage, walker, tmp_path)
    leave(stage, walker, SEEN[language])
    erase(stage, walker)


def seen_by_a_peer(stage: Stage, language: Language) -> Member:
    """Somebody took stock, and a peer has confirmed what they saw."""
    home = stage.world.cooperative("Fournil", language=language)
    awa = stage.world.member(home, "Awa Diallo", language=language)
    peers = stage.world.members(home, 3)
    stage.world.assess(awa)
    request = stage.world.ask(awa, Axis.CREATIVITY, *peers)
    asked, peer = stage.world.asked(request, peers[0]), peers[0]
    with peer.acting() as session:
        words = SEEN[language]
        statements.endorse(session, asked_id=asked, grounds=["saw_work"], words=words, by=peer.scope)
    stage.work()
    return awa


def take_away(stage: Stage, walker: Walker, folder: Path) -> None:
    """The file is asked for, downloaded, and read again: all of it is here already."""
    say = walker.say
    walker.follow(say("Take everything away"))
    looks_clean(walker)
    walker.press(say("Prepare my file"))
    walker.sees(say("It is about to be written."))
    stage.work()
    walker.follow(say("See how far it is"))
    with walker.page.expect_download() as downloading:
        walker.page.get_by_role("link", name=say("Download my file")).click()
    file = folder / "musette.zip"
    downloading.value.save_as(file)
    walker.follow(say("Bring a file in"))
    looks_clean(walker)
    walker.page.get_by_label(say("The file Musette made")).set_input_files(file)
    walker.press(say("Read this file"))
    walker.sees(say("here already"))
    looks_clean(walker)


def leave(stage: Stage, walker: Walker, words: str) -> None:
    """What goes and what stays is read first; what a peer said is then carried away."""
    say = walker.say
    walker.open("/me/account")
    walker.page.get_by_role("link", name=say("Leave")).first.scroll_into_view_if_needed()
    walker.follow(f"{say('Leave')} (Fournil)")
    looks_clean(walker)
    walker.press(say("Leave this cooperative"))
    walker.is_refused(say("This field is needed."))
    walker.tick(say("I have read what goes and what stays"))
    walker.press(say("Leave this cooperative"))
    walker.is_told(
        say("You have left %(cooperative)s. Your satchel is whole, and yours.", cooperative="Fournil")
    )
    stage.work()
    walker.open("/me/carried")
    walker.sees(words)
    looks_clean(walker)


def erase(stage: Stage, walker: Walker) -> None:
    """The password proves who asks; nobody can sign in afterwards."""
    say = walker.say
    walker.open("/me/erase")
    looks_clean(walker)
    walker.fill(say("Password"), PASSWORD)
    walker.tick(say("I have read what goes and what stays"))
    walker.press(say("Erase my account"))
    walker.is_told(say("Your account is erased. What you carried is being deleted: it takes a few minutes."))
    stage.work()
    walker.open("/me/")
    assert walker.visited[-1] == "/sign-in"


def looks_clean(walker: Walker) -> None:
    """Nothing for axe to say, on the telephone where scripts run (the English one): it is one itself."""
    if walker.say.language == "en":
        assert accessibility(walker.page) == []
