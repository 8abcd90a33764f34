"""What others ask of me, what I say, and how I answer those who see my level otherwise."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.queries import latest
from assessment.referential import referential
from kernel import clock
from kernel.refusals import N_, Invalid
from pages.forms import options
from pages.visit import allow, here, scope, session, visit
from peer import permissions
from peer.forms import AskForm, ReplyForm
from peer.models.mediations import Ending
from peer.models.statements import AnswerKind
from peer.queries import inbox as received
from peer.queries import levels, mediations, requests, thanks
from peer.queries.evidence import evidence_of
from peer.rules import Stance
from peer.service import answers, statements
from peer.views import opinions
from peer.views.levels import author_words, grounds_words
from peer.views.readings import note_reading
from peer.views.threads import threads
from tenants.models import Membership

blueprint = Blueprint("reviews", __name__, template_folder="../templates")

VERBS: opinions.Verbs = {
    Stance.ENDORSE: statements.endorse,
    Stance.CONTEST: statements.contest,
    Stance.ABSTAIN: statements.abstain,
}
ANSWER_WORDS = {
    AnswerKind.KEEP: N_("I keep my level"),
    AnswerKind.ADJUST: N_("I adjust my level"),
    AnswerKind.MEDIATE: N_("I ask for a mediation"),
}
NOBODY = N_(
    "A mediation would be a third way. Nobody mediates here for now, apart from the two of you:"
    " you may ask the coordination team that a mediator be elected, or talk to each other first."
)
NAMED = (N_("Your name no longer appears on the badge."), N_("Your name may appear on the badge."))
NAMED_ALONG = (
    N_("Your name no longer stands beside it in what they take along."),
    N_("Your name may stand beside it in what they take along."),
)
GONE = N_("A mediation takes both of you, and this person has left the cooperative.")
DECLINED = N_(
    "A mediation was proposed, and this person preferred none: you may keep your level or adjust it."
)


@blueprint.get("/c/<slug>/reviews")
@allow(permissions.READ_OWN_INBOX)
def inbox() -> ResponseReturnValue:
    """What is asked of me, what I said, and where my own three levels stand."""
    return render_template(
        "peer/inbox.html",
        wanted=received.inbox(session()),
        thanks=thanks.received(session()),
        said=received.said_by_us(session()),
        standings=levels.standings(session()),
        open_requests=requests.open_requests(session()),
        mediations=mediations.our_mediations(session()),
        me=session().member,
        latest=latest(session()),
        sheets=referential().sheets,
        stance_words=opinions.STANCE_WORDS,
        ask_form=AskForm(),
    )


@blueprint.route("/c/<slug>/reviews/<uuid:asked_id>", methods=["GET", "POST"])
@allow(permissions.SAY_WHAT_ONE_SAW)
def review(asked_id: UUID) -> ResponseReturnValue:
    """Somebody asks for my opinion: three answers, a minute."""
    found = received.wanted(session(), asked_id)
    exhibits = evidence_of(session(), found.request.id)
    form = opinions.offered(found.request, exhibits)
    if form.validate_on_submit():
        with form.accepting():
            stance, said = opinions.understood(form)
            if stance is Stance.ENDORSE:
                said["named"] = form.named.data
            VERBS[stance](session(), asked_id=asked_id, by=scope(), **said)
            flash(_(opinions.SENT[stance]))
            return redirect(url_for("reviews.inbox"), 303)
    if request.method == "GET":
        note_reading(found.request.subject_id, found.request.axis, "peer")
    answer = levels.answer_to(session(), found.statement.id) if found.statement else None
    facts = opinions.shown(found, form, answer, clock.today(here().zone))
    facts |= {"exhibits": exhibits, "exhibit_href": exhibit_href}
    if found.statement and answer:
        facts |= exchange(found.statement.id)
    return render_template("peer/review.html", **{**facts, "reporting": True}), form.code


@blueprint.post("/c/<slug>/statements/<uuid:statement_id>/withdraw")
@allow(permissions.SAY_WHAT_ONE_SAW)
def withdraw(statement_id: UUID) -> ResponseReturnValue:
    """Take back what I said."""
    statements.withdraw(session(), statement_id=statement_id, by=scope())
    flash(_("Your opinion is withdrawn: it no longer counts."))
    return redirect(url_for("reviews.inbox"), 303)


@blueprint.post("/c/<slug>/statements/<uuid:statement_id>/be-named")
@allow(permissions.SAY_WHAT_ONE_SAW)
def be_named(statement_id: UUID) -> ResponseReturnValue:
    """Let my name stand beside what I said, on badges or in what the member takes along; or no more."""
    named = request.form.get("named") == "yes"
    found = statements.be_named(session(), statement_id=statement_id, named=named, by=scope())
    said = NAMED if found.stance is Stance.ENDORSE else NAMED_ALONG
    flash(_(said[named]))
    return redirect(url_for("reviews.inbox", _anchor="said"), 303)


@blueprint.route("/c/<slug>/statements/<uuid:statement_id>/reply", methods=["GET", "POST"])
@allow(permissions.ANSWER_STATEMENTS)
def reply(statement_id: UUID) -> ResponseReturnValue:
    """Answer somebody who sees my level otherwise."""
    found = levels.contest_about_us(session(), statement_id)
    form, axis = ReplyForm(level=found.statement.level), found.statement.axis
    mediators, why_none = helpers_of(found)
    form.kind.choices = options(
        (each, _(words))
        for each, words in ANSWER_WORDS.items()
        if mediators or each is not AnswerKind.MEDIATE
    )
    form.mediator.choices = options((each.id, each.display_name) for each in mediators)
    if form.validate_on_submit():
        with form.accepting():
            answer(statement_id, form)
            flash(_("Your answer is sent."))
            return redirect(url_for("levels.one", axis=axis), 303)
    return render_template(
        "peer/reply.html",
        form=form,
        found=found,
        sheet=referential().sheets[axis],
        why_none=why_none,
        grounds_words=grounds_words,
        author_words=author_words,
    ), form.code


def exhibit_href(evidence_id: UUID) -> str:
    """Where the picture of a piece of evidence is."""
    return url_for("exhibits.photo", evidence_id=evidence_id)


def exchange(statement_id: UUID) -> dict[str, object]:
    """What followed an answer: its mediation, and its thread."""
    mediation = mediations.mediation_of(session(), statement_id)
    read = threads(statement_id, naming=[mediation.mediator_id] if mediation else ())
    return {"mediation": mediation, "mediators": read.names, "thread": read.steps[statement_id]}


def helpers_of(found: levels.Said) -> tuple[Sequence[Membership], str]:
    """Who could mediate an exchange, and, when nobody can, why; nobody does with somebody from outside."""
    if found.statement.outside:
        return (), ""
    if found.mediation and not mediations.may_be_asked_again(session(), found.mediation):
        return (), DECLINED if found.mediation.ending is Ending.DECLINED else ""
    if found.author is None:
        return (), GONE
    statement = found.statement
    mediators = mediations.mediators_for(session(), statement.subject_id, statement.author_id)
    return mediators, "" if mediators else NOBODY


def answer(statement_id: UUID, form: ReplyForm) -> None:
    """Do what the form of an answer asks."""
    words, kind = form.words.data or "", AnswerKind(form.kind.data)
    if kind is AnswerKind.MEDIATE:
        answers.ask_for_mediation(
            session(),
            statement_id=statement_id,
            mediator_id=form.chosen_mediator,
            words=words,
            by=scope(),
        )
    elif kind is AnswerKind.KEEP:
        answers.keep_level(session(), statement_id=statement_id, words=words, by=scope())
    elif form.level.data is None:
        raise Invalid(opinions.NO_LEVEL, field="level")
    else:
        answers.adjust_level(
            session(),
            statement_id=statement_id,
            level=form.level.data,
            words=words,
            places=visit().belongings,
            by=scope(),
        )
