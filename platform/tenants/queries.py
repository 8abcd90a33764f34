"""Reading a cooperative: its members, roles, groups, invitations and campaigns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from kernel import clock
from kernel.db import UnitOfWork
from kernel.keys import digest
from kernel.refusals import Unknown
from kernel.scope import Belonging
from tenants.models import (
    Campaign,
    Cooperative,
    Group,
    GroupMember,
    Invitation,
    Membership,
    RoleHeld,
    RoleName,
)
from tenants.rules import Known


@dataclass(frozen=True)
class MemberRow:
    """A member in the coordination's list: a name, roles and groups, nothing they answered."""

    id: UUID
    name: str
    since: date
    roles: tuple[RoleName, ...]


@dataclass(frozen=True)
class GroupRow:
    """A group and how many members it has today."""

    group: Group
    members: int


def belongings(session: UnitOfWork) -> list[Belonging]:
    """The cooperatives of the person in scope, by name; read as the identity role, one statement."""
    roles = func.array_agg(RoleHeld.name).filter(RoleHeld.id.is_not(None))
    held = and_(
        RoleHeld.cooperative_id == Membership.cooperative_id,
        RoleHeld.member_id == Membership.id,
        RoleHeld.until.is_(None),
    )
    statement = (
        select(
            Cooperative.cooperative_id,
            Cooperative.slug,
            Cooperative.name,
            Cooperative.zone,
            Cooperative.closed_at.is_not(None),
            Membership.id,
            Membership.display_name,
            roles,
        )
        .join(Membership, Membership.cooperative_id == Cooperative.cooperative_id)
        .outerjoin(RoleHeld, held)
        .where(Membership.until.is_(None))
        .group_by(Cooperative.cooperative_id, Membership.cooperative_id, Membership.id)
        .order_by(func.lower(Cooperative.name), Cooperative.slug)
    )
    return [Belonging(*row[:7], roles=frozenset(row[7] or ())) for row in session.execute(statement)]


def cooperative(session: UnitOfWork) -> Cooperative:
    """The cooperative in scope."""
    found = session.get(Cooperative, session.cooperative)
    if found is None:
        raise Unknown
    return found


def current_members() -> Select[Membership]:
    """The members of the cooperative in scope who have not left, by name."""
    statement = select(Membership).where(Membership.until.is_(None), Membership.person_id.is_not(None))
    return statement.order_by(func.lower(Membership.display_name), Membership.id)


def members(session: UnitOfWork) -> Sequence[Membership]:
    """Every present member, by name."""
    return session.scalars(current_members()).all()


def member_count(session: UnitOfWork) -> int:
    """How many members the cooperative in scope has today."""
    inner = current_members().order_by(None).with_only_columns(Membership.id).subquery()
    return session.scalar(select(func.count()).select_from(inner)) or 0


def member(session: UnitOfWork, member_id: UUID) -> Membership:
    """A current member of the cooperative in scope; raises Unknown otherwise."""
    found = session.scalar(current_members().where(Membership.id == member_id))
    if found is None:
        raise Unknown
    return found


def is_member(session: UnitOfWork, member_id: UUID) -> bool:
    """Whether a member of the cooperative in scope has not left."""
    found = (
        current_members().order_by(None).where(Membership.id == member_id).with_only_columns(Membership.id)
    )
    return session.scalar(found) is not None


def member_rows(session: UnitOfWork, *, search: str, page: int, size: int) -> tuple[list[MemberRow], int]:
    """One page of the members whose name contains a text, and how many there are in all."""
    wanted = current_members().where(named(search))
    total = session.scalar(select(func.count()).select_from(wanted.order_by(None).subquery())) or 0
    found = session.scalars(wanted.offset(page * size).limit(size)).all()
    held = _roles_of(session, [each.id for each in found])
    return [MemberRow(each.id, each.display_name, each.since, held.get(each.id, ())) for each in found], total


def named_members(session: UnitOfWork, ids: Iterable[UUID | None]) -> Sequence[Membership]:
    """Members by their ids, those who have left included, to write their names."""
    return session.scalars(select(Membership).where(Membership.id.in_([each for each in ids if each]))).all()


def coordinators(session: UnitOfWork) -> list[UUID]:
    """The members who coordinate today."""
    return [row.member_id for row in holders(session) if row.name is RoleName.COORDINATOR]


def holders(session: UnitOfWork) -> Sequence[RoleHeld]:
    """The roles held today."""
    return session.scalars(select(RoleHeld).where(RoleHeld.until.is_(None)).order_by(RoleHeld.name)).all()


