"""Thanking a member; reading a thank-you, putting it away, asking what its author saw."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.referential import Axis, referential
from kernel.refusals import Unknown
from pages.formats import language
from pages.forms import is_id
from pages.visit import allow, scope, session
from peer import permissions
from peer.forms import AskForm, ThanksForm
from peer.queries import thanks
from peer.queries.requests import acquaintances
from peer.service import thanks as thanking
from tenants.models import Membership
from tenants.queries.members import member
from tenants.rules import LONGEST_NAME

blueprint = Blueprint("thanks", __name__, template_folder="../templates")

SEARCHED = 12


@blueprint.route("/c/<slug>/thanks/new", methods=["GET", "POST"])
@allow(permissions.GIVE_THANKS)
def new() -> ResponseReturnValue:
    """Thank a member; looking for a name keeps what is typed."""
    form = ThanksForm(recipient=request.args.get("to"))
    form.offer(found_by(form), language())
    looking = "look" in request.form
    if not looking and form.validate_on_submit():
        with form.accepting():
            send(form)
            flash(_("Your thank-you is sent. Only its recipient reads it."))
            return redirect(url_for("reviews.inbox"), 303)
    return render_template("peer/thank.html", form=form), form.code


@blueprint.get("/c/<slug>/thanks/<uuid:thanks_id>")
@allow(permissions.READ_OWN_THANKS)
def one(thanks_id: UUID) -> ResponseReturnValue:
    """A thank-you one has received."""
    found = thanks.received_one(session(), thanks_id)
    sheet = referential().sheets[found.thanks.axis] if found.thanks.axis else None
    return render_template("peer/thanks.html", found=found, sheet=sheet, ask_form=AskForm())


@blueprint.post("/c/<slug>/thanks/<uuid:thanks_id>/put-away")
@allow(permissions.READ_OWN_THANKS)
def put_away(thanks_id: UUID) -> ResponseReturnValue:
    """Put a thank-you away."""
    thanking.put_away(session(), thanks_id=thanks_id, by=scope())
    flash(_("Put away: it is shown nowhere any more."))
    return redirect(url_for("reviews.inbox"), 303)


@blueprint.post("/c/<slug>/thanks/<uuid:thanks_id>/ask")
@allow(permissions.READ_OWN_THANKS)
def ask(thanks_id: UUID) -> ResponseReturnValue:
    """Ask the author of a thank-you, and others, about the level it speaks of."""
    form = AskForm()
    found = thanks.received_one(session(), thanks_id)
    if not form.validate_on_submit() or form.id.data is None:
        raise Unknown
    made = thanking.ask_about(session(), thanks_id=found.thanks.id, request_id=form.id.data, by=scope())
    return redirect(url_for("requests.compose", request_id=made.id), 303)


def found_by(form: ThanksForm) -> list[Membership]:
    """The members found by the name looked for, after the one picked already."""
    found = list(acquaintances(session(), (form.search.data or "")[:LONGEST_NAME], SEARCHED))
    picked = form.recipient.data or ""
    if not is_id(picked) or UUID(picked) in {each.id for each in found}:
        return found
    return [member(session(), UUID(picked)), *found]


def send(form: ThanksForm) -> None:
    """Do what the form of a thank-you asks."""
    thanking.thank(
        session(),
        thanks_id=form.id.data,
        recipient_id=UUID(form.recipient.data),
        words=form.words.data,
        axis=Axis(form.axis.data) if form.axis.data else None,
        by=scope(),
    )
