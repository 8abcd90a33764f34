"""Members and their roles. There is always one coordinator at least."""

from uuid import UUID

from sqlalchemy import delete, select, update

from journal.service import record_openly
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import N_, Invalid, Refusal, Unknown
from kernel.scope import Scope
from tenants import jobs, permissions
from tenants.charters import CharterRead
from tenants.models import (
    GroupKind,
    GroupMember,
    Invitation,
    Membership,
    ReminderStop,
    RoleHeld,
    RoleName,
)
from tenants.queries.cooperatives import present_day
from tenants.queries.groups import group
from tenants.queries.members import member
from tenants.rules import Act
from tenants.service.invitations import checked_name

COORDINATION = "who coordinates"  # what changes one at a time in a cooperative
LAST_COORDINATOR = N_("A cooperative keeps one coordinator at least: give the role to somebody else first.")


def rename(session: UnitOfWork, *, name: str, by: Scope) -> None:
    """Change the name under which the others read the member in scope, wherever they agreed to be named."""
    permissions.CHANGE_OWN_NAME.check(by)
    mine = member(session, session.member)
    if mine.display_name != checked_name(name):
        mine.display_name = checked_name(name)
        later(session, jobs.RENAMED, renamed=session.member)


def give_role(
    session: UnitOfWork, *, member_id: UUID, role: RoleName, branch: UUID | None = None, by: Scope
) -> None:
    """Ask a member to take a role; giving it twice changes nothing.

    The coordination of a branch, and no other role, names one: raises Invalid otherwise. It is held in one
    branch at a time: giving another one ends the first.
    """
    permissions.GIVE_ROLES.check(by)
    found, today = member(session, member_id), present_day(session)
    _check_branch(session, role, branch)
    held = _held(session, found.id, role)
    if held is not None and held.group_id == branch:
        return
    if held is not None:
        held.until = today
        session.flush()
    session.add(RoleHeld(member_id=found.id, name=role, group_id=branch, since=today))
    later(session, jobs.ROLES_CHANGED, holder=found.id)
    record_openly(session, verb=Act.GIVE_ROLE, about=role.value, about_id=found.id)


def end_role(session: UnitOfWork, *, member_id: UUID, role: RoleName, by: Scope) -> None:
    """End a member's role; raises Refusal for the last coordinator."""
    permissions.GIVE_ROLES.check(by)
    held = _held(session, member(session, member_id).id, role)
    if held is None:
        raise Unknown
    if role is RoleName.COORDINATOR:
        _keep_a_coordinator(session, member_id)
    held.until = present_day(session)
    later(session, jobs.ROLES_CHANGED, holder=member_id)
    record_openly(session, verb=Act.END_ROLE, about=role.value, about_id=member_id)


def remove(session: UnitOfWork, *, member_id: UUID, by: Scope) -> Membership:
    """End a membership, its roles and its groups; the person's musette is untouched."""
    permissions.MANAGE_MEMBERS.check(by)
    found = member(session, member_id)
    _keep_a_coordinator(session, member_id)
    end(session, found=found)
    record_openly(session, verb=Act.REMOVE_MEMBER, about="membership", about_id=member_id)
    return found


def lay_down(session: UnitOfWork) -> None:
    """End the roles of the member in scope, who is about to be gone; raises Refusal for the last coordinator.

    Whoever else would be the last one waits until this transaction has ended, then is told so.
    """
    _keep_a_coordinator(session, session.member)
    mine = (RoleHeld.member_id == session.member, RoleHeld.until.is_(None))
    session.execute(update(RoleHeld).where(*mine).values(until=present_day(session)))


def leave(session: UnitOfWork, *, by: Scope) -> None:
    """End the membership in scope, at its owner's wish; raises Refusal for the last coordinator."""
    permissions.LEAVE.check(by)
    found = member(session, session.member)
    _keep_a_coordinator(session, found.id)
    record_openly(session, verb=Act.LEAVE, about="membership", about_id=found.id)
    end(session, found=found)


def end(session: UnitOfWork, *, found: Membership) -> None:
    """End a membership, its roles and its groups; jobs carry away what is the person's, then forget."""
    end_stay(session, found=found)
    if found.person_id is None:
        later(session, jobs.MEMBER_LEFT, left=found.id)
    else:
        later(session, jobs.CARRY, person=found.person_id, member=found.id)


def end_stay(session: UnitOfWork, *, found: Membership) -> None:
    """End a membership from today, its roles and its groups, whoever asks for it; again, nothing happens."""
    today = present_day(session)
    found.until = found.until or today
    for model in (RoleHeld, GroupMember):
        open_rows = (model.member_id == found.id, model.until.is_(None))
        session.execute(update(model).where(*open_rows).values(until=today))


def has_left(session: UnitOfWork, *, member_id: UUID) -> bool:
    """Whether a membership has ended: whoever came back before a job had its turn keeps what they have."""
    found = session.get(Membership, (session.cooperative, member_id))
    return found is not None and found.until is not None


def forget(session: UnitOfWork, *, member_id: UUID) -> None:
    """Forget the name of a member who has left and the address they were invited at; as the machine role."""
    mine = (Membership.id == member_id, Membership.until.is_not(None))
    session.execute(update(Membership).where(*mine).values(display_name=""))
    session.execute(delete(Invitation).where(Invitation.accepted_by_id == member_id))
    for model in (ReminderStop, CharterRead):
        session.execute(delete(model).where(model.member_id == member_id))


def _check_branch(session: UnitOfWork, role: RoleName, branch: UUID | None) -> None:
    if (role is RoleName.BRANCH_COORDINATOR) is not (branch is not None):
        raise Invalid(N_("Choose the branch this person will coordinate."), field="branch")
    if branch is not None and group(session, branch).kind is not GroupKind.BRANCH:
        raise Invalid(N_("This group is not a branch."), field="branch")


def _keep_a_coordinator(session: UnitOfWork, leaving: UUID) -> None:
    """Raise Refusal when nobody else coordinates; whoever else is about to leave waits until we are done."""
    statement = select(RoleHeld.member_id).where(
        RoleHeld.name == RoleName.COORDINATOR, RoleHeld.until.is_(None)
    )
    session.one_at_a_time(COORDINATION)  # two who leave together see one another go
    holding = set(session.scalars(statement))
    if holding == {leaving}:
        raise Refusal(LAST_COORDINATOR)


def _held(session: UnitOfWork, member_id: UUID, role: RoleName) -> RoleHeld | None:
    statement = select(RoleHeld).where(
        RoleHeld.member_id == member_id, RoleHeld.name == role, RoleHeld.until.is_(None)
    )
    return session.scalar(statement)
