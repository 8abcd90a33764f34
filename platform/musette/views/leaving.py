"""Leaving a cooperative, and reading what was carried away from it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.referential import referential
from musette import permissions
from musette.forms import ConfirmForm
from musette.queries.carried import carried, said_of_me
from pages.formats import language
from pages.visit import allow, here, scope, session
from peer.rules import Stance
from tenants import permissions as tenants_permissions
from tenants.service import members

blueprint = Blueprint("leaving", __name__, template_folder="../templates")


@blueprint.route("/c/<slug>/leave", methods=["GET", "POST"])
@allow(tenants_permissions.LEAVE)
def leave() -> ResponseReturnValue:
    """What goes, what stays and why; then the membership ends."""
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.accepting():
            name = here().name
            members.leave(session(), by=scope())
            flash(_("You have left %(cooperative)s. Your satchel is whole, and yours.", cooperative=name))
            return redirect(url_for("leaving.carried_away"), 303)
    said = said_of_me(session())
    return render_template("musette/leave.html", form=form, said=len(said)), form.code


@blueprint.get("/me/carried")
@allow(permissions.OPEN_OWN_SATCHEL)
def carried_away() -> ResponseReturnValue:
    """What peers said, in the cooperatives one has left."""
    found = referential()
    return render_template(
        "musette/carried.html",
        every=carried(session()),
        sheets=found.sheets,
        grounds={each.id: each.text[language()] for each in found.grounds},
        contest=Stance.CONTEST,
    )
