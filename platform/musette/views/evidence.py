"""Joining experiences to a request for reviews: what leaves the satchel, shown before it leaves."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.referential import referential
from musette import permissions
from musette.queries.experiences import attached_here, experiences
from musette.service import evidence
from pages.visit import allow, scope, session
from peer.queries.requests import own_request

blueprint = Blueprint("evidence", __name__, template_folder="../templates")


@blueprint.get("/c/<slug>/requests/<uuid:request_id>/experiences")
@allow(permissions.SHOW_EXPERIENCES)
def choose(request_id: UUID) -> ResponseReturnValue:
    """The experiences that may be joined to a request, those of its axis first."""
    found = own_request(session(), request_id)
    every = experiences(session())
    joined = {
        each.experience_id: each.evidence_id
        for each in attached_here(session()).values()
        if each.request_id == request_id
    }
    return render_template(
        "musette/evidence.html",
        request_row=found,
        every=sorted(every, key=lambda each: each.row.axis != found.axis),
        joined=joined,
        sheets=referential().sheets,
    )


@blueprint.post("/c/<slug>/requests/<uuid:request_id>/experiences/<uuid:experience_id>")
@allow(permissions.SHOW_EXPERIENCES)
def join(request_id: UUID, experience_id: UUID) -> ResponseReturnValue:
    """Join one of them."""
    evidence.join(session(), request_id=request_id, experience_id=experience_id, by=scope())
    flash(_("A copy is joined to your request. Those asked will see it once the request is sent."))
    return redirect(url_for("evidence.choose", request_id=request_id), 303)


@blueprint.post("/c/<slug>/evidence/<uuid:evidence_id>/take-back")
@allow(permissions.SHOW_EXPERIENCES)
def take_back(evidence_id: UUID) -> ResponseReturnValue:
    """Destroy a copy; the experience stays."""
    request_id = evidence.taken_back(session(), evidence_id=evidence_id, by=scope())
    flash(_("The copy is destroyed. Your experience stays in your satchel."))
    return redirect(url_for("requests.compose", request_id=request_id), 303)
