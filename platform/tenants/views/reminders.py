"""The reminders of campaigns: stopped by a link in a mail, without signing in, or on a page of one's own."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext as _

from kernel.db import UnitOfWork
from kernel.refusals import N_, Unknown
from kernel.scope import Scope
from kernel.walls import Role
from pages.visit import allow, session, visit
from tenants import permissions
from tenants.queries.campaigns import wants_no_reminder
from tenants.queries.cooperatives import cooperative
from tenants.queries.members import is_member
from tenants.service import reminders as service

blueprint = Blueprint("reminders", __name__, template_folder="../templates")

STOPPED = N_("No reminder will be sent to you any more. Nobody else knows.")
RESUMED = N_("Reminders will be sent to you again.")


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """A page that whoever holds its address may read: kept by no cache, listed by no search engine."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@blueprint.route("/c/<slug>/reminders", methods=["GET", "POST"])
@allow(permissions.CHOOSE_REMINDERS)
def own() -> ResponseReturnValue:
    """Whether the one reminder of a campaign is sent to me."""
    if request.method == "POST":
        flash(press(session()))
        return redirect(url_for("reminders.own"), 303)
    home = cooperative(session())
    return render_template(
        "tenants/reminders.html", home=home, stopped=wants_no_reminder(session()), key=None
    )


@blueprint.route("/reminders/<reminder_key>", methods=["GET", "POST"])
@allow(permissions.STOP_REMINDERS)
def stop(reminder_key: str) -> ResponseReturnValue:
    """The same, at the end of the link of a mail, without signing in."""
    place = opened(reminder_key)
    with visit().open(place, Role.APP) as there:
        if not is_member(there, there.member):
            raise Unknown
        if request.method == "POST":
            flash(press(there))
            return redirect(url_for("reminders.stop", reminder_key=reminder_key), 303)
        home, stopped = cooperative(there), wants_no_reminder(there)
    return render_template("tenants/reminders.html", home=home, stopped=stopped, key=reminder_key)


def opened(reminder_key: str) -> Scope:
    """The scope a link opens; raises Unknown, the same for every link that opens nothing."""
    return service.scope_of(visit().house.settings.secret_key, reminder_key)


def press(place: UnitOfWork) -> str:
    """Do what the button says, and give what is said of it."""
    if "resume" in request.form:
        service.resume(place)
        return str(_(RESUMED))
    service.stop(place)
    return str(_(STOPPED))
