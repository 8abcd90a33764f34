"""The keys that sign, what a member chose to publish, and what anybody may read of it."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessment.referential import Axis, Language
from badges.claims import BANDS
from kernel import clock
from kernel.tables import Base, CooperativeOwned, Identified, Json, PersonOwned
from kernel.walls import (
    ERASE,
    KEEP,
    WRITE_ONCE,
    cooperative_table,
    person_table,
    published_table,
    sealed_table,
)
from tenants.models import member_key

MEMBERSHIP, TOGETHER = "membership", "together"  # what an attestation is, when it is of no axis


def _outlived() -> ForeignKey:
    """What a cooperative signed stays readable after it has closed: its row is never deleted under it."""
    return ForeignKey("cooperative.cooperative_id")


class MemberKey(PersonOwned, Base):
    """The `did:key` of a membership, one for each: a single one would betray the other cooperatives.

    `sealed` is opened by the worker alone. `handed` is the same seed for the member who takes it along,
    sealed under another secret, until `handed_until`.
    """

    __tablename__ = "member_key"
    __wall__ = person_table()

    cooperative_id: Mapped[UUID] = mapped_column(primary_key=True)
    did: Mapped[str]
    sealed: Mapped[bytes]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    handed: Mapped[bytes | None]
    handed_until: Mapped[datetime | None]


class IssuerKey(CooperativeOwned, Base):
    """A key of a cooperative under its name, `key-2026-1`; the newest signs, all verify."""

    __tablename__ = "issuer_key"
    __wall__ = cooperative_table(app=WRITE_ONCE, machine=KEEP)

    cooperative_id: Mapped[UUID] = mapped_column(_outlived(), primary_key=True, sort_order=-2)
    name: Mapped[str] = mapped_column(primary_key=True)
    public: Mapped[bytes]
    sealed: Mapped[bytes]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


class StatusList(CooperativeOwned, Base):
    """One bit for each thing a cooperative signs, set once withdrawn; `taken` of them are given out."""

    __tablename__ = "status_list"
    __wall__ = cooperative_table(app=KEEP, machine=KEEP)

    cooperative_id: Mapped[UUID] = mapped_column(_outlived(), primary_key=True, sort_order=-2)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    taken: Mapped[int] = mapped_column(Integer)
    bits: Mapped[bytes]


class StatusEntry(CooperativeOwned, Base):
    """That the bit at a rank of a list is given out, for good: to whom is written nowhere."""

    __tablename__ = "status_entry"
    __table_args__ = (
        ForeignKeyConstraint(
            ("cooperative_id", "number"), ("status_list.cooperative_id", "status_list.number")
        ),
    )
    __wall__ = cooperative_table(app=WRITE_ONCE)

    cooperative_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-2)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    rank: Mapped[int] = mapped_column(Integer, primary_key=True)


class Badge(PersonOwned, Identified, Base):
    """A badge its owner claimed: what they chose, where it stands, what was last signed of it.

    `awarded_at` is the day it was first claimed, and stays; `issued_at` that of the last signature, None
    while one is awaited. `told` holds the figures it states; `voices` the rank of each statement whose author
    is named, in the address of their document, never given twice. `identity` and `salt` tie it to an address
    of its owner; both go with the badge. `bundle` is what its owner takes along, signed with their key;
    `along` says what they want in it beside the badge and its voices. `contests` gives, by statement, the
    entry of the view the cooperative signed for it last, and what this view said of where things stood.
    """

    __tablename__ = "badge"
    __table_args__ = (
        UniqueConstraint("person_id", "cooperative_id", "status_number", "status_index"),
        Index("ix_badge_place", "person_id", "cooperative_id", "axis"),
        CheckConstraint(f"band BETWEEN 1 AND {BANDS}", name="band"),
        CheckConstraint("(identity IS NULL) = (salt IS NULL)", name="identity_is_salted"),
    )
    __wall__ = person_table()

    cooperative_id: Mapped[UUID]
    member_id: Mapped[UUID]
    axis: Mapped[Axis]
    band: Mapped[int]
    language: Mapped[Language]
    holder_name: Mapped[str | None]
    identity: Mapped[str | None]
    salt: Mapped[str | None]
    status_number: Mapped[int] = mapped_column(Integer)
    status_index: Mapped[int] = mapped_column(Integer)
    awarded_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    issued_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    told: Mapped[Json]
    voices: Mapped[Json]
    bundle: Mapped[bytes | None]
    along: Mapped[Json] = mapped_column(default=dict)
    contests: Mapped[Json] = mapped_column(default=dict)


class BadgeEvidence(PersonOwned, Base):
    """A copy of something its owner has done, public beside a badge: a name, words, a day, one photo at most.

    `rank` stands in its address, and is never given again; it dies with the badge, or with the experience.
    """

    __tablename__ = "badge_evidence"
    __table_args__ = (
        ForeignKeyConstraint(("person_id", "badge_id"), ("badge.person_id", "badge.id"), ondelete="CASCADE"),
        Index("ix_badge_evidence_experience", "person_id", "experience_id"),
    )
    __wall__ = person_table()

    badge_id: Mapped[UUID] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    experience_id: Mapped[UUID]
    name: Mapped[str]
    words: Mapped[str]
    on: Mapped[date]
    photo: Mapped[bytes | None] = mapped_column(deferred=True)
    width: Mapped[int | None]
    height: Mapped[int | None]
    taken_back_at: Mapped[datetime | None]


class Attestation(PersonOwned, Base):
    """A signed document its owner alone has, and gives to whom they like; `body` is None while it is awaited.

    `about` is an axis, for what they say of their own level; `membership`, for what ties their key to the
    cooperative, which has a bit in its list; or `together`, for all of it signed as one.
    """

    __tablename__ = "attestation"
    __table_args__ = (
        CheckConstraint("level BETWEEN 0 AND 100", name="level"),
        CheckConstraint(f"(about = '{MEMBERSHIP}') = (status_index IS NOT NULL)", name="has_status"),
        CheckConstraint("(status_number IS NULL) = (status_index IS NULL)", name="status_is_whole"),
    )
    __wall__ = person_table()

    cooperative_id: Mapped[UUID] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(default=uuid4)
    member_id: Mapped[UUID]
    language: Mapped[Language]
    holder_name: Mapped[str | None]
    level: Mapped[int | None]
    status_number: Mapped[int | None] = mapped_column(Integer)
    status_index: Mapped[int | None] = mapped_column(Integer)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    body: Mapped[bytes | None]


class SignedView(CooperativeOwned, Base):
    """A view that differs, signed by its author, who agreed to be named, for the member it is about alone."""

    __tablename__ = "signed_view"
    __table_args__ = (
        ForeignKeyConstraint(
            ("cooperative_id", "statement_id"),
            ("statement.cooperative_id", "statement.id"),
            ondelete="CASCADE",
        ),
        member_key("subject_id"),
        member_key("author_id"),
    )
    __wall__ = sealed_table("subject_id", "author_id", app=ERASE)

    statement_id: Mapped[UUID] = mapped_column(primary_key=True)
    badge_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID]
    author_id: Mapped[UUID]
    body: Mapped[bytes]


class Published(Base):
    """What anybody may read at an address, and all that the public pages read; `gone_at`: it answers 410."""

    __tablename__ = "published"
    __table_args__ = (Index("ix_published_place", "cooperative_id", "path"),)
    __wall__ = published_table()
    __crossings__ = frozenset(("pk_published",))

    path: Mapped[str] = mapped_column(primary_key=True)
    cooperative_id: Mapped[UUID] = mapped_column(_outlived())
    type: Mapped[str]
    body: Mapped[bytes]
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    gone_at: Mapped[datetime | None]
