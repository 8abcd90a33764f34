"""The page of choices of somebody who joins a cooperative with a satchel."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment import queries
from assessment.forms import JoiningForm
from assessment.referential import referential
from assessment.views.stock import activity_name
from musette import permissions
from musette.service import joining
from musette.service.joining import Bringing
from musette.views.named import last_of_each
from pages.formats import day
from pages.visit import allow, here, scope, session

blueprint = Blueprint("joining", __name__, template_folder="../templates")


@blueprint.route("/c/<slug>/what-i-bring", methods=["GET", "POST"])
@allow(permissions.CHOOSE_WHAT_COUNTS)
def choose() -> ResponseReturnValue:
    """What counts here, what is agreed to, what is brought: nothing is ticked in advance."""
    every, last = queries.activities(session()), last_of_each(queries.assessments(session()))
    if not every:
        return redirect(url_for("assessment.start", first="1"))
    form = JoiningForm(name=here().display_name)
    said = {each.id: day(last[each.id].submitted_at) if each.id in last else "" for each in every}
    form.offer([(each.id, activity_name(each), said[each.id]) for each in every])
    if form.validate_on_submit():
        with form.accepting():
            brought = Bringing(form.name.data, form.activity_id, form.brings.data, form.decisions)
            joining.settle_in(session(), bringing=brought, place=here(), by=scope())
            flash(_("What you chose is done. Everything can be changed later."))
            return redirect(url_for("musette.known"), 303)
    return render_template(
        "musette/joining.html", form=form, last=last, sheets=referential().sheets
    ), form.code
