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
from tenants.models import GroupKind
from tenants.queries.groups import group, group_members, groups, groups_of
from tenants.queries.members import members
from tenants.service import groups as service

blueprint = Blueprint("groups", __name__, template_folder="../templates")


@blueprint.get("/c/<slug>/groups")
@allow(permissions.SEE_COOPERATIVE)
def listing() -> ResponseReturnValue:
    """Every group, with its kind, its dates and how many are in it."""
    mine = {group.id for group in groups_of(session(), session().member)}
    rows = groups(session())
    return render_template("tenants/groups.html", rows=rows, mine=mine, kinds=GROUP_KINDS)


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
    if not coordinates and all(each.id != session().member for each, _stay in inside):
        raise Unknown
    form = GroupMemberForm(formdata=None)
    if coordinates:
        form.member.choices = options(outside({each.id for each, _stay in inside}))
    return render_template(
        "tenants/group.html",
        group=found,
        inside=inside,
        form=form,
        kinds=GROUP_KINDS,
        coordinates=coordinates,
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
@allow(permissions.MANAGE_GROUPS)
def add_member(group_id: UUID) -> ResponseReturnValue:
    """Put a member in a group."""
    form = GroupMemberForm()
    form.member.choices = options(outside(set()))
    if not form.validate_on_submit():
        raise Unknown
    service.add_member(session(), group_id=group_id, member_id=UUID(form.member.data), by=scope())
    flash(_("This person is in the group from today."))
    return redirect(url_for("groups.one", group_id=group_id), 303)


@blueprint.post("/c/<slug>/groups/<uuid:group_id>/members/<uuid:member_id>/take-out")
@allow(permissions.MANAGE_GROUPS)
def take_member(group_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """End a member's time in a group."""
    service.take_member(session(), group_id=group_id, member_id=member_id, by=scope())
    flash(_("This person is no longer in the group."))
    return redirect(url_for("groups.one", group_id=group_id), 303)


def outside(inside: set[UUID]) -> list[tuple[str, str]]:
    """The members who may still be put in a group."""
    found = members(session())
    return [(str(each.id), each.display_name) for each in found if each.id not in inside]
