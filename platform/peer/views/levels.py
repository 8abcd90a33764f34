"""One of my levels: the three marks side by side, who said what, and what is missing."""

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.queries import counted_assessments
from assessment.referential import Axis, referential
from kernel.refusals import N_, Unknown
from pages.formats import language, listing
from pages.visit import allow, session
from peer import permissions
from peer.forms import AskForm
from peer.models.statements import Statement
from peer.queries import levels, requests
from peer.rules import Missing, Stance, within
from peer.views.threads import threads

blueprint = Blueprint("levels", __name__, template_folder="../templates")

NOWHERE: Mapping[UUID, str] = MappingProxyType({})
MISSING = {
    Missing.VOICES: N_("other voices"),
    Missing.DRAWN_VOICE: N_("the voice of somebody drawn by lot"),
    Missing.ANSWERS: N_("your answer to somebody who sees it differently"),
}


@blueprint.get("/c/<slug>/levels/<axis:axis>")
@allow(permissions.READ_OWN_LEVELS)
def one(axis: Axis) -> ResponseReturnValue:
    """One of my levels: the three marks, who said what, what is missing."""
    sheet = referential().sheets[axis]
    if not sheet.peer_reviewed:
        raise Unknown
    history = counted_assessments(session())
    said = levels.statements_about(session(), axis)
    level = history[0].levels[axis] if history else None
    differing = [each for each in said if each.statement.stance is Stance.CONTEST]
    joined = [each for each in differing if within(level, each.statement.level)]
    answered = [each.statement.id for each in differing if each.answer]
    read = threads(*answered, naming=[each.mediation.mediator_id for each in differing if each.mediation])
    return render_template(
        "peer/level.html",
        sheet=sheet,
        family=referential().families[sheet.family],
        now=history[0] if history else None,
        before=history[1] if len(history) > 1 else None,
        standing=levels.standings(session()).get(axis),
        contests=[each for each in differing if each not in joined],
        joined=joined,
        endorsements=[each for each in said if each.statement.stance is Stance.ENDORSE],
        reciprocal=levels.reciprocal(session(), axis, said),
        threads=read.steps,
        mediators=read.names,
        open_requests=requests.open_requests(session(), axis),
        missing_words=missing_words,
        grounds_words=partial(grounds_words, homes=levels.homes(session())),
        author_words=author_words,
        ask_form=AskForm(),
    )


def missing_words(missing: Sequence[str]) -> str:
    """What a level still lacks, in words."""
    return listing([_(MISSING[Missing(each)]) for each in missing])


def author_words(said: levels.Said) -> str:
    """Who said it: a name, whether they are of the cooperative, or what is left once they are forgotten."""
    if not said.statement.outside:
        return said.author or str(_("A former member"))
    if said.author is None:
        return str(_("A witness (outside the cooperative)"))
    return str(_("%(name)s (outside the cooperative)", name=said.author))


def grounds_words(statement: Statement, homes: Mapping[UUID, str] = NOWHERE) -> str:
    """What a statement relies on, how its author came to be asked, and where, when it was not here."""
    words = [each.text[language()] for each in referential().grounds if each.id in statement.grounds]
    how = _("Drawn by lot") if statement.drawn else _("Asked directly")
    home = homes.get(statement.id)
    where = [_("Said in %(cooperative)s", cooperative=home)] if home else []
    return " ".join(f"{each}." for each in [*words, how, *where])
