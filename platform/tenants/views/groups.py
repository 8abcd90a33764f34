"""The groups of a cooperative: read by its members, changed by the coordination."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kernel import clock
from kernel.refusals import Unknown
from pages.forms import options
from pages.visit import allow, here, scope, session
from tenants import permissions
from tenants.forms import GROUP_KINDS, GroupForm, GroupMemberForm
from tenants.models import Group, GroupKind, RoleName
from tenants.queries.groups import (
    branch_led,
    branch_of_members,
    branches,
    group,
    group_members,
    groups,
    groups_of,
)
from tenants.queries.members import members
from tenants.service import groups as service

blueprint = Blueprint("groups", __name__, template_folder="../templates")


@blueprint.get("/c/<slug>/groups")
@allow(permissions.SEE_COOPERATIVE)
def listing() -> ResponseReturnValue:
    """Every group, with its kind, its dates and how many are in it."""
    mine = {group.id for group in groups_of(session(), session().member)}
    rows = groups(session())
    led = branch_led(session()) if permissions.FIND_OWN_BRANCH.allows(scope()) else None
    return render_template("tenants/groups.html", rows=rows, mine=mine, led=led, kinds=GROUP_KINDS)


@blueprint.route("/c/<slug>/groups/new", methods=["GET", "POST"])
@allow(permissions.MANAGE_GROUPS)
def create() -> ResponseReturnValue:
    """Make a group."""
    form = GroupForm(starts_on=clock.today(here().zone))
    form.offer()
    if form.validate_on_submit():
        with form.accepting():
            made = service.create(
                session(),
                group_id=form.id.data,
                name=form.name.data,
                kind=GroupKind(form.kind.data),
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                by=scope(),
            )
            flash(_("The group is created."))
            return redirect(url_for("groups.one", group_id=made.id), 303)
    return render_template("tenants/group_form.html", form=form, group=None), form.code


@blueprint.get("/c/<slug>/groups/<uuid:group_id>")
@allow(permissions.SEE_COOPERATIVE)
def one(group_id: UUID) -> ResponseReturnValue:
    """A group and who is in it, for those who are in it and for the coordination."""
    found = group(session(), group_id)
    inside = group_members(session(), group_id)
    coordinates = permissions.MANAGE_GROUPS.allows(scope())
    manages = coordinates or leads(group_id)
    if not manages and all(each.id != session().member for each, _stay in inside):
        raise Unknown
    form = GroupMemberForm(formdata=None)
    if manages:
        form.member.choices = options(
            outside(found, {each.id for each, _stay in inside}, all_of_them=coordinates)
        )
    return render_template(
        "tenants/group.html",
        group=found,
        inside=inside,
        form=form,
        kinds=GROUP_KINDS,
        coordinates=coordinates,
        manages=manages,
    )


@blueprint.route("/c/<slug>/groups/<uuid:group_id>/change", methods=["GET", "POST"])
@allow(permissions.MANAGE_GROUPS)
def change(group_id: UUID) -> ResponseReturnValue:
    """Rename a group, or change its dates."""
    found = group(session(), group_id)
    form = GroupForm(obj=found)
    form.offer()
    if form.validate_on_submit():
        with form.accepting():
            service.change(
                session(),
                group_id=group_id,
                name=form.name.data,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                by=scope(),
            )
            flash(_("The group is changed."))
            return redirect(url_for("groups.one", group_id=group_id), 303)
    return render_template("tenants/group_form.html", form=form, group=found), form.code


@blueprint.post("/c/<slug>/groups/<uuid:group_id>/members")
@allow(permissions.MANAGE_GROUP_MEMBERS)
def add_member(group_id: UUID) -> ResponseReturnValue:
    """Put a member in a group; one who was in another branch is moved, and that is said."""
    form = GroupMemberForm()
    form.member.choices = options((each.id, each.display_name) for each in members(session()))
    if not form.validate_on_submit():
        raise Unknown
    left = service.add_member(session(), group_id=group_id, member_id=UUID(form.member.data), by=scope())
    if left:
        flash(_("This person is in the branch from today, and no longer in %(branch)s.", branch=left.name))
    else:
        flash(_("This person is in the group from today."))
    return redirect(url_for("groups.one", group_id=group_id), 303)


@blueprint.post("/c/<slug>/groups/<uuid:group_id>/members/<uuid:member_id>/take-out")
@allow(permissions.MANAGE_GROUP_MEMBERS)
def take_member(group_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """End a member's time in a group."""
    service.take_member(session(), group_id=group_id, member_id=member_id, by=scope())
    flash(_("This person is no longer in the group."))
    return redirect(url_for("groups.one", group_id=group_id), 303)


@blueprint.get("/c/<slug>/my-branch")
@allow(permissions.FIND_OWN_BRANCH)
def my_branch() -> ResponseReturnValue:
    """The page of the branch one coordinates."""
    return redirect(url_for("groups.one", group_id=branch_led(session())))


def leads(group_id: UUID) -> bool:
    """Whether whoever visits coordinates this branch."""
    return RoleName.BRANCH_COORDINATOR in scope().roles and branch_led(session()) == group_id


def outside(found: Group, inside: set[UUID], *, all_of_them: bool) -> list[tuple[str, str]]:
    """The members who may still be put in a group, those of another branch with its name.

    Somebody who coordinates one branch (`all_of_them` false) may add those who are in none.
    """
    elsewhere = branch_of_members(session()) if found.kind is GroupKind.BRANCH else {}
    names = {each.id: each.name for each in branches(session())} if elsewhere else {}
    return [
        (str(each.id), labelled(each.display_name, names.get(elsewhere.get(each.id, found.id))))
        for each in members(session())
        if each.id not in inside and (all_of_them or each.id not in elsewhere)
    ]


def labelled(name: str, branch: str | None) -> str:
    """A member's name in a list, with their branch if they are in one."""
    return f"{name} ({branch})" if branch else name
