"""Anybody gives a badge, and reads whether it may be believed, and why."""

import re
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from badges.forms import VerifyForm
from badges.service import verifications
from badges.service.verifications import Stage
from badges.views.telling import told
from kernel.refusals import N_, Invalid
from pages.permissions import READ_PUBLIC_PAGES
from pages.visit import allow, visit

blueprint = Blueprint("verification", __name__, template_folder="../templates")

RATE = "20 per 10 minutes"
BADGE = re.compile(r"/b/([0-9a-f-]{36})(?:\.ob2\.json)?")
SOON = 1  # seconds before a page that waits looks again
NOTHING = N_("Give the file of a badge, or the address of its page.")


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """What somebody verifies is their business: kept by no cache, listed by no search engine."""
    response.headers["Cache-Control"] = "no-store"
    if request.endpoint == "verification.one":
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.route("/verify", methods=["GET", "POST"])
@allow(READ_PUBLIC_PAGES)
def ask() -> ResponseReturnValue:
    """Give a badge to verify: its file, or the address of its page here."""
    form = VerifyForm()
    if form.validate_on_submit():
        with form.accepting():
            visit().house.rates.check("verify", RATE, request.remote_addr or "")
            return redirect(url_for("verification.one", ticket=given(form)), 303)
    elif not form.is_submitted():
        form.address.data = request.args.get("address", "")
    most = verifications.MOST_BYTES
    return render_template("badges/verify.html", form=form, most=most), form.code


@blueprint.get("/verify/<ticket>")
@allow(READ_PUBLIC_PAGES)
def one(ticket: str) -> ResponseReturnValue:
    """The verdict, or a page that waits for it and looks again by itself."""
    found = verifications.outcome(visit().house.slate, ticket=ticket)
    if found.stage is Stage.FADED:
        return render_template("badges/faded.html"), HTTPStatus.NOT_FOUND
    if found.verdict is None or found.at is None:
        headers = {"Refresh": str(SOON)} if found.stage is Stage.WAITING else {}
        return render_template("badges/waiting.html", cut=found.stage is Stage.CUT), 200, headers
    telling, what = told(found.verdict, found.names), found.verdict.what
    page = page_of(what.id) if telling.accepted and what else ""
    return render_template("badges/verdict.html", telling=telling, at=found.at, page=page)


def page_of(address: str) -> str:
    """The page of a badge of ours, by the address it says it has; empty for any other document."""
    found = BADGE.fullmatch(address.removeprefix(visit().house.settings.public_url))
    return url_for("badge_pages.one", badge_id=found[1]) if found else ""


def given(form: VerifyForm) -> str:
    """The ticket of what a form gives; raises Invalid when it gives nothing."""
    house = visit().house
    if form.file.data:
        content = form.file.data.read(verifications.MOST_BYTES + 1)
        return verifications.hand_over(house.slate, house.bell, content=content)
    if form.address.data:
        origin = house.settings.public_url
        address = form.address.data
        return verifications.hand_over_address(house.slate, house.bell, address=address, origin=origin)
    raise Invalid(NOTHING, field="file")
