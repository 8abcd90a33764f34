"""Leaving a cooperative, and erasing one's account."""

from contextlib import ExitStack

from flask import Blueprint, flash, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from kernel.scope import Scope
from kernel.walls import Role
from musette import permissions
from musette.forms import ConfirmForm, EraseForm
from musette.queries.carried import said_of_me
from musette.service import erasure
from pages.visit import allow, here, scope, session, visit
from people.views import limit
from tenants import permissions as tenants_permissions
from tenants.service import members

blueprint = Blueprint("leaving", __name__, template_folder="../templates")


@blueprint.route("/c/<slug>/leave", methods=["GET", "POST"])
@allow(tenants_permissions.LEAVE)
def leave() -> ResponseReturnValue:
    """What goes, what stays and why; then the membership ends."""
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.accepting():
            name = here().name
            members.leave(session(), by=scope())
            flash(_("You have left %(cooperative)s. Your satchel is whole, and yours.", cooperative=name))
            return redirect(url_for("carried.listing"), 303)
    said = said_of_me(session())
    return render_template("musette/leave.html", form=form, said=len(said)), form.code


@blueprint.route("/me/erase", methods=["GET", "POST"])
@allow(permissions.ERASE_OWN_ACCOUNT)
def erase() -> ResponseReturnValue:
    """What disappears, what cannot; then the account is no more."""
    form = EraseForm()
    if form.validate_on_submit():
        with form.accepting():
            limit("erase", str(current_user.person_id))
            address = current_user.email
            with ExitStack() as places:
                lay_down(places)
                with visit().identity() as accounts:
                    given = {"password": form.password.data, "secret_key": visit().house.settings.secret_key}
                    erasure.erase_account(accounts, **given, by=scope())
            visit().house.postman.forget(address, {each.display_name for each in visit().belongings})
            logout_user()
            cookie.clear()
            flash(_("Your account is erased. What you carried is being deleted: it takes a few minutes."))
            return redirect(url_for("public.first_page"), 303)
    return render_template("musette/erase.html", form=form), form.code


def lay_down(places: ExitStack) -> None:
    """End one's roles everywhere; raises Refusal, naming the cooperative, where one coordinates alone.

    The transactions end with the stack, once the account is no more: nobody else leaves meanwhile, and
    nothing has changed if it stays.
    """
    for each in sorted(visit().belongings, key=lambda place: place.cooperative_id):  # always in this order
        if not each.closed:
            place = Scope(scope().person, each.cooperative_id, each.member_id)
            members.lay_down(places.enter_context(visit().open(place, Role.APP)))
