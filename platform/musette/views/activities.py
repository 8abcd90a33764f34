"""A person's activities: one diagram each, all together, and the one that counts in each cooperative."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment import queries
from assessment.pictures import overlaid
from assessment.plates import BESIDE
from assessment.referential import referential
from assessment.service import activities
from assessment.service.activities import MOST_ACTIVITIES
from assessment.views.stock import activity_name
from kernel.refusals import Unknown
from musette import permissions
from musette.forms import ActivityForm
from musette.views.named import last_of_each
from pages.formats import language
from pages.visit import allow, here, scope, session, visit

blueprint = Blueprint("activities", __name__, template_folder="../templates")


@blueprint.route("/me/activities", methods=["GET", "POST"])
@allow(permissions.KEEP_ACTIVITIES)
def listing() -> ResponseReturnValue:
    """Every activity, its last diagram over those of the others, and where each one counts."""
    form = ActivityForm()
    if form.validate_on_submit():
        with form.accepting():
            made = activities.name_activity(
                session(), activity_id=form.id.data, label=form.label.data, by=scope()
            )
            flash(_("“%(name)s” is one of your activities.", name=made.label))
            return redirect(url_for("activities.listing"), 303)
    every, last = queries.activities(session()), last_of_each(queries.assessments(session()))
    drawn = [(activity_name(each), last[each.id].levels) for each in every if each.id in last]
    return render_template(
        "musette/activities.html",
        form=form,
        every=every,
        last=last,
        drawn=drawn,
        wheels=overlaid(drawn, BESIDE, language()) if len(drawn) > 1 else None,
        counting=queries.countings(session()),
        places=[each for each in visit().belongings if not each.closed],
        most=MOST_ACTIVITIES,
        activity_name=activity_name,
        sheets=referential().sheets,
    ), form.code


@blueprint.post("/me/activities/<uuid:activity_id>/name")
@allow(permissions.KEEP_ACTIVITIES)
def name(activity_id: UUID) -> ResponseReturnValue:
    """Give an activity another name."""
    queries.own_activity(session(), activity_id)
    label = request.form.get("label", "")
    activities.name_activity(session(), activity_id=activity_id, label=label, by=scope())
    flash(_("The name is changed."))
    return redirect(url_for("activities.listing"), 303)


@blueprint.post("/me/activities/<uuid:activity_id>/take-up")
@allow(permissions.KEEP_ACTIVITIES)
def take_up(activity_id: UUID) -> ResponseReturnValue:
    """Take stock of this activity."""
    activities.take_up(session(), activity_id=activity_id, by=scope())
    return redirect(url_for("assessment.start"), 303)


@blueprint.post("/me/activities/<uuid:activity_id>/remove")
@allow(permissions.KEEP_ACTIVITIES)
def remove(activity_id: UUID) -> ResponseReturnValue:
    """Remove an activity that has no history."""
    activities.remove_activity(session(), activity_id=activity_id, by=scope())
    flash(_("This activity is removed."))
    return redirect(url_for("activities.listing"), 303)


@blueprint.post("/c/<slug>/counting")
@allow(permissions.CHOOSE_WHAT_COUNTS)
def count() -> ResponseReturnValue:
    """Choose the activity that counts in this cooperative."""
    try:
        chosen = UUID(request.form.get("activity", ""))
    except ValueError as fault:
        raise Unknown from fault
    activities.count_activity(session(), activity_id=chosen, place=here(), by=scope())
    flash(_("From now on, this activity counts here, axis by axis as you agreed."))
    return redirect(url_for("activities.listing"), 303)
