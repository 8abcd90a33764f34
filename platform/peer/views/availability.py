"""When my opinion is asked for: pausing, people kept apart, being drawn more often."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.referential import Axis, referential
from kernel.refusals import N_, Unknown
from pages.forms import Form, is_id
from pages.visit import allow, scope, session
from peer import permissions
from peer.draw import OPEN_AT_MOST
from peer.queries import availability as own
from peer.queries.requests import acquaintances
from peer.service import availability
from tenants.rules import LONGEST_NAME

blueprint = Blueprint("availability", __name__, template_folder="../templates")

SEARCHED = 30
SAID = {
    "pause": N_("You take no new request for three months."),
    "resume": N_("You take requests again."),
    "keep_apart": N_("No request passes between you any more. Nobody else knows."),
    "bring_back": N_("This person is no longer kept apart."),
    "accept_validating": N_("You will be drawn more often on this axis."),
    "stop_validating": N_("You are drawn as often as anybody on this axis."),
}
PARTS = {
    "pause": "pause",
    "resume": "pause",
    "keep_apart": "apart",
    "bring_back": "apart",
    "accept_validating": "validator",
    "stop_validating": "validator",
}


@blueprint.route("/c/<slug>/reviews/settings", methods=["GET", "POST"])
@allow(permissions.SAY_WHEN_ASKED)
def settings() -> ResponseReturnValue:
    """When I may be asked, by whom, and how often."""
    form = Form()
    if form.validate_on_submit():
        pressed = next((name for name in SAID if name in request.form), "")
        with form.accepting():
            press(pressed, request.form.get(pressed, ""))
            flash(_(SAID[pressed]))
            return redirect(url_for("availability.settings", _anchor=PARTS[pressed]), 303)
    search = request.args.get("name", "")[:LONGEST_NAME].strip()
    return render_template(
        "peer/settings.html",
        form=form,
        pause=own.own_pause(session()),
        kept_apart=own.kept_apart(session()),
        search=search,
        people=acquaintances(session(), search, SEARCHED) if search else [],
        validated=availability.validated_high(session()),
        validating=own.own_validations(session()),
        sheets=referential().sheets,
        open_at_most=OPEN_AT_MOST,
    ), form.code


def press(pressed: str, value: str) -> None:
    """Do what the button asks; raises Unknown for any other button, member or axis."""
    match pressed:
        case "pause":
            availability.pause(session(), by=scope())
        case "resume":
            availability.resume(session(), by=scope())
        case "keep_apart":
            availability.keep_apart(session(), other_id=member_in(value), by=scope())
        case "bring_back":
            availability.bring_back(session(), other_id=member_in(value), by=scope())
        case "accept_validating":
            availability.accept_validating(session(), axis=axis_in(value), by=scope())
        case "stop_validating":
            availability.stop_validating(session(), axis=axis_in(value), by=scope())
        case _:
            raise Unknown


def member_in(value: str) -> UUID:
    """The id a button carries; raises Unknown for anything else."""
    if not is_id(value):
        raise Unknown
    return UUID(value)


def axis_in(value: str) -> Axis:
    """The axis a button carries; raises Unknown for anything else."""
    try:
        return Axis(value)
    except ValueError as fault:
        raise Unknown from fault
