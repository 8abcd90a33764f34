"""The charter: read by members and by whoever is invited, written by coordinators."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kernel.db import UnitOfWork
from kernel.scope import Scope
from pages.visit import allow, here, scope, session, visit
from tenants import permissions
from tenants.amendments import Mark, compared, sentences
from tenants.charters import Charter
from tenants.forms import ROLE_NAMES, CharterForm, EditionForm
from tenants.models import Cooperative, RoleName
from tenants.queries.charters import draft, in_force, unread, version, versions
from tenants.queries.cooperatives import cooperative
from tenants.queries.members import named_holders
from tenants.service import charters as service
from tenants.terms import RANGES, Terms
from tenants.views.invitations import opened

blueprint = Blueprint("charter", __name__, template_folder="../templates")


@blueprint.get("/c/<slug>/charter")
@allow(permissions.READ_CHARTER)
def read() -> ResponseReturnValue:
    """The charter in force, with who holds which role today."""
    found = in_force(session())
    return render_template(
        "tenants/charter.html",
        home=cooperative(session()),
        charter=found,
        in_force=found,
        invitation=None,
        holders=named_holders(session()),
        unread=unread(session()),
        said=said_of(session(), found),
        **around(),
    )


@blueprint.get("/c/<slug>/charter/versions")
@allow(permissions.READ_CHARTER)
def every() -> ResponseReturnValue:
    """Every version, with what each changed."""
    found, home = versions(session()), cooperative(session())
    before = {each.number: each for each in found}
    changed = {
        each.number: sentences(before[each.number - 1].terms, each.terms, home.name)
        for each in found
        if each.number > 1
    }
    return render_template("tenants/charter_versions.html", home=home, every=found, changed=changed)


@blueprint.get("/c/<slug>/charter/versions/<int:number>")
@allow(permissions.READ_CHARTER)
def one(number: int) -> ResponseReturnValue:
    """What a version changed, then the whole of it."""
    found = version(session(), number)
    before = version(session(), number - 1) if number > 1 else None
    return render_template(
        "tenants/charter_version.html",
        home=cooperative(session()),
        charter=found,
        in_force=in_force(session()),
        before=before,
        holders=None,
        unread=unread(session()),
        said=said_of(session(), found),
        compared=compared(before.words, found.words) if before else (),
        marks=Mark,
        **around(),
    )


@blueprint.post("/c/<slug>/charter/versions/<int:number>/read")
@allow(permissions.READ_CHARTER)
def have_read(number: int) -> ResponseReturnValue:
    """Say that one has read a version: it is announced no more."""
    service.mark_read(session(), number=version(session(), number).number, by=scope())
    flash(_("Noted: you have read the charter. Only you know it."))
    return redirect(url_for("charter.read"), 303)


@blueprint.route("/c/<slug>/charter/draft", methods=["GET", "POST"])
@allow(permissions.WRITE_CHARTER)
def write() -> ResponseReturnValue:
    """Write the next version; nothing is published yet."""
    current, begun = in_force(session()), draft(session())
    form = CharterForm.of((begun or current).terms, begun.edition if begun else None)
    if form.validate_on_submit():
        with form.accepting():
            service.save_draft(session(), terms=form.terms, edition=form.opened_on, by=scope())
            return redirect(url_for("charter.compare"), 303)
    return render_template(
        "tenants/charter_form.html",
        home=cooperative(session()),
        form=form,
        current=current,
        begun=begun,
        ranges=RANGES,
    ), form.code


@blueprint.route("/c/<slug>/charter/draft/publish", methods=["GET", "POST"])
@allow(permissions.WRITE_CHARTER)
def compare() -> ResponseReturnValue:
    """What the draft would change, in plain words; then it is published."""
    form = EditionForm()
    if form.validate_on_submit():
        with form.accepting():
            made = service.publish(session(), edition=form.edition.data, by=scope())
            flash(_("The charter is published: every member is being told what changes."))
            return redirect(url_for("charter.one", number=made.number), 303)
    begun = draft(session())
    if begun is None:
        for each in form.form_errors:
            flash(each, "error")
        return redirect(url_for("charter.read"), 303)
    current, home = in_force(session()), cooperative(session())
    form.edition.data = begun.edition
    return render_template(
        "tenants/charter_draft.html",
        home=home,
        form=form,
        charter=begun,
        before=current,
        in_force=current,
        holders=None,
        said=sentences(current.terms, begun.terms, home.name),
        compared=compared(current.words, begun.words),
        marks=Mark,
        **around(),
    ), form.code


@blueprint.post("/c/<slug>/charter/draft/discard")
@allow(permissions.WRITE_CHARTER)
def discard() -> ResponseReturnValue:
    """Throw the draft away."""
    service.discard_draft(session(), by=scope())
    flash(_("The draft is thrown away: the charter stays as it is."))
    return redirect(url_for("charter.read"), 303)


@blueprint.get("/invitations/<token>/charter")
@allow(permissions.READ_CHARTER_FIRST)
def read_first(token: str) -> ResponseReturnValue:
    """The charter in force, for somebody who is invited: no name of a member."""
    _found, home = opened(token)
    charter = first_read(home)
    return render_template(
        "tenants/charter.html",
        home=home,
        charter=charter,
        in_force=charter,
        invitation=token,
        holders=None,
        unread=None,
        said=(),
        **around(),
    )


def first_read(home: Cooperative) -> Charter:
    """The charter in force of a cooperative one is not in yet."""
    with visit().house.database.reading(Scope(cooperative=home.cooperative_id)) as there:
        return in_force(there)


def said_of(there: UnitOfWork, found: Charter) -> list[object]:
    """What a version changed, in sentences; nothing for the first."""
    if found.number == 1:
        return []
    before: Terms = version(there, found.number - 1).terms
    return [*sentences(before, found.terms, here().name)]


def around() -> dict[str, object]:
    """What every page that shows a charter needs."""
    settings = visit().house.settings
    roles = [each for each in RoleName if each is not RoleName.BRANCH_COORDINATOR]
    return {"operator": settings.operator, "role_names": ROLE_NAMES, "every_role": roles}
