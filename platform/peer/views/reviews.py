"""What others ask of me, what I say, and how I answer those who see my level otherwise."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.queries import latest
from assessment.referential import Axis, referential
from journal.queries import has_read
from journal.service import record_reading
from kernel import clock
from kernel.refusals import N_, Invalid
from pages.formats import language
from pages.forms import options
from pages.visit import allow, here, scope, session, visit
from peer import permissions
from peer.forms import AskForm, ReplyForm, StatementForm
from peer.models import AnswerKind
from peer.queries import inbox as received
from peer.queries import levels, requests
from peer.rules import WITHIN, Stance, within
from peer.service import answers, statements
from peer.views.levels import grounds_words

blueprint = Blueprint("reviews", __name__, template_folder="../templates")

STANCE_WORDS = {
    Stance.ENDORSE: N_("I confirm this level"),
    Stance.CONTEST: N_("I see it differently"),
    Stance.ABSTAIN: N_("I cannot say"),
}
THANKS = {
    Stance.ENDORSE: N_("Your opinion is sent. It will be read under your name."),
    Stance.CONTEST: N_("Your opinion is sent. Only the two of you read it."),
    Stance.ABSTAIN: N_("Noted. Nobody knows that you read this request."),
}
ANSWER_WORDS = {
    AnswerKind.KEEP: N_("I keep my level"),
    AnswerKind.ADJUST: N_("I adjust my level"),
}
NO_LEVEL = N_("Say where you would put it, from 0 to 100.")


@blueprint.get("/c/<slug>/reviews")
@allow(permissions.READ_OWN_INBOX)
def inbox() -> ResponseReturnValue:
    """What is asked of me, what I said, and where my own three levels stand."""
    return render_template(
        "peer/inbox.html",
        wanted=received.inbox(session()),
        said=received.said_by_us(session()),
        standings=levels.standings(session()),
        open_requests=requests.open_requests(session()),
        latest=latest(session()),
        sheets=referential().sheets,
        stance_words=STANCE_WORDS,
        ask_form=AskForm(),
    )


@blueprint.route("/c/<slug>/reviews/<uuid:asked_id>", methods=["GET", "POST"])
@allow(permissions.SAY_WHAT_ONE_SAW)
def review(asked_id: UUID) -> ResponseReturnValue:
    """Somebody asks for my opinion: three answers, a minute."""
    found = received.wanted(session(), asked_id)
    form = StatementForm()
    form.offer(language())
    form.stance.choices = options((each, _(words)) for each, words in STANCE_WORDS.items())
    form.stance.label.text = question_of(found)
    if form.validate_on_submit():
        with form.accepting():
            say(asked_id, form)
            flash(_(THANKS[Stance(form.stance.data)]))
            return redirect(url_for("reviews.inbox"), 303)
    if request.method == "GET":
        note_reading(found.request.subject_id, found.request.axis)
    sheet = referential().sheets[found.request.axis]
    seen = found.request.level_seen
    answer = levels.answer_to(session(), found.statement.id) if found.statement else None
    return render_template(
        "peer/review.html",
        found=found,
        form=form,
        sheet=sheet,
        anchor=sheet.anchor_near(seen),
        low=max(0, seen - WITHIN),
        high=min(100, seen + WITHIN),
        over=is_over(found),
        answer=answer,
        joined=bool(found.statement and answer and within(answer.level, found.statement.level)),
        stance_words=STANCE_WORDS,
        grounds_words=grounds_words,
    ), form.code


@blueprint.post("/c/<slug>/statements/<uuid:statement_id>/withdraw")
@allow(permissions.SAY_WHAT_ONE_SAW)
def withdraw(statement_id: UUID) -> ResponseReturnValue:
    """Take back what I said."""
    statements.withdraw(session(), statement_id=statement_id, by=scope())
    flash(_("Your opinion is withdrawn: it no longer counts."))
    return redirect(url_for("reviews.inbox"), 303)


@blueprint.route("/c/<slug>/statements/<uuid:statement_id>/reply", methods=["GET", "POST"])
@allow(permissions.ANSWER_STATEMENTS)
def reply(statement_id: UUID) -> ResponseReturnValue:
    """Answer somebody who sees my level otherwise."""
    found = levels.contest_about_us(session(), statement_id)
    form = ReplyForm(level=found.statement.level)
    form.kind.choices = options((each, _(words)) for each, words in ANSWER_WORDS.items())
    axis = found.statement.axis
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
        grounds_words=grounds_words,
    ), form.code


def say(asked_id: UUID, form: StatementForm) -> None:
    """Do what the form of a review asks."""
    stance, words, grounds = Stance(form.stance.data), form.words.data or "", form.chosen_grounds
    if stance is Stance.ENDORSE:
        statements.endorse(session(), asked_id=asked_id, grounds=grounds, words=words, by=scope())
    elif stance is Stance.ABSTAIN:
        statements.abstain(session(), asked_id=asked_id, by=scope())
    elif form.level.data is None:
        raise Invalid(NO_LEVEL, field="level")
    else:
        level_put = form.level.data
        statements.contest(
            session(), asked_id=asked_id, level=level_put, grounds=grounds, words=words, by=scope()
        )


def answer(statement_id: UUID, form: ReplyForm) -> None:
    """Do what the form of an answer asks."""
    words = form.words.data or ""
    if AnswerKind(form.kind.data) is AnswerKind.KEEP:
        answers.keep_level(session(), statement_id=statement_id, words=words, by=scope())
    elif form.level.data is None:
        raise Invalid(NO_LEVEL, field="level")
    else:
        answers.adjust_level(
            session(),
            statement_id=statement_id,
            level=form.level.data,
            words=words,
            places=visit().belongings,
            by=scope(),
        )


def note_reading(subject_id: UUID, axis: Axis) -> None:
    """Write, apart from the page, that its reader has seen a member's level: once a reader and axis."""
    if has_read(session(), subject_id, axis):
        return
    with visit().house.database.unit_of_work(scope()) as apart:
        record_reading(apart, subject=subject_id, role="peer", what=axis)


def question_of(found: received.Wanted) -> str:
    """What the peer is asked, in the words of the referential."""
    question = referential().sheets[found.request.axis].peer_question
    return question[language()] if question else ""


def is_over(found: received.Wanted) -> bool:
    """Whether a request cannot be answered any more."""
    past = found.request.answer_by is None or found.request.answer_by < clock.today(here().zone)
    return past or found.request.withdrawn_at is not None
