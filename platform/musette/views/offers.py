"""What members offer each other on an axis: people to ask, days together; nobody is sent there."""

from itertools import groupby
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.referential import Axis, referential
from musette import permissions
from musette.forms import OfferForm
from musette.queries.offers import offers, offers_by_axis
from musette.service import offers as offering
from pages.formats import language
from pages.visit import allow, page_asked, scope, session

blueprint = Blueprint("offers", __name__, template_folder="../templates")


@blueprint.route("/c/<slug>/help", methods=["GET", "POST"])
@allow(permissions.READ_OFFERS)
def listing() -> ResponseReturnValue:
    """The offers, axis by axis, those who make them by name; and a form to offer something."""
    form = OfferForm()
    form.axis.offer(language())
    if form.validate_on_submit():
        with form.accepting():
            offering.offer(session(), offer_id=form.id.data, proposed=form.proposed, by=scope())
            flash(_("Your offer is shown to the members of the cooperative."))
            return redirect(url_for("offers.listing"), 303)
    asked = request.args.get("axis", "")
    axis = Axis(asked) if asked in list(Axis) else None
    found = offers(session(), axis=axis, page=page_asked())
    return render_template(
        "musette/offers.html",
        form=form,
        found=found,
        by_axis=groupby(found.rows, key=lambda each: each.row.axis),
        axis=axis,
        counts=offers_by_axis(session()) if axis or found.count > 1 else {},
        me=session().member,
        sheets=referential().sheets,
    ), form.code


@blueprint.post("/c/<slug>/help/<uuid:offer_id>/withdraw")
@allow(permissions.OFFER_HELP)
def withdraw(offer_id: UUID) -> ResponseReturnValue:
    """Take back an offer."""
    offering.withdraw(session(), offer_id=offer_id, by=scope())
    flash(_("Your offer is withdrawn."))
    return redirect(url_for("offers.listing"), 303)
