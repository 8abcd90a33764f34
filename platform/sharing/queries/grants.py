"""Reading what one shows, and what others show."""

from collections.abc import Sequence
from dataclasses import dataclass
from hmac import compare_digest
from uuid import UUID

from sqlalchemy import ColumnElement, and_, any_, false, func, literal, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import undefer

from kernel import clock
from kernel.db import UnitOfWork
from kernel.keys import digest
from kernel.refusals import Over, Unknown
from kernel.tables import alphabetical
from sharing.models import FormerGrant, Grant, LinkReading, SharedCopy, SharedLink
from sharing.rules import Audience, Reader
from tenants.models import COORDINATING, Group, GroupMember, Membership, RoleHeld
from tenants.queries.members import member


@dataclass(frozen=True)
class Shown:
    """A copy somebody may read, and the name of the member who shows it."""

    copy: SharedCopy
    author: str


@dataclass(frozen=True)
class Mine:
    """A copy one shows, the names of those it is shown to, of the group it is shown to, if it is to one."""

    copy: SharedCopy
    group: str
    readers: tuple[str, ...]


def grants(session: UnitOfWork) -> Sequence[Grant]:
    """What the person in scope shows, wherever it is, the newest first."""
    return session.scalars(select(Grant).order_by(Grant.made_at.desc(), Grant.id)).all()


def former_grants(session: UnitOfWork) -> Sequence[FormerGrant]:
    """What the person in scope was showing where they come from, the newest first."""
    return session.scalars(select(FormerGrant).order_by(FormerGrant.made_at.desc(), FormerGrant.id)).all()


def grants_of(session: UnitOfWork, about: UUID) -> Sequence[Grant]:
    """Those by which the person in scope shows a copy made, wholly or in part, of one of their rows."""
    now = clock.now()
    running = or_(Grant.until.is_(None), Grant.until > now)
    return session.scalars(select(Grant).where(literal(about) == any_(Grant.holds), running)).all()


def own_grant(session: UnitOfWork, grant_id: UUID) -> Grant:
    """One of them; raises Unknown otherwise."""
    found = session.scalar(select(Grant).where(Grant.id == grant_id))
    if found is None:
        raise Unknown
    return found


def own_copies(session: UnitOfWork) -> dict[UUID, Mine]:
    """The copies the member in scope shows here, by their ids; what they hold is left aside."""
    named = (
        select(func.array_agg(aggregate_order_by(Membership.display_name, Membership.display_name)))
        .where(
            Membership.id == any_(SharedCopy.readers), Membership.cooperative_id == SharedCopy.cooperative_id
        )
        .correlate(SharedCopy)
        .scalar_subquery()
    )
    statement = (
        select(SharedCopy, Group.name, named)
        .outerjoin(Group, Group.id == SharedCopy.group_id)
        .where(SharedCopy.owner_id == session.member)
    )
    return {row[0].id: Mine(row[0], row[1] or "", tuple(row[2] or ())) for row in session.execute(statement)}


def reader_of(session: UnitOfWork, member_id: UUID) -> Reader:
    """A present member of the cooperative in scope as a reader; raises Unknown for anybody else."""
    stays = select(GroupMember.group_id).where(
        GroupMember.member_id == member_id, GroupMember.until.is_(None)
    )
    held = select(RoleHeld.id).where(
        RoleHeld.member_id == member_id, RoleHeld.name.in_(COORDINATING), RoleHeld.until.is_(None)
    )
    return Reader(
        member(session, member_id).id,
        frozenset(session.scalars(stays)),
        session.scalar(held.limit(1)) is not None,
    )


def shown(
    session: UnitOfWork, reader: Reader, *, owner: UUID | None = None, copy_id: UUID | None = None
) -> list[Shown]:
    """What a reader gets of what the members of the cooperative in scope show, or of what one of them shows.

    The reader who signed in and the one somebody imagines go through here: the wall lets the first see no
    more, and the second is imagined by the owner of what is shown. Nobody reads their own here.
    """
    statement = (
        select(SharedCopy, Membership.display_name)
        .join(Membership, Membership.id == SharedCopy.owner_id)
        .where(_of_the_audience(reader), SharedCopy.owner_id != reader.member, Membership.until.is_(None))
        .order_by(alphabetical(Membership.display_name), SharedCopy.copied_at.desc(), SharedCopy.id)
    )
    if owner is not None:
        statement = statement.where(SharedCopy.owner_id == owner)
    if copy_id is not None:
        statement = statement.where(SharedCopy.id == copy_id).options(undefer(SharedCopy.body))
    return [Shown(*row) for row in session.execute(statement)]


def one_shown(session: UnitOfWork, reader: Reader, copy_id: UUID, *, owner: UUID | None = None) -> Shown:
    """One copy as a reader gets it, with what it holds; raises Unknown for what they do not get."""
    found = shown(session, reader, owner=owner, copy_id=copy_id)
    if not found:
        raise Unknown
    return found[0]


def own_copy(session: UnitOfWork, copy_id: UUID) -> SharedCopy | None:
    """A copy the member in scope shows, with what it holds, if it is theirs."""
    mine = (SharedCopy.id == copy_id, SharedCopy.owner_id == session.member)
    return session.scalar(select(SharedCopy).where(*mine).options(undefer(SharedCopy.body)))


def copy_photo(session: UnitOfWork, copy_id: UUID, number: int) -> bytes:
    """A picture of a copy, counted from 0; raises Unknown without one. The reader is checked before."""
    found = session.scalar(select(SharedCopy.photos).where(SharedCopy.id == copy_id))
    if found is None or number >= len(found):
        raise Unknown
    return bytes(found[number])


def opened(session: UnitOfWork, token: str) -> SharedLink:
    """What the link in scope shows; raises Unknown for one that never was, Over for one that is over."""
    found = session.scalar(select(SharedLink).where(SharedLink.id == session.member))
    if found is None or not compare_digest(found.token_hash, digest(token)):
        raise Unknown
    if found.gone_at is not None or found.until <= clock.now():
        raise Over
    return found


def own_links(session: UnitOfWork) -> dict[UUID, SharedLink]:
    """The links of the person in scope, those that are over included, by their ids."""
    statement = select(SharedLink).where(SharedLink.person_id == session.person)
    return {each.id: each for each in session.scalars(statement)}


def link_readings(session: UnitOfWork, limit: int) -> Sequence[LinkReading]:
    """The hours in which the links of the person in scope were opened, the last first."""
    statement = select(LinkReading).where(LinkReading.person_id == session.person)
    return session.scalars(
        statement.order_by(LinkReading.hour.desc(), LinkReading.link_id).limit(limit)
    ).all()


def _of_the_audience(reader: Reader) -> ColumnElement[bool]:
    """Whether a copy is for a reader; its time is not over."""
    named = literal(reader.member) == any_(SharedCopy.readers)
    groups = SharedCopy.group_id.in_(reader.groups) if reader.groups and not reader.coordinates else false()
    return and_(
        or_(SharedCopy.until.is_(None), SharedCopy.until > clock.now()),
        or_(SharedCopy.audience == Audience.COOPERATIVE, named, groups),
    )
