"""A cooperative and what happens in it before anybody scores anything."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, CITEXT
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.tables import Base, CooperativeOwned, Identified
from kernel.walls import (
    KEEP,
    OUR_PERSON,
    OWN,
    READ,
    cooperative_table,
    of_our_membership,
    sealed_table,
    shared_table,
)


class RoleName(StrEnum):
    """What a member may be asked to do for the others."""

    COORDINATOR = "coordinator"
    MEDIATOR = "mediator"
    DATA_REPRESENTATIVE = "data_representative"
    BRANCH_COORDINATOR = "branch_coordinator"


COORDINATING = (RoleName.COORDINATOR, RoleName.BRANCH_COORDINATOR)


class GroupKind(StrEnum):
    """Why people are together: a permanent branch, a trade, a temporary project."""

    BRANCH = "branch"
    TRADE = "trade"
    PROJECT = "project"


class Dimension(StrEnum):
    """What members are counted by, as in the attributes they give when they take stock."""

    STATUS = "status"
    SENIORITY = "seniority"


class Cooperative(Base):
    """The tenant. Its slug never changes and is never given to another one."""

    __tablename__ = "cooperative"
    __table_args__ = (CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="slug"),)
    __wall__ = shared_table(relay=("cooperative_id", "next_close_on", "zone", "closed_at"))
    __crossings__ = frozenset(("uq_cooperative_slug",))

    cooperative_id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    zone: Mapped[str]
    language: Mapped[str]
    next_close_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]


def _cooperative() -> ForeignKey:
    return ForeignKey("cooperative.cooperative_id", ondelete="CASCADE")


class InCooperative(CooperativeOwned, Identified):
    """A row that belongs to one cooperative and to nobody in particular."""

    cooperative_id: Mapped[UUID] = mapped_column(_cooperative(), primary_key=True, sort_order=-2)


def member_key(column: str, *, ondelete: str = "CASCADE") -> ForeignKeyConstraint:
    """The key of a column that names a member of the same cooperative."""
    return ForeignKeyConstraint(
        ("cooperative_id", column), ("membership.cooperative_id", "membership.id"), ondelete=ondelete
    )


def group_key() -> ForeignKeyConstraint:
    """The key of a column that names a group of the same cooperative."""
    return ForeignKeyConstraint(
        ("cooperative_id", "group_id"), ("group.cooperative_id", "group.id"), ondelete="CASCADE"
    )


class Membership(InCooperative, Base):
    """A person in one cooperative, under the name the others read there; once they have left, under none."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("cooperative_id", "person_id"),
        Index("ix_membership_person", "person_id"),
        Index("ix_membership_name", "cooperative_id", "display_name"),
    )
    __wall__ = cooperative_table(
        app=KEEP, machine=("SELECT", "UPDATE"), identity=f"(person_id = {OUR_PERSON})"
    )
    __crossings__ = frozenset(("ix_membership_person", "fk_membership_person_id"))

    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    display_name: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]


class RoleHeld(InCooperative, Base):
    """A role given to a member on a day, and ended on another; a branch coordinator's names a branch."""

    __tablename__ = "role"
    __table_args__ = (
        member_key("member_id"),
        group_key(),
        CheckConstraint("(name = 'branch_coordinator') = (group_id IS NOT NULL)", name="branch"),
        Index(
            "uq_role_held",
            "cooperative_id",
            "member_id",
            "name",
            unique=True,
            postgresql_where=text("until IS NULL"),
        ),
    )
    __wall__ = cooperative_table(
        app=KEEP,
        machine=READ,
        identity=of_our_membership("role"),
    )

    member_id: Mapped[UUID]
    name: Mapped[RoleName]
    group_id: Mapped[UUID | None]
    since: Mapped[date]
    until: Mapped[date | None]


class Group(InCooperative, Base):
    """People who work together; temporary ones have an end."""

    __tablename__ = "group"
    __table_args__ = (UniqueConstraint("cooperative_id", "name"),)
    __wall__ = cooperative_table(app=KEEP, machine=READ)

    name: Mapped[str]
    kind: Mapped[GroupKind]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class GroupMember(CooperativeOwned, Base):
    """A member's time in a group."""

    __tablename__ = "group_member"
    __table_args__ = (
        group_key(),
        member_key("member_id"),
        Index("ix_group_member_member", "cooperative_id", "member_id"),
    )
    __wall__ = cooperative_table(app=OWN, machine=READ)

    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    until: Mapped[date | None]


class Invitation(InCooperative, Base):
    """A link sent to an address, kept so that nobody is written to twice by mistake, until they leave."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("cooperative_id", "token_hash"),
        member_key("invited_by_id"),
        member_key("accepted_by_id"),
        Index("ix_invitation_email", "cooperative_id", "email"),
    )
    __wall__ = cooperative_table(app=KEEP, machine=("SELECT", "DELETE"))

    email: Mapped[str] = mapped_column(CITEXT)
    display_name: Mapped[str | None]
    group_id: Mapped[UUID | None]
    role: Mapped[RoleName | None]
    language: Mapped[str]
    token_hash: Mapped[str]
    invited_by_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[UUID | None]
    declined_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]


class Campaign(InCooperative, Base):
    """A season of answers, with the day its portrait is made.

    `answered_at_least`, rounded down to 5, and `portrait_possible` are counted every night by a job;
    `contributors`, rounded down to 5, is written by the close: none when the portrait shows nothing. `note`
    and `commitments`, three at most, are the coordination's for the general assembly.
    """

    __tablename__ = "campaign"
    __table_args__ = (UniqueConstraint("cooperative_id", "closes_on"),)
    __wall__ = cooperative_table(app=KEEP, machine=("SELECT", "UPDATE"))

    opens_on: Mapped[date]
    closes_on: Mapped[date]
    closed_at: Mapped[datetime | None]
    answered_at_least: Mapped[int] = mapped_column(Integer, default=0)
    portrait_possible: Mapped[bool] = mapped_column(default=False)
    counted_at: Mapped[datetime | None]
    contributors: Mapped[int | None] = mapped_column(Integer)
    reminded_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
    commitments: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)


class Total(CooperativeOwned, Base):
    """How many members are of one category, typed by a coordinator: what answers are compared with."""

    __tablename__ = "total"
    __table_args__ = (
        ForeignKeyConstraint(("cooperative_id",), ("cooperative.cooperative_id",), ondelete="CASCADE"),
        CheckConstraint("n >= 0", name="n"),
    )
    __wall__ = cooperative_table(app=OWN, machine=READ)

    dimension: Mapped[Dimension] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(Integer)


class ReminderStop(CooperativeOwned, Base):
    """A member who wants no reminder of campaigns any more: they see it, and the machine."""

    __tablename__ = "reminder_stop"
    __table_args__ = (member_key("member_id"),)
    __wall__ = sealed_table("member_id", app=OWN, machine=("SELECT", "DELETE"))

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    since: Mapped[date]
