"""The page and the form of an opinion, the same for a member asked and for a witness from outside."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from flask_babel import gettext as _

from assessment.referential import referential
from kernel.refusals import N_, Invalid
from pages.formats import language
from pages.forms import options
from peer.forms import StatementForm
from peer.models.evidence import Evidence
from peer.models.requests import ReviewRequest
from peer.models.statements import Answer, Statement
from peer.queries.inbox import Wanted
from peer.queries.witnesses import Called
from peer.rules import WITHIN, Stance
from peer.views.levels import grounds_words

Verbs: TypeAlias = Mapping[Stance, Callable[..., Statement]]

STANCE_WORDS = {
    Stance.ENDORSE: N_("I confirm this level"),
    Stance.CONTEST: N_("I see it differently"),
    Stance.ABSTAIN: N_("I cannot say"),
}
SENT = {
    Stance.ENDORSE: N_("Your opinion is sent. It will be read under your name."),
    Stance.CONTEST: N_("Your opinion is sent. Only the two of you read it."),
    Stance.ABSTAIN: N_("Noted. Nobody knows that you read this request."),
}
NO_LEVEL = N_("Say where you would put it, from 0 to 100.")


def offered(asked: ReviewRequest, exhibits: Sequence[Evidence]) -> StatementForm:
    """The form of an opinion on this request, its question in the words of the referential."""
    form = StatementForm()
    form.offer(asked, exhibits, language())
    form.stance.choices = options((each, _(words)) for each, words in STANCE_WORDS.items())
    question = referential().sheets[asked.axis].peer_question
    form.stance.label.text = question[language()] if question else ""
    return form


def understood(form: StatementForm) -> tuple[Stance, dict[str, Any]]:
    """What the form says: a stance, and what goes with it; raises Invalid for a contest without a level."""
    stance = Stance(form.stance.data)
    if stance is Stance.ABSTAIN:
        return stance, {}
    said: dict[str, Any] = {"grounds": form.chosen_grounds, "words": form.words.data or ""}
    if stance is Stance.CONTEST:
        if form.level.data is None:
            raise Invalid(NO_LEVEL, field="level")
        said["level"] = form.level.data
    return stance, said


def shown(
    found: Wanted | Called, form: StatementForm, answer: Answer | None, today: date
) -> dict[str, object]:
    """What the page of an opinion is made of; nothing yet of what follows an answer."""
    sheet = referential().sheets[found.request.axis]
    seen = found.request.level_seen
    return {
        "found": found,
        "form": form,
        "sheet": sheet,
        "anchor": sheet.anchor_near(seen),
        "low": max(0, seen - WITHIN),
        "high": min(100, seen + WITHIN),
        "over": is_over(found.request, today),
        "answer": answer,
        "mediation": None,
        "mediators": {},
        "thread": (),
        "reporting": False,
        "exhibits": (),
        "exhibit_href": str,
        "stance_words": STANCE_WORDS,
        "grounds_words": grounds_words,
    }


def is_over(asked: ReviewRequest, today: date) -> bool:
    """Whether a request cannot be answered any more."""
    past = asked.answer_by is None or asked.answer_by < today
    return past or asked.withdrawn_at is not None
