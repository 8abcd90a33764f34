"""Signing in and out, and one's account."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import UserMixin, current_user, login_user, logout_user

from kernel.db import UnitOfWork
from kernel.scope import Scope
from kernel.walls import Role
from pages.permissions import KEEP_OWN_ACCOUNT, SIGN_IN
from pages.visit import allow, visit
from people import queries, service
from people.forms import (
    ChangeAddressForm,
    ChangePasswordForm,
    ForgottenForm,
    NewPasswordForm,
    SignInForm,
)
from people.rules import device_name

blueprint = Blueprint("people", __name__, template_folder="templates")

PER_ACCOUNT = "10 per 15 minutes"
PER_ADDRESS = "60 per 15 minutes"
KEPT_IN_COOKIE = ("language",)


class Fresh(UserMixin):  # type: ignore[misc] # Flask-Login has no types
    """A sign-in that has just begun, known by its token."""

    def __init__(self, token: str) -> None:
        self.token = token

    def get_id(self) -> str:
        """What the cookie holds."""
        return self.token


@blueprint.route("/sign-in", methods=["GET", "POST"])
@allow(SIGN_IN)
def sign_in() -> ResponseReturnValue:
    """Sign in, and go where one was going."""
    form = SignInForm()
    if form.validate_on_submit():
        with form.accepting():
            limit("sign-in", form.email.data)
            with visit().identity() as session:
                person = service.sign_in(session, email=form.email.data, password=form.password.data)
                enter(session, person.id)
            return redirect(safe_next() or url_for("musette.profile"), 303)
    return render_template("people/sign_in.html", form=form), form.code


@blueprint.post("/sign-out")
@allow(KEEP_OWN_ACCOUNT)
def sign_out() -> ResponseReturnValue:
    """End this sign-in."""
    with visit().identity() as session:
        service.end_login(session, login_id=current_user.login_id, by=current_user.person_id)
    logout_user()
    cookie.clear()
    flash(_("You are signed out."))
    return redirect(url_for("public.first_page"), 303)


@blueprint.route("/password/forgotten", methods=["GET", "POST"])
@allow(SIGN_IN)
def forgotten() -> ResponseReturnValue:
    """Ask for a link; the answer is the same whoever has this address."""
    form = ForgottenForm()
    if form.validate_on_submit():
        with form.accepting():
            email = service.checked_address(form.email.data)
            limit("reset", email)
            ask_reset(email)
            flash(_("If this address has an account, a link has just been sent to it. It lasts two hours."))
            return redirect(url_for("people.sign_in"), 303)
    return render_template("people/forgotten.html", form=form), form.code


@blueprint.route("/password/new/<token>", methods=["GET", "POST"])
@allow(SIGN_IN)
def reset(token: str) -> ResponseReturnValue:
    """Choose a new password from a mailed link."""
    form = NewPasswordForm()
    if form.validate_on_submit():
        with form.accepting():
            limit("reset", token)
            with visit().identity() as session:
                service.reset_password(session, token=token, new=form.password.data)
            flash(_("Your password is changed, and every device is signed out. Sign in with the new one."))
            return redirect(url_for("people.sign_in"), 303)
    return render_template("people/reset.html", form=form), form.code


@blueprint.get("/me/account")
@allow(KEEP_OWN_ACCOUNT)
def account() -> ResponseReturnValue:
    """One's address, language, names, and the devices signed in."""
    with visit().identity() as session:
        logins = queries.logins(session, current_user.person_id)
    return render_template("people/account.html", logins=logins)


