"""Groups, and who is in them today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from kernel.tables import alphabetical
from tenants.models import (
    Group,
    GroupKind,
    GroupMember,
    Membership,
    RoleHeld,
    RoleName,
)
from tenants.queries.cooperatives import present_day


@dataclass(frozen=True)
class GroupRow:
    """A group and how many members it has today."""

    group: Group
    members: int


def groups(session: UnitOfWork) -> list[GroupRow]:
    """The groups of the cooperative in scope, those that are over last, with their present members."""
    today = present_day(session)
    size = (
        select(func.count())
        .select_from(GroupMember)
        .join(Membership, Membership.id == GroupMember.member_id)
        .where(GroupMember.group_id == Group.id, _present(today), Membership.until.is_(None))
        .correlate(Group)
        .scalar_subquery()
    )
    over = and_(Group.ends_on.is_not(None), Group.ends_on < today)
    statement = select(Group, size).order_by(over, alphabetical(Group.name), Group.id)
    return [GroupRow(group, count) for group, count in session.execute(statement)]


def group(session: UnitOfWork, group_id: UUID) -> Group:
    """A group of the cooperative in scope; raises Unknown otherwise."""
    found = session.scalar(select(Group).where(Group.id == group_id))
    if found is None:
        raise Unknown
    return found


def group_members(session: UnitOfWork, group_id: UUID) -> list[tuple[Membership, GroupMember]]:
    """Who is in a group today, by name, since when."""
    statement = (
        select(Membership, GroupMember)
        .join(GroupMember, GroupMember.member_id == Membership.id)
        .where(GroupMember.group_id == group_id, _present(present_day(session)), Membership.until.is_(None))
        .order_by(alphabetical(Membership.display_name), Membership.id)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def groups_of(session: UnitOfWork, member_id: UUID) -> Sequence[Group]:
    """The groups a member is in today."""
    statement = (
        select(Group)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .where(GroupMember.member_id == member_id, _present(present_day(session)))
        .order_by(alphabetical(Group.name), Group.id)
    )
    return session.scalars(statement).all()


def branches(session: UnitOfWork) -> Sequence[Group]:
    """The branches of the cooperative in scope, by name."""
    statement = select(Group).where(Group.kind == GroupKind.BRANCH)
    return session.scalars(statement.order_by(alphabetical(Group.name), Group.id)).all()


def branch_of_members(session: UnitOfWork) -> dict[UUID, UUID]:
    """The branch of each present member who is in one, both by their ids."""
    statement = (
        select(GroupMember.member_id, Group.id)
        .join(Group, Group.id == GroupMember.group_id)
        .join(Membership, Membership.id == GroupMember.member_id)
        .where(Group.kind == GroupKind.BRANCH, GroupMember.until.is_(None), Membership.until.is_(None))
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def branch_stay(session: UnitOfWork, member_id: UUID) -> tuple[Group, GroupMember] | None:
    """The branch a member is in, and since when."""
    statement = (
        select(Group, GroupMember)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .where(
            Group.kind == GroupKind.BRANCH, GroupMember.member_id == member_id, GroupMember.until.is_(None)
        )
    )
    row = session.execute(statement).first()
    return (row[0], row[1]) if row else None


def branch_led(session: UnitOfWork) -> UUID | None:
    """The branch the member in scope coordinates today."""
    held = select(RoleHeld.group_id).where(
        RoleHeld.member_id == session.member,
        RoleHeld.name == RoleName.BRANCH_COORDINATOR,
        RoleHeld.until.is_(None),
    )
    return session.scalar(held)


def _present(today: date) -> ColumnElement[bool]:
    return and_(GroupMember.since <= today, or_(GroupMember.until.is_(None), GroupMember.until >= today))
