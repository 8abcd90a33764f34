"""A badge of a validated level is claimed and taken along: a stranger verifies it, until it is withdrawn."""

from pathlib import Path

import pytest

from assessment.referential import Language
from tests.journeys import badges, reviews
from tests.journeys.conftest import SetStage
from tests.journeys.stage import Stage
from tests.journeys.test_mediation import AXIS, LEVEL, Cast, enter, gather
from tests.journeys.walker import Walker

WITHDRAWN = "Its owner has withdrawn it: its page is closed."


@pytest.mark.parametrize(
    ("language", "width", "javascript"), [("fr", 360, False), ("en", 1280, True)], ids=["no script", "script"]
)
def test_from_a_validated_level_to_a_badge_that_a_stranger_verifies(
    language: Language,
    width: int,
    javascript: bool,  # noqa: FBT001  a case
    set_stage: SetStage,
    tmp_path: Path,
) -> None:
    stage = set_stage(language, width, javascript=javascript)
    cast = gather(stage)
    awa = enter(stage, cast.awa)
    critic = validate(stage, cast, awa)
    page = badges.claim(stage, awa, AXIS)
    files = badges.download(awa, tmp_path)
    stranger, say = stage.device(), stage.say
    for each in files:
        badges.give(stranger, each)
        badges.is_answered(stranger, "This badge is accepted", say("What it says"))
    before = badges.told(stranger, page)
    reviews.contest(critic, cast.texts["contested"])
    stage.work()
    assert badges.told(stranger, page) == before
    stranger.sees(say("This badge is authentic and valid"))
    badges.withdraw(stage, awa, page)
    for each in files:
        badges.give(stranger, each)
        badges.is_answered(stranger, "This badge is refused", say(WITHDRAWN))
    badges.give_address(stranger, stage.world.house.settings.public_url + page)
    badges.is_answered(stranger, "This badge is refused", say(WITHDRAWN))
    stranger.open(page)
    stranger.sees(say("This badge has been withdrawn"))


def validate(stage: Stage, cast: Cast, awa: Walker) -> Walker:
    """Three peers confirm the level of Awa, two of them drawn by lot; gives one who has yet to answer."""
    names = reviews.begin_asking(stage, awa, AXIS)
    if cast.nour.name in names:
        names = reviews.set_aside(awa, cast.nour.name)
    friend, critic = [each for each in cast.others if each.name not in names][-2:]
    for each in (friend, critic):
        reviews.choose(awa, each.name, cast.texts["message"])
    reviews.send(awa)
    for each in (friend, *map(cast.named, names)):
        peer = reviews.open_request(stage, each.email, cast.awa.name, LEVEL)
        reviews.confirm(peer, cast.texts["confirmed"])
    stage.work()
    return reviews.open_request(stage, critic.email, cast.awa.name, LEVEL)
