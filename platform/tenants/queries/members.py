"""Members, and the roles they hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from kernel.db import UnitOfWork
from kernel.paging import Page, page_of
from kernel.refusals import Unknown
from kernel.tables import alphabetical
from tenants.models import (
    COORDINATING,
    Group,
    Membership,
    RoleHeld,
    RoleName,
)
from tenants.queries.cooperatives import cooperative


@dataclass(frozen=True)
class MemberRow:
    """A member in the coordination's list: a name, roles and groups, nothing they answered."""

    id: UUID
    name: str
    since: date
    roles: tuple[RoleName, ...]


def current_members() -> Select[Membership]:
    """The members of the cooperative in scope who have not left, by name."""
    statement = select(Membership).where(Membership.until.is_(None), Membership.person_id.is_not(None))
    return statement.order_by(alphabetical(Membership.display_name), Membership.id)


def members(session: UnitOfWork) -> Sequence[Membership]:
    """Every present member, by name."""
    return session.scalars(current_members()).all()


def member_count(session: UnitOfWork) -> int:
    """How many members the cooperative in scope has today."""
    inner = current_members().order_by(None).with_only_columns(Membership.id).subquery()
    return session.scalar(select(func.count()).select_from(inner)) or 0


def satchels(session: UnitOfWork) -> tuple[int, int]:
    """How many members there are today, and how many of them have a satchel: an account behind their name."""
    statement = select(func.count(Membership.id), func.count(Membership.person_id))
    members, opened = session.execute(statement.where(Membership.until.is_(None))).one()
    return members, opened


def member(session: UnitOfWork, member_id: UUID) -> Membership:
    """A current member of the cooperative in scope; raises Unknown otherwise."""
    found = session.scalar(current_members().where(Membership.id == member_id))
    if found is None:
        raise Unknown
    return found


def own_membership(session: UnitOfWork) -> Membership | None:
    """The membership of the person in scope in the cooperative in scope, ended or not."""
    return session.scalar(select(Membership).where(Membership.person_id == session.person))


def places_ever(session: UnitOfWork) -> list[tuple[UUID, UUID]]:
    """Each cooperative the person in scope is or was in, and who they are there; as the identity role."""
    mine = select(Membership.cooperative_id, Membership.id).where(Membership.person_id == session.person)
    return [(row[0], row[1]) for row in session.execute(mine)]


def is_member(session: UnitOfWork, member_id: UUID) -> bool:
    """Whether a member of the cooperative in scope has not left."""
    found = (
        current_members().order_by(None).where(Membership.id == member_id).with_only_columns(Membership.id)
    )
    return session.scalar(found) is not None


def member_rows(session: UnitOfWork, *, search: str, page: int) -> Page[MemberRow]:
    """One page of the members whose name contains a text."""
    found = page_of(session, current_members().where(named(search)), page)
    held = _roles_of(session, [each.id for (each,) in found.rows])
    return found.of(
        lambda row: MemberRow(row[0].id, row[0].display_name, row[0].since, held.get(row[0].id, ()))
    )


def named_members(session: UnitOfWork, ids: Iterable[UUID | None]) -> Sequence[Membership]:
    """Members by their ids, those who have left included, to write their names."""
    return session.scalars(select(Membership).where(Membership.id.in_([each for each in ids if each]))).all()


def coordinators(session: UnitOfWork) -> list[UUID]:
    """The members who coordinate today."""
    return [row.member_id for row in holders(session) if row.name is RoleName.COORDINATOR]


def coordinates_alone(session: UnitOfWork) -> bool:
    """Whether the member in scope is the only one to coordinate an open cooperative."""
    return cooperative(session).closed_at is None and coordinators(session) == [session.member]


def coordinating_alone(session: UnitOfWork) -> UUID | None:
    """The person who is the only one to coordinate the cooperative in scope, by their id."""
    found = coordinators(session)
    return member(session, found[0]).person_id if len(found) == 1 else None


def holders(session: UnitOfWork) -> Sequence[RoleHeld]:
    """The roles held today."""
    return session.scalars(select(RoleHeld).where(RoleHeld.until.is_(None)).order_by(RoleHeld.name)).all()


def mediators(session: UnitOfWork) -> Sequence[Membership]:
    """Who may mediate today, the longest in the role first: never somebody who coordinates."""
    statement = (
        current_members()
        .join(RoleHeld, RoleHeld.member_id == Membership.id)
        .where(
            RoleHeld.name == RoleName.MEDIATOR,
            RoleHeld.until.is_(None),
            Membership.id.not_in(
                select(RoleHeld.member_id).where(RoleHeld.name.in_(COORDINATING), RoleHeld.until.is_(None))
            ),
        )
        .order_by(None)
        .order_by(RoleHeld.since, alphabetical(Membership.display_name), Membership.id)
    )
    return session.scalars(statement).all()


def named_holders(session: UnitOfWork) -> dict[RoleName, list[str]]:
    """Who holds each role today, by name; a branch coordinator with the branch."""
    statement = (
        select(RoleHeld.name, Membership.display_name, Group.name)
        .join(Membership, Membership.id == RoleHeld.member_id)
        .outerjoin(Group, Group.id == RoleHeld.group_id)
        .where(RoleHeld.until.is_(None), Membership.until.is_(None))
        .order_by(alphabetical(Membership.display_name))
    )
    found: dict[RoleName, list[str]] = {name: [] for name in RoleName}
    for role, name, branch in session.execute(statement):
        found[role].append(f"{name} ({branch})" if branch else name)
    return found


def named(search: str) -> ColumnElement[bool]:
    """The condition that a member's name contains a text, whatever its case and accents."""
    pattern = search.strip().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return func.unaccent(Membership.display_name).ilike(func.unaccent(f"%{pattern}%"))


def _roles_of(session: UnitOfWork, member_ids: Sequence[UUID]) -> dict[UUID, tuple[RoleName, ...]]:
    statement = select(RoleHeld).where(RoleHeld.member_id.in_(member_ids), RoleHeld.until.is_(None))
    found: dict[UUID, tuple[RoleName, ...]] = {}
    for row in session.scalars(statement.order_by(RoleHeld.name)):
        found[row.member_id] = (*found.get(row.member_id, ()), row.name)
    return found
