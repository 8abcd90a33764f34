"""Who we are: how many members of each status and seniority, to compare with those who answered."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.forms import categories, totals_form
from pages.visit import allow, scope, session
from tenants import permissions
from tenants.models import Dimension
from tenants.queries.members import member_count
from tenants.queries.totals import totals
from tenants.service import totals as service

blueprint = Blueprint("totals", __name__, template_folder="../templates")


@blueprint.route("/c/<slug>/who-we-are", methods=["GET", "POST"])
@allow(permissions.SAY_WHO_WE_ARE)
def type_in() -> ResponseReturnValue:
    """Type how many members there are of each category; a sum that differs is said, not refused."""
    known = totals(session())
    form = totals_form(known)
    if form.validate_on_submit():
        with form.accepting():
            service.say_who_we_are(session(), counts=form.counts, by=scope())
            flash(_("The numbers are saved."))
            return redirect(url_for("totals.type_in"), 303)
    names = {Dimension.STATUS: _("Legal status"), Dimension.SENIORITY: _("Time in this activity")}
    return render_template(
        "assessment/totals.html",
        form=form,
        names=names,
        categories=categories(),
        sums={dimension: sum(each.values()) for dimension, each in known.items()},
        members=member_count(session()),
    ), form.code
