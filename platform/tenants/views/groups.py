"""The groups of a cooperative: read by its members, changed by the coordination."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kernel import clock
from kernel.refusals import Unknown
from pages.forms import is_id, options
from pages.visit import allow, here, page_asked, scope, session
from tenants import permissions
from tenants.forms import GROUP_KINDS, GroupForm, GroupMemberForm
from tenants.models import Group, GroupKind, RoleName
from tenants.queries.groups import (
    branch_led,
    group,
    group_members,
    groups,
    groups_of,
    is_in,
    may_join,
)
from tenants.rules import LONGEST_NAME
from tenants.service import groups as service

blueprint = Blueprint("groups", __name__, template_folder="../templates")

LISTED = 50  # names in one list of choices; more are looked for


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
    found, search = group(session(), group_id), name_in("name")
    coordinates = permissions.MANAGE_GROUPS.allows(scope())
    manages = coordinates or leads(group_id)
    if not manages and not is_in(session(), group_id, session().member):
        raise Unknown
    return render_template(
        "tenants/group.html",
        group=found,
        inside=group_members(session(), group_id, search=search, page=page_asked()),
        search=search,
        kinds=GROUP_KINDS,
        coordinates=coordinates,
        manages=manages,
        **(to_add(found, moving=coordinates) if manages else {}),
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
    if not form.validate_on_submit() or not is_id(form.member.data or ""):
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


def to_add(found: Group, *, moving: bool) -> dict[str, object]:
    """What the page needs to put somebody in a group: the form, and whether one has to look for a name first.

    Somebody who coordinates one branch (`moving` false) may add those who are in none.
    """
    name = name_in("add")
    people = may_join(session(), found, search=name, limit=LISTED + 1, moving=moving)
    form = GroupMemberForm(formdata=None)
    form.member.choices = options(
        (member.id, labelled(member.display_name, branch)) for member, branch in people[:LISTED]
    )
    return {"form": form, "added": name, "crowded": len(people) > LISTED, "listed": LISTED}


def name_in(argument: str) -> str:
    """The name, or a part of one, that the address asks for."""
    return request.args.get(argument, "")[:LONGEST_NAME]


def labelled(name: str, branch: str | None) -> str:
    """A member's name in a list, with their branch if they are in one."""
    return f"{name} ({branch})" if branch else name
