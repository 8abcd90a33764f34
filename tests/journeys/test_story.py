"""A cooperative from its first mail to its first portrait, as its people live it in a browser."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from assessment.referential import Axis, Language
from tests.journeys import acts, portrait, reviews
from tests.journeys.acts import Somebody
from tests.journeys.conftest import SetStage
from tests.journeys.stage import Stage
from tests.journeys.walker import Walker
from tests.world import LEVELS, Member

OTHERS = 11
TEXTS = {
    "fr": {
        "home": "Fournil",
        "note": "J’ai refait toute la gamme ce printemps.",
        "message": "Regardez les pains de la fête, par exemple.",
        "confirmed": "Je l’ai vue inventer trois recettes.",
        "contested": "Je crois que les idées viennent surtout de l’équipe.",
        "answered": "Merci\u00a0: je l’ai pris en compte.",
    },
    "en": {
        "home": "Harbour",
        "note": "Rebuilt our whole range last spring.",
        "message": "Look at those loaves for our fair, for instance.",
        "confirmed": "I saw her invent three recipes.",
        "contested": "Ideas mostly come from her team, I believe.",
        "answered": "Thanks: I took it into account.",
    },
}


@dataclass
class Cast:
    """Who plays in one story, and the words they write."""

    home: UUID
    awa: Somebody
    jeanne: Somebody
    others: list[Member]
    texts: dict[str, str]

    def other(self, name: str) -> Member:
        """The member of this name."""
        return next(each for each in self.others if each.name == name)

    @property
    def private(self) -> list[str]:
        """What is for the member, and for those she asks."""
        levels = [acts.SUGGESTED, acts.DIRECT, *acts.LEVELS.values(), acts.SEEN, acts.ADJUSTED]
        words = [self.texts[name] for name in ("note", "message", "confirmed", "contested", "answered")]
        return [*map(str, levels), *words]


@pytest.mark.parametrize(
    ("language", "width", "javascript"), [("fr", 360, False), ("en", 1280, True)], ids=["no script", "script"]
)
def test_from_the_first_mail_to_the_first_portrait(
    language: Language,
    width: int,
    javascript: bool,  # noqa: FBT001  a case
    set_stage: SetStage,
) -> None:
    stage = set_stage(language, width, javascript=javascript)
    cast, lead = found_a_cooperative(stage)
    member = take_stock(stage, cast)
    answer = reviews.keep if language == "fr" else reviews.adjust
    peers = be_reviewed(stage, cast, member, answer)
    closes_on = stage.today() + timedelta(days=21)
    acts.open_campaign(lead, closes_on)
    everyone_answers(stage, cast.others)
    reading = ask_the_coordinator(stage, cast, member)
    acts.close(stage, closes_on)
    lead.page.reload()
    acts.sign_in(lead, cast.jeanne.email)
    portrait.read(lead, members=OTHERS + 2)
    portrait.look_everywhere(lead)
    for text in lead.read:
        portrait.holds_none(text, cast.private)
    portrait.are_refused(lead, [*member.visited, *(path for peer in peers for path in peer.visited)])
    portrait.holds_none(
        reading, [each for each in cast.private if each != str(acts.LEVELS[Axis.TOOL_MASTERY])]
    )


def found_a_cooperative(stage: Stage) -> tuple[Cast, Walker]:
    """The operator makes it, its coordinator comes in and invites; others have joined meanwhile."""
    texts = TEXTS[stage.say.language]
    awa, jeanne, late = Somebody("Awa Diallo"), Somebody("Jeanne Abgrall"), Somebody("Léo Tanguy")
    home = acts.create_cooperative(stage, texts["home"], jeanne)
    lead = acts.join(stage, jeanne, texts["home"])
    acts.invite(lead, awa, late)
    others = [
        stage.world.member(home, f"Camille {number:02d}", language=stage.say.language)
        for number in range(1, OTHERS + 1)
    ]
    return Cast(home, awa, jeanne, others, texts), lead


def take_stock(stage: Stage, cast: Cast) -> Walker:
    """The member joins, reads, begins on one device, finishes on another, and decides what counts."""
    first = acts.join(stage, cast.awa, cast.texts["home"])
    acts.read_who_sees_what(first)
    acts.begin_taking_stock(first)
    second = stage.device()
    second.open("/")
    acts.sign_in(second, cast.awa.email)
    acts.resume_taking_stock(second, cast.texts["note"])
    acts.consent(second)
    second.visited += first.visited
    return second


def be_reviewed(
    stage: Stage, cast: Cast, member: Walker, answer: Callable[[Walker, str], None]
) -> list[Walker]:
    """One peer was chosen, two are drawn; one confirms, one sees it otherwise and is answered."""
    level = acts.LEVELS[Axis.CREATIVITY]
    drawn = reviews.begin_asking(stage, member, Axis.CREATIVITY)
    chosen = next(each for each in cast.others if each.name not in drawn)
    reviews.choose(member, chosen.name, cast.texts["message"])
    reviews.send(member)
    friend = reviews.open_request(stage, chosen.email, cast.awa.name, level)
    friend.sees(cast.texts["message"])
    reviews.confirm(friend, cast.texts["confirmed"])
    other = cast.other(drawn[0])
    critic = reviews.open_request(stage, other.email, cast.awa.name, level)
    reviews.contest(critic, cast.texts["contested"])
    reviews.read_contest(stage, member, cast.awa.email, other.name, cast.texts["contested"])
    answer(member, cast.texts["answered"])
    reviews.read_answer(stage, critic, other.email, cast.texts["answered"])
    return [friend, critic]


def ask_the_coordinator(stage: Stage, cast: Cast, member: Walker) -> str:
    """The coordinator, asked as a peer, sees the one level they were asked about; gives what they read."""
    reviews.begin_asking(stage, member, Axis.TOOL_MASTERY)
    reviews.choose(member, cast.jeanne.name, "")
    reviews.send(member)
    level = acts.LEVELS[Axis.TOOL_MASTERY]
    asked = reviews.open_request(stage, cast.jeanne.email, cast.awa.name, level)
    return asked.read[-1]


def everyone_answers(stage: Stage, others: Sequence[Member]) -> None:
    """The others take stock, and agree to count."""
    for place, each in enumerate(others):
        levels = {axis: min(100, level + place) for axis, level in LEVELS.items()}
        stage.world.take_stock(each, levels, agreeing=list(Axis))
    stage.world.run_jobs()
