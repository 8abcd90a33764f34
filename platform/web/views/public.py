"""The pages anyone may read, the choice of a language, and the state of the installation."""

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user

from demo.accounts import offered
from kernel.refusals import Refusal, Unknown
from pages.permissions import READ_PUBLIC_PAGES
from pages.visit import allow, visit
from people import service
from people.forms import SignInForm
from tenants.views.invitations import opened
from web.health import health
from web.languages import COOKIE, LANGUAGES

blueprint = Blueprint("public", __name__)


@blueprint.get("/")
@allow(READ_PUBLIC_PAGES)
def first_page() -> ResponseReturnValue:
    """What Musette is, and the way in."""
    if current_user.is_authenticated:
        return redirect(url_for("musette.profile"))
    accounts = offered() if visit().house.settings.demonstration else []
    return render_template("public/first_page.html", form=SignInForm(), accounts=accounts)


@blueprint.get("/who-sees-what")
@allow(READ_PUBLIC_PAGES)
def who_sees_what() -> ResponseReturnValue:
    """Who sees what, in a table and in words, and the charters the visitor may read."""
    operator = visit().house.settings.operator
    return render_template("public/who_sees_what.html", operator=operator, charters=charters())


def charters() -> list[tuple[str, str]]:
    """Whose charter the visitor may read, and where: their own cooperatives, one that invites them."""
    found = [
        (each.name, url_for("charter.read", slug=each.slug)) for each in visit().belongings if not each.closed
    ]
    token = request.args.get("invitation", "")
    try:
        home = opened(token)[1] if token else None
    except Refusal:
        home = None  # the invitation was answered, or is too old: the page stays for everybody
    return [*found, (home.name, url_for("charter.read_first", token=token))] if home else found


@blueprint.get("/rights")
@allow(READ_PUBLIC_PAGES)
def rights() -> ResponseReturnValue:
    """A person's rights over their data."""
    return render_template("public/rights.html", settings=visit().house.settings)


@blueprint.get("/accessibility")
@allow(READ_PUBLIC_PAGES)
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return render_template("public/accessibility.html", settings=visit().house.settings)


@blueprint.get("/legal")
@allow(READ_PUBLIC_PAGES)
def legal() -> ResponseReturnValue:
    """Who runs this installation."""
    return render_template("public/legal.html", settings=visit().house.settings)


@blueprint.post("/language/<code>")
@allow(READ_PUBLIC_PAGES)
def choose_language(code: str) -> ResponseReturnValue:
    """Read pages in another language, and mails too once signed in."""
    if code not in LANGUAGES:
        raise Unknown
    cookie[COOKIE] = code
    if current_user.is_authenticated:
        with visit().identity() as session:
            service.change_language(session, language=code, by=current_user.person_id)
    return redirect(back_to(), 303)


@blueprint.get("/healthz")
@allow(READ_PUBLIC_PAGES)
def healthz() -> ResponseReturnValue:
    """What works: 200 when everything does, 503 otherwise."""
    state = health(visit().house)
    return jsonify(state.as_json()), 200 if state.well else 503


def back_to() -> str:
    """The page of this site the visitor comes from, or the first one."""
    origin = request.host_url.rstrip("/")
    referrer = request.referrer or ""
    return referrer.removeprefix(origin) if referrer.startswith(f"{origin}/") else "/"
