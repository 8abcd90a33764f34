"""Asking peers: names drawn, names chosen, a message, all shown before anything is sent."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from assessment.referential import Axis, referential
from kernel.refusals import Unknown
from pages.formats import language
from pages.visit import allow, scope, session
from peer import permissions
from peer.draw import MOST_SET_ASIDE
from peer.forms import AskForm, ChooseForm, pressed_id
from peer.models.requests import AskedState, ReviewRequest
from peer.queries import requests
from peer.queries.evidence import evidence_of
from peer.queries.witnesses import witnesses
from peer.service import requests as asking
from peer.service import witnesses as outside
from people.views import limit
from tenants.rules import LONGEST_NAME

blueprint = Blueprint("requests", __name__, template_folder="../templates")

SEARCHED = 30
SHOWN = (AskedState.NAMED, AskedState.ASKED, AskedState.AWAY)


@blueprint.post("/c/<slug>/levels/<axis:axis>/ask")
@allow(permissions.ASK_FOR_REVIEWS)
def ask(axis: Axis) -> ResponseReturnValue:
    """Begin a request; the draw is made meanwhile."""
    form = AskForm()
    if not form.validate_on_submit() or form.id.data is None:
        raise Unknown
    made = asking.prepare(session(), request_id=form.id.data, axis=axis, by=scope())
    return redirect(url_for("requests.compose", request_id=made.id), 303)


@blueprint.route("/c/<slug>/requests/<uuid:request_id>", methods=["GET", "POST"])
@allow(permissions.ASK_FOR_REVIEWS)
def compose(request_id: UUID) -> ResponseReturnValue:
    """A request being written: names drawn, names chosen, message; then, once sent, what was sent.

    Every button keeps what is ticked and typed, so that nothing is lost by pressing another one.
    """
    found = requests.own_request(session(), request_id)
    if found.sent_at and "send" in request.form:  # pressed twice
        return redirect(url_for("levels.one", axis=found.axis), 303)
    form = ChooseForm(message=found.message, evidence=found.evidence, language=language())
    if form.validate_on_submit():
        with form.accepting():
            asking.choose(
                session(),
                request_id=request_id,
                chosen=form.chosen,
                message=form.message.data or "",
                evidence=form.evidence.data or "",
                by=scope(),
            )
            call_witnesses(request_id, form)
            return redirect(press(request_id, form), 303)
    return render_template("peer/compose.html", request_row=found, form=form, **named(found, form)), form.code


@blueprint.post("/c/<slug>/requests/<uuid:request_id>/withdraw")
@allow(permissions.ASK_FOR_REVIEWS)
def withdraw(request_id: UUID) -> ResponseReturnValue:
    """Take a request back."""
    asking.withdraw(session(), request_id=request_id, by=scope())
    flash(_("Your request is withdrawn: nobody sees it now."))
    return redirect(url_for("reviews.inbox"), 303)


def named(found: ReviewRequest, form: ChooseForm) -> dict[str, object]:
    """Who is named in a request, and who may be."""
    rows = requests.invited(session(), found.id)
    drawn = [row for row in rows if row.asked.drawn and row.asked.state in SHOWN]
    search = request.args.get("name", "")[:LONGEST_NAME]
    return {
        "sheet": referential().sheets[found.axis],
        "drawn": drawn,
        "chosen": [row for row in rows if not row.asked.drawn],
        "set_aside": sum(row.asked.state is AskedState.SET_ASIDE for row in rows),
        "most_set_aside": MOST_SET_ASIDE,
        "people": [] if found.sent_at else requests.acquaintances(session(), search, SEARCHED),
        "search": search,
        "drawn_ids": {row.asked.reviewer_id for row in drawn},
        "ticked": form.chosen,
        "outside": witnesses(session(), found.id),
        "most_witnesses": outside.MOST_WITNESSES,
        "exhibits": evidence_of(session(), found.id),
    }


def call_witnesses(request_id: UUID, form: ChooseForm) -> None:
    """Take off the witness whose button was pressed, then name the one who is typed."""
    if "remove_witness" in request.form:
        pressed = pressed_id("remove_witness")
        outside.remove_witness(session(), request_id=request_id, witness_id=pressed, by=scope())
    if form.outsider:
        limit("witness", str(scope().member))
        outside.name_witness(
            session(),
            request_id=request_id,
            outsider=form.outsider,
            own_address=current_user.email,
            by=scope(),
        )


def press(request_id: UUID, form: ChooseForm) -> str:
    """Do what the button asks; gives the page to go on with."""
    if "send" in request.form:
        sent = asking.send(session(), request_id=request_id, by=scope())
        flash(_("Your request is sent."))
        return url_for("levels.one", axis=sent.axis)
    if "look" in request.form:
        looked_for = request.form.get("search", "")
        return url_for("requests.compose", request_id=request_id, name=looked_for, _anchor="choose")
    if "set_aside" in request.form:
        asking.set_aside(session(), request_id=request_id, asked_id=form.set_aside, by=scope())
    place = "witnesses" if {"name_witness", "remove_witness"} & set(request.form) else "names"
    return url_for("requests.compose", request_id=request_id, _anchor=place)
