"""Groups: created, renamed, ended, and who is in them from when to when."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select

from journal.service import record_openly
from kernel.db import UnitOfWork
from kernel.refusals import N_, Invalid, Refusal
from kernel.scope import Scope
from tenants import permissions
from tenants.models import Group, GroupKind, GroupMember
from tenants.queries.cooperatives import present_day
from tenants.queries.groups import branch_stay, group
from tenants.queries.members import member
from tenants.rules import LONGEST_NAME, Act
from tenants.service.branches import check_place

IN_ANOTHER_BRANCH = N_("This person is in another branch: ask the coordination team to move them.")
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
    _check_permanent(kind, ends_on)
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
    _check_permanent(found.kind, ends_on)
    found.name = _checked(session, name, starts_on, ends_on, group_id)
    found.starts_on, found.ends_on = starts_on, ends_on
    record_openly(session, verb=Act.CHANGE_GROUP, about="group", about_id=group_id)
    return found


def add_member(session: UnitOfWork, *, group_id: UUID, member_id: UUID, by: Scope) -> Group | None:
    """Put a member in a group from today; gives the branch they leave for another one, if any.

    A branch coordinator takes nobody out of another branch: raises Refusal.
    """
    permissions.MANAGE_GROUP_MEMBERS.check(by)
    found, joining = group(session, group_id), member(session, member_id)
    check_place(session, group_id=found.id, by=by)
    if _open_stay(session, found.id, joining.id):
        return None
    elsewhere = found.kind is GroupKind.BRANCH and branch_stay(session, joining.id)
    if elsewhere and not permissions.MANAGE_GROUPS.allows(by):
        raise Refusal(IN_ANOTHER_BRANCH)
    left = enter(session, found=found, member_id=joining.id)
    if left:
        record_openly(session, verb=Act.TAKE_FROM_GROUP, about="group", about_id=left.id)
    record_openly(session, verb=Act.ADD_TO_GROUP, about="group", about_id=group_id)
    return left


def enter(session: UnitOfWork, *, found: Group, member_id: UUID) -> Group | None:
    """Begin a member's time in a group today, and end that in another branch; gives the branch left.

    A member is in one branch at most: two coordinators who move somebody at once do it one after the other.
    """
    left = None
    if found.kind is GroupKind.BRANCH:
        session.one_at_a_time("branch", member_id)
        left = _leave_branch(session, member_id, found.id)
    if _open_stay(session, found.id, member_id):
        return left
    today = present_day(session)
    again = session.get(GroupMember, (session.cooperative, found.id, member_id, today))
    if again:
        again.until = None
    else:
        session.add(GroupMember(group_id=found.id, member_id=member_id, since=today))
    session.flush()
    return left


def take_member(session: UnitOfWork, *, group_id: UUID, member_id: UUID, by: Scope) -> None:
    """End a member's time in a group, today."""
    permissions.MANAGE_GROUP_MEMBERS.check(by)
    found = group(session, group_id)
    check_place(session, group_id=found.id, by=by)
    stay = _open_stay(session, group_id, member_id)
    if stay:
        stay.until = present_day(session)
        record_openly(session, verb=Act.TAKE_FROM_GROUP, about="group", about_id=group_id)


def _leave_branch(session: UnitOfWork, member_id: UUID, joining: UUID) -> Group | None:
    found = branch_stay(session, member_id)
    if found is None or found[0].id == joining:
        return None
    branch, stay = found
    today = present_day(session)
    if stay.since == today:
        session.delete(stay)
    else:
        stay.until = today - timedelta(days=1)  # never in two branches on the same day
    session.flush()
    return branch


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


def _check_permanent(kind: GroupKind, ends_on: date | None) -> None:
    if kind is GroupKind.BRANCH and ends_on:
        raise Invalid(N_("A branch is permanent: leave this day empty."), field="ends_on")


def _open_stay(session: UnitOfWork, group_id: UUID, member_id: UUID) -> GroupMember | None:
    statement = select(GroupMember).where(
        GroupMember.group_id == group_id, GroupMember.member_id == member_id, GroupMember.until.is_(None)
    )
    return session.scalar(statement)
