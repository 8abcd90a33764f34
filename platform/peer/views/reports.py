"""Words reported as abusive: by the one they were written to, and to the mediator who decides."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pages.forms import Form
from pages.visit import allow, scope, session
from peer import permissions
from peer.models.mediations import Reported
from peer.queries.mediations import mediators_for
from peer.queries.reports import own_report, report_given, words_seen
from peer.service import reports as service

blueprint = Blueprint("reports", __name__, template_folder="../templates")

DECISIONS = {"hide": service.hide, "leave": service.leave}


@blueprint.route("/c/<slug>/words/<reported:kind>/<uuid:about_id>/report", methods=["GET", "POST"])
@allow(permissions.REPORT_WORDS)
def report(kind: Reported, about_id: UUID) -> ResponseReturnValue:
    """Report words somebody wrote to me; then, what became of it."""
    found = words_seen(session(), kind, about_id)
    form = Form()
    if form.validate_on_submit():
        with form.accepting():
            service.report(session(), kind=kind, about_id=about_id, by=scope())
            flash(_("These words are given to a mediator, who will read them alone."))
            return redirect(url_for("reports.report", kind=kind, about_id=about_id), 303)
    made = own_report(session(), kind, about_id)
    waits = made is not None and made.words == found.words and not service.is_stranded(session(), made=made)
    return render_template(
        "peer/report.html",
        form=form,
        words=found.words,
        hidden=found.row.hidden_at,
        made=made if waits else None,
        nobody=service.NOBODY,
        possible=bool(mediators_for(session(), session().member, found.author_id)),
    ), form.code


@blueprint.route("/c/<slug>/reports/<uuid:report_id>", methods=["GET", "POST"])
@allow(permissions.DECIDE_ON_WORDS)
def one(report_id: UUID) -> ResponseReturnValue:
    """Reported words, and nothing of where they come from: to be hidden, or left."""
    found = report_given(session(), report_id)
    decide = DECISIONS.get(request.form.get("decision", ""))
    if decide:
        decide(session(), report_id=report_id, by=scope())
        flash(_("Your decision is noted. Whoever reported these words is told."))
        return redirect(url_for("mediations.listing"), 303)
    return render_template("peer/reported.html", found=found)
