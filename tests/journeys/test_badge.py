"""A badge of a validated level is claimed and taken along: a stranger verifies it, until it is withdrawn."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Select, select

from assessment.referential import Language
from peer.models.requests import Asked, AskedState
from tests.badges.ring import Ring
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
    critic = validate(stage, cast)
    awa = enter(stage, cast.awa)
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


def validate(stage: Stage, cast: Cast) -> Walker:
    """Peers confirm the level of Awa, two of them drawn by lot; gives one who has yet to answer.

    How one asks and confirms on a page is told in `test_mediation.py` and `test_story.py`.
    """
    ring = Ring(stage.world, cast.awa.cooperative, cast.awa, cast.jeanne, cast.others)
    request = ring.asked(*cast.others[:4])  # the lot may name two of them
    with cast.awa.acting() as session:
        drawn = session.scalars(drawn_for(request.id)).all()
    friend, critic, *_more = [each for each in cast.others[:4] if each.id not in drawn]
    everyone = {each.id: each for each in (cast.jeanne, cast.nour, *cast.others)}
    for each in (friend, *(everyone[peer] for peer in drawn)):
        ring.endorsed_by(request, each, named=False)
    return reviews.open_request(stage, critic.email, cast.awa.name, LEVEL)


def drawn_for(request_id: UUID) -> Select[UUID]:
    """Whom the lot named for a request, and who was asked."""
    asked = Asked.state == AskedState.ASKED
    return select(Asked.reviewer_id).where(Asked.request_id == request_id, Asked.drawn, asked)
