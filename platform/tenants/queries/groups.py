"""Groups, and who is in them today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, false, func, or_, select, true

from kernel.db import UnitOfWork
from kernel.paging import Page, page_of
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
from tenants.queries.members import current_members, named


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


def group_members(
    session: UnitOfWork, group_id: UUID, *, search: str = "", page: int = 0
) -> Page[Row[Membership, GroupMember]]:
    """One page of who is in a group today and whose name contains a text, by name, since when."""
    statement = (
        select(Membership, GroupMember)
        .join(GroupMember, GroupMember.member_id == Membership.id)
        .where(GroupMember.group_id == group_id, _present(present_day(session)), Membership.until.is_(None))
        .where(named(search))
        .order_by(alphabetical(Membership.display_name), Membership.id)
    )
    return page_of(session, statement, page)


def may_join(
    session: UnitOfWork, found: Group, *, search: str, limit: int, moving: bool
) -> list[Row[Membership, str | None]]:
    """Members who may still be put in a group, by name, with the branch they would leave for this one.

    Their names contain a text; `moving` also gives those of other branches.
    """
    inside = select(GroupMember.member_id).where(
        GroupMember.group_id == found.id, _present(present_day(session))
    )
    elsewhere = (
        select(GroupMember.member_id, Group.name)
        .join(Group, Group.id == GroupMember.group_id)
        .where(GroupMember.until.is_(None), Group.kind == GroupKind.BRANCH)
        # One leaves a branch for another; one may be in many other groups.
        .where(true() if found.kind is GroupKind.BRANCH else false())
        .subquery()
    )
    statement = (
        current_members()
        .add_columns(elsewhere.c.name)
        .outerjoin(elsewhere, elsewhere.c.member_id == Membership.id)
        .where(Membership.id.not_in(inside), named(search), true() if moving else elsewhere.c.name.is_(None))
    )
    return list(session.execute(statement.limit(limit)))


def is_in(session: UnitOfWork, group_id: UUID, member_id: UUID) -> bool:
    """Whether a member is in a group today."""
    return any(each.id == group_id for each in groups_of(session, member_id))


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
