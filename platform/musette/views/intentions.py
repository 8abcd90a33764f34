"""Intentions: what one means to do, and the honest comparison when their day has come."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.queries import activity_at_hand, latest
from assessment.referential import Axis, referential
from kernel import clock
from musette import permissions
from musette.forms import IntentionForm, LookBackForm
from musette.queries.intentions import intentions, review, scenarios
from musette.rules import Outcome
from musette.service import intentions as intending
from pages.formats import language
from pages.visit import allow, scope, session, visit

blueprint = Blueprint("intentions", __name__, template_folder="../templates")

SIX_MONTHS = timedelta(days=182)


@blueprint.route("/me/intentions", methods=["GET", "POST"])
@allow(permissions.KEEP_INTENTIONS)
def listing() -> ResponseReturnValue:
    """What one means to do, by the day it is looked back at; and a form for another one."""
    today = clock.today(visit().zone)
    asked = request.args.get("axis", "")
    form = IntentionForm(review_on=today + SIX_MONTHS, axis=asked if asked in list(Axis) else "")
    form.axis.offer(language())
    if form.validate_on_submit():
        with form.accepting():
            made = intending.intend(
                session(), intention_id=form.id.data, meant=form.meant, zone=visit().zone, by=scope()
            )
            flash(_("Your intention is noted. A mail will tell you when its day has come, and nothing more."))
            return redirect(url_for("intentions.one", intention_id=made.id), 303)
    activity = activity_at_hand(session())
    last = latest(session(), activity.id) if activity else None
    return render_template(
        "musette/intentions.html",
        form=form,
        every=intentions(session()),
        scenarios=scenarios(session()),
        levels=last.levels if last else {},
        today=today,
        sheets=referential().sheets,
    ), form.code


@blueprint.route("/me/intentions/<uuid:intention_id>", methods=["GET", "POST"])
@allow(permissions.KEEP_INTENTIONS)
def one(intention_id: UUID) -> ResponseReturnValue:
    """One intention, beside what the level has done since."""
    found = review(session(), intention_id)
    form = LookBackForm(found=found.row.found)
    if form.validate_on_submit():
        with form.accepting():
            intending.close(session(), intention_id=intention_id, found=form.found.data or "", by=scope())
            flash(_("You have looked back at it. It stays in your history."))
            return redirect(url_for("intentions.one", intention_id=intention_id), 303)
    return render_template(
        "musette/intention.html",
        row=found.row,
        comparison=found.comparison,
        form=form,
        outcomes=Outcome,
        today=clock.today(visit().zone),
        sheet=referential().sheets[found.row.axis],
    ), form.code


@blueprint.post("/me/intentions/<uuid:intention_id>/remove")
@allow(permissions.KEEP_INTENTIONS)
def remove(intention_id: UUID) -> ResponseReturnValue:
    """Forget an intention."""
    intending.forget(session(), intention_id=intention_id, places=visit().belongings, by=scope())
    flash(_("This intention is forgotten."))
    return redirect(url_for("intentions.listing"), 303)
