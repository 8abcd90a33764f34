"""Five people around one level: from a request to a mediation, and from there to a validated level."""

from dataclasses import dataclass
from http import HTTPStatus

import pytest

from assessment.referential import Axis, Language
from tenants.models import RoleName
from tests.journeys import mediation, portrait, reviews
from tests.journeys.acts import LEVELS, SEEN, sign_in
from tests.journeys.conftest import SetStage
from tests.journeys.stage import Stage
from tests.journeys.walker import Walker
from tests.world import LEVELS as OTHER_LEVELS
from tests.world import Member

AXIS = Axis.CREATIVITY
LEVEL = LEVELS[AXIS]
OTHERS = 7
TEXTS = {
    "fr": {
        "home": "Fournil",
        "message": "Regardez les pains de la fête, par exemple.",
        "confirmed": "Trois recettes inventées devant moi.",
        "contested": "Je crois que les idées viennent surtout de l’équipe.",
        "proposed": "Parlons-en à trois.",
        "outcome": "Les recettes sont d’Awa, et l’équipe les règle ensemble.",
        "nearer": "Je l’entends mieux maintenant.",
    },
    "en": {
        "home": "Harbour",
        "message": "Look at those loaves for our fair, for instance.",
        "confirmed": "I saw three recipes born.",
        "contested": "Ideas mostly come from her team, I believe.",
        "proposed": "Let us talk about it, all three of us.",
        "outcome": "Recipes are Awa’s own; her team then tunes them.",
        "nearer": "I hear it better now.",
    },
}


@dataclass
class Cast:
    """Who plays, and the words they write."""

    awa: Member
    jeanne: Member
    nour: Member
    others: list[Member]
    texts: dict[str, str]

    def named(self, name: str) -> Member:
        """The member of this name."""
        return next(each for each in (self.nour, *self.others) if each.name == name)


@pytest.mark.parametrize(
    ("language", "width", "javascript"), [("fr", 360, False), ("en", 1280, True)], ids=["no script", "script"]
)
def test_from_a_request_to_a_mediation_to_a_validated_level(
    language: Language,
    width: int,
    javascript: bool,  # noqa: FBT001  a case
    set_stage: SetStage,
) -> None:
    stage = set_stage(language, width, javascript=javascript)
    cast = gather(stage)
    texts = cast.texts
    awa = enter(stage, cast.awa)
    drawn, friend, critic = ask(stage, cast, awa)
    for each in (friend, drawn):
        peer = reviews.open_request(stage, each.email, cast.awa.name, LEVEL)
        reviews.confirm(peer, texts["confirmed"])
    other = reviews.open_request(stage, critic.email, cast.awa.name, LEVEL)
    reviews.contest(other, texts["contested"])
    awa.open(stage.link_to(cast.awa.email))
    mediation.propose(awa, critic.name, cast.nour.name, texts["proposed"])
    mediated = page_of_mediation(awa)
    before = enter(stage, cast.nour)
    assert before.page.request.get(before.home + mediated).status == HTTPStatus.NOT_FOUND
    mediation.agree(stage, other, critic.email, texts["proposed"])
    exchange = [texts["contested"], texts["proposed"], str(SEEN)]
    helper = mediation.help_both(stage, cast.nour.email, exchange, texts["outcome"])
    mediation.agree_to_the_words(stage, awa, cast.awa.email, texts["outcome"])
    mediation.agree_to_the_words(stage, other, critic.email, texts["outcome"])
    stage.work()
    helper.page.reload()
    assert texts["contested"] not in helper.page.content()
    awa.open(cast.awa.url("levels/creativity"))
    awa.sees(texts["outcome"])
    mediation.come_nearer(awa, critic.name, texts["nearer"])
    stage.work()
    awa.open(cast.awa.url("levels/creativity"))
    awa.sees(stage.say("Validated"), awa.part(stage.say("Where validation stands")))
    lead = enter(stage, cast.jeanne)
    portrait.are_refused(lead, [*awa.visited, *other.visited, *helper.visited])


def gather(stage: Stage) -> Cast:
    """A cooperative with a mediator, in which everyone has taken stock."""
    language = stage.say.language
    home = stage.world.cooperative(TEXTS[language]["home"], language=language)
    awa = stage.world.member(home, "Awa Diallo", language=language)
    jeanne = stage.world.member(home, "Jeanne Abgrall", RoleName.COORDINATOR, language=language)
    nour = stage.world.member(home, "Nour Haddad", RoleName.MEDIATOR, language=language)
    names = [f"Camille {number:02d}" for number in range(1, OTHERS + 1)]
    others = [stage.world.member(home, name, language=language) for name in names]
    stage.world.assess(awa, {**OTHER_LEVELS, AXIS: LEVEL})
    return Cast(awa, jeanne, nour, others, TEXTS[language])


def enter(stage: Stage, member: Member) -> Walker:
    """Somebody signs in on their device."""
    walker = stage.device()
    walker.open(member.url("reviews"))
    sign_in(walker, member.email)
    return walker


def ask(stage: Stage, cast: Cast, awa: Walker) -> tuple[Member, Member, Member]:
    """Awa sets the mediator aside if the lot drew her, chooses two peers and sends; gives who will answer."""
    names = reviews.begin_asking(stage, awa, AXIS)
    if cast.nour.name in names:
        names = reviews.set_aside(awa, cast.nour.name)
    friend, critic = [each for each in cast.others if each.name not in names][-2:]
    for each in (friend, critic):
        reviews.choose(awa, each.name, cast.texts["message"])
    reviews.send(awa)
    return cast.named(names[0]), friend, critic


def page_of_mediation(walker: Walker) -> str:
    """The page of the mediation, as that of the level links it."""
    link = walker.page.get_by_role("link", name=walker.say("The page of this mediation")).get_attribute(
        "href"
    )
    assert link is not None
    return link
