"""The list of members and their roles, for the coordination; and one's own name."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kernel.refusals import Unknown
from pages.visit import allow, here, page_asked, scope, session
from tenants import permissions
from tenants.forms import ROLE_NAMES, BranchForm, NameForm
from tenants.models import RoleName
from tenants.queries.groups import branches, groups_of
from tenants.queries.members import holders, member, member_rows
from tenants.rules import LONGEST_NAME
from tenants.service import members as service

blueprint = Blueprint("members", __name__, template_folder="../templates")


@blueprint.get("/c/<slug>/members")
@allow(permissions.MANAGE_MEMBERS)
def listing() -> ResponseReturnValue:
    """The members by name, fifty a page."""
    search = request.args.get("name", "")[:LONGEST_NAME]
    found = member_rows(session(), search=search, page=page_asked())
    return render_template(
        "tenants/members.html",
        found=found,
        search=search,
        words={row.id: ", ".join(_(ROLE_NAMES[role]) for role in row.roles) for row in found.rows},
    )


@blueprint.get("/c/<slug>/members/<uuid:member_id>")
@allow(permissions.MANAGE_MEMBERS)
def one(member_id: UUID) -> ResponseReturnValue:
    """One member's roles and groups, and what the coordination may change: nothing they answered."""
    found = member(session(), member_id)
    held = {role.name: role.group_id for role in holders(session()) if role.member_id == member_id}
    every = branches(session())
    form = BranchForm(formdata=None)
    form.offer(every)
    return render_template(
        "tenants/member.html",
        member=found,
        held=held,
        groups=groups_of(session(), member_id),
        role_names=ROLE_NAMES,
        branch_names={each.id: each.name for each in every},
        form=form,
    )


@blueprint.post("/c/<slug>/members/<uuid:member_id>/roles/<role>/give")
@allow(permissions.GIVE_ROLES)
def give_role(member_id: UUID, role: str) -> ResponseReturnValue:
    """Give a role."""
    branch = chosen_branch() if named(role) is RoleName.BRANCH_COORDINATOR else None
    service.give_role(session(), member_id=member_id, role=named(role), branch=branch, by=scope())
    flash(_("The role is given, from today."))
    return redirect(url_for("members.one", member_id=member_id), 303)


@blueprint.post("/c/<slug>/members/<uuid:member_id>/roles/<role>/end")
@allow(permissions.GIVE_ROLES)
def end_role(member_id: UUID, role: str) -> ResponseReturnValue:
    """End a role."""
    service.end_role(session(), member_id=member_id, role=named(role), by=scope())
    flash(_("The role has ended."))
    if member_id == scope().member:
        return redirect(url_for("dashboards.portraits"), 303)
    return redirect(url_for("members.one", member_id=member_id), 303)


@blueprint.post("/c/<slug>/members/<uuid:member_id>/remove")
@allow(permissions.MANAGE_MEMBERS)
def remove(member_id: UUID) -> ResponseReturnValue:
    """End a membership."""
    service.remove(session(), member_id=member_id, by=scope())
    flash(_("This person is no longer a member. Their satchel stays theirs."))
    if member_id == scope().member:
        return redirect(url_for("musette.profile"), 303)
    return redirect(url_for("members.listing"), 303)


@blueprint.route("/c/<slug>/my-name", methods=["GET", "POST"])
@allow(permissions.CHANGE_OWN_NAME)
def rename() -> ResponseReturnValue:
    """Change the name under which one is read here."""
    form = NameForm(name=here().display_name)
    if form.validate_on_submit():
        with form.accepting():
            service.rename(session(), name=form.name.data, by=scope())
            flash(_("Your name is changed."))
            return redirect(url_for("people.account"), 303)
    return render_template("tenants/rename.html", form=form), form.code


def chosen_branch() -> UUID:
    """The branch chosen in the form; raises Unknown for any other answer."""
    form = BranchForm()
    form.offer(branches(session()))
    if not form.validate_on_submit():
        raise Unknown
    return UUID(form.branch.data)


def named(role: str) -> RoleName:
    """The role of an address; raises Unknown for any other word."""
    try:
        return RoleName(role)
    except ValueError as fault:
        raise Unknown from fault
