"""The journal's rows: acts, and readings of somebody's data by somebody else."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.tables import Base, CooperativeOwned, Identified
from kernel.walls import WRITE_ONCE, sealed_table


def _member(column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ("cooperative_id", column), ("membership.cooperative_id", "membership.id"), ondelete="CASCADE"
    )


class Entry(CooperativeOwned, Identified, Base):
    """One act in a cooperative. Open acts (those of the coordination) are readable by every member."""

    __tablename__ = "entry"
    __table_args__ = (
        _member("actor_id"),
        _member("subject_id"),
        Index("ix_entry_at", "cooperative_id", "at"),
        Index("ix_entry_object", "cooperative_id", "object_id"),
    )
    __wall__ = sealed_table(
        "actor_id", "subject_id", also="open", writes="true", app=WRITE_ONCE, machine=WRITE_ONCE
    )

    actor_id: Mapped[UUID | None]
    subject_id: Mapped[UUID | None]
    verb: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[UUID | None]
    open: Mapped[bool]
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Reading(CooperativeOwned, Identified, Base):
    """One reading of a member's data by another member; the member reads this list, nobody else does.

    `about_id` tells apart several things of one kind: the id of the copy that was read.
    """

    __tablename__ = "reading"
    __table_args__ = (
        _member("subject_id"),
        _member("reader_id"),
        Index("ix_reading_subject", "cooperative_id", "subject_id", "at"),
    )
    __wall__ = sealed_table("subject_id", "reader_id", app=WRITE_ONCE, machine=("SELECT", "DELETE"))

    subject_id: Mapped[UUID]
    reader_id: Mapped[UUID]
    role: Mapped[str]
    what: Mapped[str]
    about_id: Mapped[UUID | None]
    at: Mapped[datetime] = mapped_column(default=clock.now)
