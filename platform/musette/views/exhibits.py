"""Choosing an experience to show beside a badge: what anybody will read is shown, and worded, before."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.referential import referential
from badges.forms import ExhibitForm
from badges.queries.own import evidence_beside, own_badge
from badges.service.evidence import LONGEST_NAME, LONGEST_WORDS
from badges.views.places import where_issued
from musette import permissions
from musette.queries.experiences import experience, experiences
from musette.service import exhibiting
from pages.visit import allow, session

blueprint = Blueprint("badge_evidence", __name__, template_folder="../templates")


@blueprint.get("/me/badges/<uuid:badge_id>/experiences")
@allow(permissions.KEEP_EXPERIENCES)
def choose(badge_id: UUID) -> ResponseReturnValue:
    """The experiences that may stand beside a badge, those of its axis first."""
    badge = own_badge(session(), badge_id)
    beside = {each.experience_id for each in evidence_beside(session(), badge_id)}
    every = [each for each in experiences(session()) if each.row.id not in beside]
    return render_template(
        "musette/badge_experiences.html",
        badge=badge,
        every=sorted(every, key=lambda each: each.row.axis != badge.axis),
        sheets=referential().sheets,
    )


@blueprint.route("/me/badges/<uuid:badge_id>/experiences/<uuid:experience_id>", methods=["GET", "POST"])
@allow(permissions.KEEP_EXPERIENCES)
def show(badge_id: UUID, experience_id: UUID) -> ResponseReturnValue:
    """Word what anybody will read of it, then make it public."""
    badge, found = own_badge(session(), badge_id), experience(session(), experience_id)
    whole = "\n\n".join(each for each in (found.row.words, found.row.details) if each)
    form = ExhibitForm(name=found.row.words.partition("\n")[0][:LONGEST_NAME], words=whole[:LONGEST_WORDS])
    if form.validate_on_submit():
        with form.accepting():
            told = {"name": form.name.data, "words": form.words.data, "pictured": form.pictured.data}
            with where_issued(badge) as (there, by):
                exhibiting.exhibit(there, badge_id=badge_id, experience_id=experience_id, **told, by=by)
            flash(_("It stands beside your badge, which is being signed again."))
            return redirect(url_for("badges.one", badge_id=badge_id, _anchor="work"), 303)
    return render_template("musette/badge_experience.html", form=form, badge=badge, kept=found), form.code