@blueprint.route("/me/account/password", methods=["GET", "POST"])
@allow(KEEP_OWN_ACCOUNT)
def change_password() -> ResponseReturnValue:
    """Change one's password; the other devices may be signed out from the account page."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        with form.accepting():
            limit("password", str(current_user.person_id))
            person = current_user.person_id
            with visit().identity() as session:
                service.change_password(session, current=form.current.data, new=form.password.data, by=person)
            flash(_("Your password is changed. You may sign the other devices out below."))
            return redirect(url_for("people.account"), 303)
    return render_template("people/change_password.html", form=form), form.code


@blueprint.route("/me/account/address", methods=["GET", "POST"])
@allow(KEEP_OWN_ACCOUNT)
def change_address() -> ResponseReturnValue:
    """Ask for a link to a new address; the present one stays until it is followed."""
    form = ChangeAddressForm()
    if form.validate_on_submit():
        with form.accepting():
            limit("address", str(current_user.person_id))
            with visit().identity() as session:
                service.ask_address(
                    session,
                    email=form.email.data,
                    password=form.password.data,
                    by=current_user.person_id,
                    secret_key=visit().house.settings.secret_key,
                )
            flash(_("A link has been sent to the new address: your address changes when it is followed."))
            return redirect(url_for("people.account"), 303)
    return render_template("people/change_address.html", form=form), form.code


@blueprint.get("/address/<token>")
@allow(SIGN_IN)
def new_address(token: str) -> ResponseReturnValue:
    """The page a mailed link opens: one button takes the new address."""
    return render_template("people/new_address.html", token=token)


@blueprint.post("/address/<token>")
@allow(SIGN_IN)
def confirm_address(token: str) -> ResponseReturnValue:
    """Take the new address."""
    with visit().identity() as session:
        service.confirm_address(session, token=token)
    flash(_("Your address is changed."))
    return redirect(url_for("people.account"), 303)


@blueprint.post("/me/account/devices/<uuid:login_id>/sign-out")
@allow(KEEP_OWN_ACCOUNT)
def revoke(login_id: UUID) -> ResponseReturnValue:
    """Sign one device out."""
    with visit().identity() as session:
        service.end_login(session, login_id=login_id, by=current_user.person_id)
    flash(_("This device is signed out."))
    return redirect(url_for("people.account"), 303)


@blueprint.post("/me/account/devices/sign-out-others")
@allow(KEEP_OWN_ACCOUNT)
def revoke_others() -> ResponseReturnValue:
    """Sign every other device out."""
    with visit().identity() as session:
        service.end_other_logins(session, kept=current_user.login_id, by=current_user.person_id)
    flash(_("The other devices are signed out."))
    return redirect(url_for("people.account"), 303)


def enter(session: UnitOfWork, person_id: UUID) -> None:
    """Begin a sign-in with a new token and an empty cookie, for a person just identified."""
    days = visit().house.settings.session_absolute_days
    token = service.open_login(
        session,
        person_id=person_id,
        device=device_name(request.user_agent.string),
        absolute=timedelta(days=days),
    )
    kept = {name: cookie[name] for name in KEPT_IN_COOKIE if name in cookie}
    cookie.clear()
    cookie.update(kept)
    login_user(Fresh(token))


def limit(act: str, who: str) -> None:
    """Count a try, for the account and for the network address it comes from."""
    rates = visit().house.rates
    rates.check(f"{act}-account", PER_ACCOUNT, who)
    rates.check(f"{act}-address", PER_ADDRESS, request.remote_addr or "")


def ask_reset(email: str) -> None:
    """Do the same work whether or not somebody has this address: only a mail tells."""
    house = visit().house
    with house.database.reading(role=Role.IDENTITY) as session:
        found = queries.person_by_email(session, email)
    person_id = found.id if found else None
    scope = Scope(person=person_id or service.decoy())
    with house.database.unit_of_work(scope, Role.IDENTITY) as session:
        secret = house.settings.secret_key
        service.ask_reset(session, email=email, person_id=person_id, secret_key=secret)


def safe_next() -> str | None:
    """The page of this site one was going to, if any; an address elsewhere is ignored."""
    target = request.args.get("next", "")
    same_site = target.startswith("/") and not target.startswith(("//", "/\\")) and "\\" not in target
    return target if same_site and target.isprintable() else None