def named_holders(session: UnitOfWork) -> dict[RoleName, list[str]]:
    """Who holds each role today, by name."""
    statement = (
        select(RoleHeld.name, Membership.display_name)
        .join(Membership, Membership.id == RoleHeld.member_id)
        .where(RoleHeld.until.is_(None), Membership.until.is_(None))
        .order_by(func.lower(Membership.display_name))
    )
    found: dict[RoleName, list[str]] = {name: [] for name in RoleName}
    for role, name in session.execute(statement):
        found[role].append(name)
    return found


def groups(session: UnitOfWork) -> list[GroupRow]:
    """The groups of the cooperative in scope, those that are over last, with their present members."""
    today = clock.now().date()
    size = (
        select(func.count())
        .select_from(GroupMember)
        .join(Membership, Membership.id == GroupMember.member_id)
        .where(GroupMember.group_id == Group.id, _present(today), Membership.until.is_(None))
        .correlate(Group)
        .scalar_subquery()
    )
    over = and_(Group.ends_on.is_not(None), Group.ends_on < today)
    statement = select(Group, size).order_by(over, func.lower(Group.name), Group.id)
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
        .where(GroupMember.group_id == group_id, _present(clock.now().date()), Membership.until.is_(None))
        .order_by(func.lower(Membership.display_name), Membership.id)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def groups_of(session: UnitOfWork, member_id: UUID) -> Sequence[Group]:
    """The groups a member is in today."""
    statement = (
        select(Group)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .where(GroupMember.member_id == member_id, _present(clock.now().date()))
        .order_by(func.lower(Group.name), Group.id)
    )
    return session.scalars(statement).all()


def waiting_invitations(session: UnitOfWork) -> Sequence[Invitation]:
    """The invitations nobody has answered, newest first; those too old are told by `expires_at`."""
    return session.scalars(_unanswered().order_by(Invitation.sent_at.desc(), Invitation.id)).all()


def invitation_counts(session: UnitOfWork) -> tuple[int, int]:
    """How many invitations were sent, and how many of them were accepted."""
    statement = select(func.count(Invitation.id), func.count(Invitation.accepted_at))
    sent, accepted = session.execute(statement.where(Invitation.cancelled_at.is_(None))).one()
    return sent, accepted


def invitation(session: UnitOfWork, invitation_id: UUID) -> Invitation:
    """An unanswered invitation of the cooperative in scope, locked; raises Unknown otherwise."""
    found = session.scalar(_unanswered().where(Invitation.id == invitation_id).with_for_update())
    if found is None:
        raise Unknown
    return found


def invitation_by_token(session: UnitOfWork, token: str) -> Invitation | None:
    """The invitation a link belongs to, if it may still be answered."""
    live = _unanswered().where(Invitation.token_hash == digest(token), Invitation.expires_at > clock.now())
    return session.scalar(live)


def known(session: UnitOfWork) -> Known:
    """The addresses and groups the cooperative already has, to check a list of members."""
    invited = session.scalars(
        _unanswered().where(Invitation.expires_at > clock.now()).with_only_columns(Invitation.email)
    )
    accepted = session.scalars(select(Invitation.email).where(Invitation.accepted_at.is_not(None)))
    names = session.scalars(select(Group.name))
    return Known(_lower(accepted), _lower(invited), _lower(names))


def open_campaign(session: UnitOfWork) -> Campaign | None:
    """The campaign that has not closed yet."""
    return session.scalar(select(Campaign).where(Campaign.closed_at.is_(None)).order_by(Campaign.closes_on))


def closing_days(session: UnitOfWork) -> list[date]:
    """The closing days of all campaigns, oldest first."""
    return list(session.scalars(select(Campaign.closes_on).order_by(Campaign.closes_on)))


def _unanswered() -> Select[Invitation]:
    return select(Invitation).where(
        Invitation.accepted_at.is_(None),
        Invitation.declined_at.is_(None),
        Invitation.cancelled_at.is_(None),
    )


def named(search: str) -> ColumnElement[bool]:
    """The condition that a member's name contains a text, whatever its case and accents."""
    pattern = search.strip().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return func.unaccent(Membership.display_name).ilike(func.unaccent(f"%{pattern}%"))


def _present(today: date) -> ColumnElement[bool]:
    return and_(GroupMember.since <= today, or_(GroupMember.until.is_(None), GroupMember.until >= today))


def _roles_of(session: UnitOfWork, member_ids: Sequence[UUID]) -> dict[UUID, tuple[RoleName, ...]]:
    statement = select(RoleHeld).where(RoleHeld.member_id.in_(member_ids), RoleHeld.until.is_(None))
    found: dict[UUID, tuple[RoleName, ...]] = {}
    for row in session.scalars(statement.order_by(RoleHeld.name)):
        found[row.member_id] = (*found.get(row.member_id, ()), row.name)
    return found


def _lower(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(text.lower() for text in texts)
