"""A mediation, for its three people; and what waits for a mediator."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.referential import referential
from kernel.keys import digest
from kernel.refusals import N_, Refusal
from pages.visit import allow, scope, session
from peer import permissions
from peer.forms import OutcomeForm
from peer.models.mediations import Stage
from peer.queries.mediations import Mediated, mediation_seen, to_mediate
from peer.queries.reports import reports_waiting
from peer.service import mediations as service
from peer.service import outcomes
from peer.views.levels import grounds_words
from peer.views.readings import note_reading
from peer.views.threads import threads

blueprint = Blueprint("mediations", __name__, template_folder="../templates")

UNSENT = N_("You have written other words than those proposed: propose them, or agree to those above.")


@blueprint.get("/c/<slug>/mediations")
@allow(permissions.READ_OWN_MEDIATIONS)
def listing() -> ResponseReturnValue:
    """What waits for the mediator who reads this page."""
    waiting = reports_waiting(session(), session().member)
    return render_template("peer/mediations.html", running=to_mediate(session()), reports=waiting)


@blueprint.route("/c/<slug>/mediations/<uuid:mediation_id>", methods=["GET", "POST"])
@allow(permissions.TAKE_PART_IN_MEDIATION)
def one(mediation_id: UUID) -> ResponseReturnValue:
    """The mediation of one exchange: what was said, and the words that its three people could share."""
    found = mediation_seen(session(), mediation_id)
    form = OutcomeForm(words=found.mediation.outcome)
    if form.validate_on_submit():
        with form.accepting():
            press(found, form)
            return redirect(url_for("mediations.one", mediation_id=mediation_id), 303)
    if form.errors:
        found = refreshed(mediation_id, form)
    form.seen.data = digest(found.mediation.outcome)
    if request.method == "GET":
        note_readings(found)
    ours = session().member in (found.mediation.subject_id, found.mediation.author_id)
    return render_template(
        "peer/mediation.html",
        found=found,
        mediation=found.mediation,
        form=form,
        ours=ours,
        me=session().member,
        sheet=referential().sheets[found.statement.axis] if found.statement else None,
        thread=threads(mediation_id).steps[mediation_id] if ours else (),
        grounds_words=grounds_words,
    ), form.code


@blueprint.post("/c/<slug>/mediations/<uuid:mediation_id>/agree")
@allow(permissions.TAKE_PART_IN_MEDIATION)
def agree(mediation_id: UUID) -> ResponseReturnValue:
    """Agree to be helped."""
    service.agree(session(), statement_id=mediation_id, by=scope())
    flash(_("The mediation begins: the three of you read this page."))
    return redirect(url_for("mediations.one", mediation_id=mediation_id), 303)


@blueprint.post("/c/<slug>/mediations/<uuid:mediation_id>/decline")
@allow(permissions.TAKE_PART_IN_MEDIATION)
def decline(mediation_id: UUID) -> ResponseReturnValue:
    """Rather not be helped."""
    service.decline(session(), statement_id=mediation_id, by=scope())
    flash(_("Noted: there will be no mediation. No reason is asked of you."))
    return redirect(url_for("mediations.one", mediation_id=mediation_id), 303)


@blueprint.post("/c/<slug>/mediations/<uuid:mediation_id>/leave")
@allow(permissions.TAKE_PART_IN_MEDIATION)
def leave(mediation_id: UUID) -> ResponseReturnValue:
    """Leave the disagreement as it is."""
    service.leave(session(), statement_id=mediation_id, by=scope())
    return redirect(url_for("mediations.one", mediation_id=mediation_id), 303)


def press(found: Mediated, form: OutcomeForm) -> None:
    """Do what the button asks: agree to the words read, or propose those written."""
    words, seen, about = form.words.data or "", form.seen.data or "", found.mediation.statement_id
    if "agree" not in request.form:
        outcomes.propose_outcome(session(), statement_id=about, words=words, seen=seen, by=scope())
        flash(_("Your words are proposed: the two others read them, and may agree or change them."))
        return
    if words and digest(words) != seen:
        raise Refusal(UNSENT)
    outcomes.agree_to_outcome(session(), statement_id=about, seen=seen, by=scope())
    flash(_("You agree to these words."))


def refreshed(mediation_id: UUID, form: OutcomeForm) -> Mediated:
    """A mediation as it is once something was refused; words nobody has typed follow it."""
    found = mediation_seen(session(), mediation_id)
    if digest(form.words.data or "") == form.seen.data:
        form.words.data = found.mediation.outcome
    return found


def note_readings(found: Mediated) -> None:
    """Write that the mediator has read the exchange: its two people find it among who looked at what."""
    mediation, statement = found.mediation, found.statement
    if statement and mediation.stage is Stage.UNDER_WAY and session().member == mediation.mediator_id:
        for each in filter(None, (mediation.subject_id, mediation.author_id)):
            note_reading(each, statement.axis, "mediator")
