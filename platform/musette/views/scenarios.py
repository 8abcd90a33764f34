"""Scenarios: another diagram over the one of today, to think with."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.models import Assessment
from assessment.pictures import overlaid
from assessment.plates import THEN
from assessment.queries import activity_at_hand, latest
from assessment.referential import referential
from assessment.rules import change
from musette import permissions
from musette.forms import scenario_form
from musette.queries.intentions import own_scenario
from musette.service import intentions
from pages.formats import language
from pages.visit import allow, scope, session, visit

blueprint = Blueprint("scenarios", __name__, template_folder="../templates")


@blueprint.route("/me/scenarios/new", methods=["GET", "POST"])
@allow(permissions.KEEP_INTENTIONS)
def new() -> ResponseReturnValue:
    """A new scenario, which begins as today's diagram."""
    today = _today()
    form = scenario_form(today.levels if today else {}, language())
    if form.validate_on_submit():
        with form.accepting():
            made = intentions.imagine(
                session(),
                scenario_id=form.id.data,
                label=form.label.data,
                words=form.words.data or "",
                levels=form.levels,
                by=scope(),
            )
            return redirect(url_for("scenarios.one", scenario_id=made.id), 303)
    return render_template(
        "musette/scenario_new.html", form=form, today=today, sheets=referential().sheets
    ), form.code


@blueprint.route("/me/scenarios/<uuid:scenario_id>", methods=["GET", "POST"])
@allow(permissions.KEEP_INTENTIONS)
def one(scenario_id: UUID) -> ResponseReturnValue:
    """A scenario over the diagram of today, the differences in words, and a form to change it."""
    row = own_scenario(session(), scenario_id)
    form = scenario_form(row.levels, language(), label=row.label, words=row.words)
    if form.validate_on_submit():
        with form.accepting():
            intentions.redraw(
                session(),
                scenario_id=scenario_id,
                label=form.label.data,
                words=form.words.data or "",
                levels=form.levels,
                by=scope(),
            )
            flash(_("The scenario is drawn again."))
            return redirect(url_for("scenarios.one", scenario_id=scenario_id), 303)
    today = latest(session(), row.activity_id)
    levels = today.levels if today else {}
    drawn = [(_("today"), levels), (_("scenario"), row.levels)]
    return render_template(
        "musette/scenario.html",
        row=row,
        form=form,
        today=today,
        levels=levels,
        wheels=overlaid(drawn, THEN, language()),
        change=change,
        sheets=referential().sheets,
    ), form.code


@blueprint.post("/me/scenarios/<uuid:scenario_id>/remove")
@allow(permissions.KEEP_INTENTIONS)
def remove(scenario_id: UUID) -> ResponseReturnValue:
    """Forget a scenario."""
    intentions.give_up(session(), scenario_id=scenario_id, places=visit().belongings, by=scope())
    flash(_("This scenario is forgotten."))
    return redirect(url_for("intentions.listing", _anchor="scenarios"), 303)


def _today() -> Assessment | None:
    """The last assessment of the activity at hand."""
    activity = activity_at_hand(session())
    return latest(session(), activity.id) if activity else None
