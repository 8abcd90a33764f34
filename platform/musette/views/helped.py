"""Taking stock with somebody who types: a code, seven levels, and the member who confirms or not."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.referential import referential
from kernel.walls import Role
from musette import permissions
from musette.forms import type_form
from musette.service import helped
from pages.formats import language
from pages.visit import allow, here, scope, session, visit
from people.views import limit
from tenants.queries.members import named_members

blueprint = Blueprint("helped", __name__, template_folder="../templates")


@blueprint.get("/c/<slug>/helped")
@allow(permissions.BE_HELPED)
def waiting() -> ResponseReturnValue:
    """What waits for me: a code that was given, or levels to confirm."""
    return page("")


@blueprint.post("/c/<slug>/helped/ask")
@allow(permissions.BE_HELPED)
def ask() -> ResponseReturnValue:
    """A new code, shown once: it is stored nowhere."""
    key = visit().house.settings.secret_key
    return page(helped.ask_for_help(session(), secret_key=key, by=scope()))


@blueprint.post("/c/<slug>/helped/confirm")
@allow(permissions.BE_HELPED)
def confirm() -> ResponseReturnValue:
    """Make these levels mine."""
    made = helped.confirm(session(), places=visit().belongings, by=scope())
    flash(_("These levels are yours. Nobody else sees them."))
    return redirect(url_for("assessment.result", assessment_id=made.id), 303)


@blueprint.post("/c/<slug>/helped/forget")
@allow(permissions.BE_HELPED)
def forget() -> ResponseReturnValue:
    """Throw them away."""
    helped.forget(session(), by=scope())
    flash(_("It is thrown away: nothing of it is kept."))
    return redirect(url_for("helped.waiting"), 303)


@blueprint.route("/c/<slug>/type-for", methods=["GET", "POST"])
@allow(permissions.TYPE_FOR_ANOTHER)
def type_for() -> ResponseReturnValue:
    """I type for somebody who sits beside me; once sent, I cannot read it again."""
    form = type_form(language())
    if form.validate_on_submit():
        with form.accepting():
            limit("type", str(scope().member))
            key = visit().house.settings.secret_key
            place = helped.scope_of(key, here().cooperative_id, form.typed_code.data)
            with visit().open(place, Role.APP) as there:
                helped.type_for(there, levels=form.levels, by=scope())
            flash(_("It is sent. It counts for nothing until they confirm it on their own page."))
            return redirect(url_for("helped.type_for"), 303)
    return render_template("musette/type_for.html", form=form, sheets=referential().sheets), form.code


def page(code: str) -> ResponseReturnValue:
    """What waits for me, and the code just made if there is one."""
    row = helped.waiting(session())
    named = named_members(session(), [row.helper_id]) if row and row.helper_id else ()
    return render_template(
        "musette/helped.html",
        row=row,
        code=code,
        helper=named[0].display_name if named else _("A former member"),
        sheets=referential().sheets,
    )
