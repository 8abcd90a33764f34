"""Groups: created, renamed, ended, and who is in them from when to when."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from journal.service import record_openly
from kernel.db import UnitOfWork
from kernel.refusals import N_, Invalid, Refusal
from kernel.scope import Scope
from tenants import permissions
from tenants.models import Group, GroupKind, GroupMember
from tenants.queries.cooperatives import present_day
from tenants.queries.groups import group
from tenants.queries.members import member
from tenants.rules import LONGEST_NAME, Act

SAME_MOMENT = N_("Somebody did the same at the same moment: look at the page again.")


def create(
    session: UnitOfWork,
    *,
    group_id: UUID,
    name: str,
    kind: GroupKind,
    starts_on: date,
    ends_on: date | None,
    by: Scope,
) -> Group:
    """Make a group under an id the form chose; the same form sent twice makes one."""
    permissions.MANAGE_GROUPS.check(by)
    made = session.scalar(select(Group).where(Group.id == group_id))
    if made:
        return made
    checked = _checked(session, name, starts_on, ends_on, group_id)
    made = Group(id=group_id, name=checked, kind=kind, starts_on=starts_on, ends_on=ends_on)
    if not session.add_once(made):
        raise Refusal(SAME_MOMENT)
    record_openly(session, verb=Act.CREATE_GROUP, about="group", about_id=group_id)
    return group(session, group_id)


def change(
    session: UnitOfWork, *, group_id: UUID, name: str, starts_on: date, ends_on: date | None, by: Scope
) -> Group:
    """Rename a group or change its dates."""
    permissions.MANAGE_GROUPS.check(by)
    found = group(session, group_id)
    found.name = _checked(session, name, starts_on, ends_on, group_id)
    found.starts_on, found.ends_on = starts_on, ends_on
    record_openly(session, verb=Act.CHANGE_GROUP, about="group", about_id=group_id)
    return found


def add_member(session: UnitOfWork, *, group_id: UUID, member_id: UUID, by: Scope) -> None:
    """Put a member in a group from today; a member is in one branch only."""
    permissions.MANAGE_GROUPS.check(by)
    found, joining = group(session, group_id), member(session, member_id)
    if _open_stay(session, found.id, joining.id):
        return
    if found.kind is GroupKind.BRANCH and _branch_of(session, joining.id):
        raise Refusal(N_("A member belongs to one branch: remove them from the other one first."))
    today = present_day(session)
    again = session.get(GroupMember, (session.cooperative, group_id, member_id, today))
    if again:
        again.until = None
    else:
        session.add(GroupMember(group_id=group_id, member_id=member_id, since=today))
    record_openly(session, verb=Act.ADD_TO_GROUP, about="group", about_id=group_id)


def take_member(session: UnitOfWork, *, group_id: UUID, member_id: UUID, by: Scope) -> None:
    """End a member's time in a group, today."""
    permissions.MANAGE_GROUPS.check(by)
    group(session, group_id)
    stay = _open_stay(session, group_id, member_id)
    if stay:
        stay.until = present_day(session)
        record_openly(session, verb=Act.TAKE_FROM_GROUP, about="group", about_id=group_id)


def _checked(session: UnitOfWork, name: str, starts_on: date, ends_on: date | None, own: UUID) -> str:
    cleaned = " ".join(name.split())
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise Invalid(N_("Give a name of 80 characters at most."), field="name")
    if ends_on and ends_on < starts_on:
        raise Invalid(N_("A group ends after it begins."), field="ends_on")
    same = select(Group.id).where(func.lower(Group.name) == cleaned.lower(), Group.id != own)
    if session.scalar(same):
        raise Invalid(N_("There is already a group with this name."), field="name")
    return cleaned


def _open_stay(session: UnitOfWork, group_id: UUID, member_id: UUID) -> GroupMember | None:
    statement = select(GroupMember).where(
        GroupMember.group_id == group_id, GroupMember.member_id == member_id, GroupMember.until.is_(None)
    )
    return session.scalar(statement)


def _branch_of(session: UnitOfWork, member_id: UUID) -> UUID | None:
    statement = (
        select(Group.id)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .where(
            GroupMember.member_id == member_id,
            GroupMember.until.is_(None),
            Group.kind == GroupKind.BRANCH,
        )
    )
    return session.scalar(statement)
