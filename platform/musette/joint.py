"""Tables of those who go together: who goes, what each agreed to, the file; over there, who has arrived."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.tables import Base, CooperativeOwned, Identified, Json, PersonOwned
from kernel.walls import OUR_MEMBER, OWN, person_table, sealed_table
from tenants.models import member_key

GOES_ALONG = (
    "(EXISTS ( SELECT 1 FROM companion"  # noqa: S608 - constants of ours  # nosec B608
    " WHERE ((companion.cooperative_id = joint_export.cooperative_id)"
    f" AND (companion.joint_id = joint_export.id) AND (companion.member_id = {OUR_MEMBER}))))"
)


class JointExport(CooperativeOwned, Identified, Base):
    """Some members take their satchels away together, in one file. Whoever has the link acts under its id.

    `places` are those who go, in an order drawn by lot once the file is asked for; `digest` is that of the
    list the file begins with, once it is made.
    """

    __tablename__ = "joint_export"
    __table_args__ = (member_key("opener_id", ondelete="SET NULL (opener_id)"),)
    __wall__ = sealed_table(
        "opener_id", "id", app=OWN, machine=("SELECT", "UPDATE", "DELETE"), also=GOES_ALONG
    )

    opener_id: Mapped[UUID | None]
    title: Mapped[str]
    closes_on: Mapped[date]
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    asked_at: Mapped[datetime | None]
    places: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    made_at: Mapped[datetime | None]
    digest: Mapped[bytes | None]
    body: Mapped[bytes | None] = mapped_column(deferred=True)


class Companion(CooperativeOwned, Base):
    """A member who goes along; once the file is asked for, their sealed parcel until all are in it."""

    __tablename__ = "companion"
    __table_args__ = (
        member_key("member_id"),
        ForeignKeyConstraint(
            ("cooperative_id", "joint_id"),
            ("joint_export.cooperative_id", "joint_export.id"),
            ondelete="CASCADE",
        ),
        Index("ix_companion_member", "cooperative_id", "member_id"),
    )
    __wall__ = sealed_table("member_id", "joint_id", app=OWN, machine=("SELECT", "UPDATE", "DELETE"))

    joint_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    joined_at: Mapped[datetime] = mapped_column(default=clock.now)
    did: Mapped[str | None]
    signature: Mapped[bytes | None]
    body: Mapped[bytes | None] = mapped_column(deferred=True)


class JointConsent(PersonOwned, Identified, Base):
    """What a person agreed to take along, on which day, and whether they mean to leave or to copy.

    `chosen` are ids of their own things; `home` is what the cooperative is called. Their code is made from
    the id of this row and the key of the installation: it is stored nowhere.
    """

    __tablename__ = "joint_consent"
    __table_args__ = (UniqueConstraint("person_id", "joint_id"),)
    __wall__ = person_table()

    joint_id: Mapped[UUID]
    cooperative_id: Mapped[UUID]
    member_id: Mapped[UUID]
    home: Mapped[str]
    title: Mapped[str]
    leaves: Mapped[bool]
    chosen: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    agreed_at: Mapped[datetime] = mapped_column(default=clock.now)


class JointArrival(CooperativeOwned, Identified, Base):
    """A file made elsewhere by several people, brought here; whoever has a code of it acts under its id.

    The id is the beginning of the digest of its list: no other file has it. `begun_at` says that a worker
    has taken it up, and none does again; `refused` why it was, in a word, after which nothing of it is kept.
    `vouched`: the key that signed its list is published here by the cooperative it names, so that this
    cooperative says what the list stands for; a key that comes with a file vouches for nothing.
    """

    __tablename__ = "joint_arrival"
    __table_args__ = (member_key("brought_by_id", ondelete="SET NULL (brought_by_id)"),)
    __wall__ = sealed_table("brought_by_id", "id", app=OWN, machine=("SELECT", "DELETE"))

    brought_by_id: Mapped[UUID | None]
    arrived_at: Mapped[datetime] = mapped_column(default=clock.now)
    begun_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    refused: Mapped[str | None]
    home: Mapped[str] = mapped_column(default="")
    did: Mapped[str] = mapped_column(default="")
    vouched: Mapped[bool] = mapped_column(default=False)
    people: Mapped[int] = mapped_column(default=0)
    body: Mapped[bytes | None] = mapped_column(deferred=True)


class JointSeat(CooperativeOwned, Base):
    """Which member has come to a place of such a file, by its code; nothing before they confirm.

    `hears`: what was said of them may come in; `speaks`: what they said of others. `said` holds these
    statements, as their own parcel tells them, until both people have confirmed.
    """

    __tablename__ = "joint_seat"
    __table_args__ = (
        member_key("member_id"),
        ForeignKeyConstraint(
            ("cooperative_id", "arrival_id"),
            ("joint_arrival.cooperative_id", "joint_arrival.id"),
            ondelete="CASCADE",
        ),
        UniqueConstraint("cooperative_id", "arrival_id", "member_id"),
        Index("ix_joint_seat_member", "cooperative_id", "member_id"),
    )
    __wall__ = sealed_table("member_id", app=OWN, machine=("SELECT", "UPDATE", "DELETE"))

    arrival_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[UUID]
    file_id: Mapped[UUID]
    home: Mapped[str]
    did: Mapped[str]
    vouched: Mapped[bool]
    seated_at: Mapped[datetime] = mapped_column(default=clock.now)
    hears: Mapped[bool] = mapped_column(default=False)
    speaks: Mapped[bool] = mapped_column(default=False)
    decided_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    said: Mapped[Json] = mapped_column(default=dict)
