"""The rows of the charter: its versions, the one being written, who has read which."""

from dataclasses import fields
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.tables import Base, CooperativeOwned
from kernel.walls import KEEP, OWN, READ, WRITE_ONCE, cooperative_table, sealed_table
from tenants.models import member_key
from tenants.terms import (
    LEAST_FLOOR,
    LEAST_NOTICE_DAYS,
    LONGEST_CONTROLLER,
    LONGEST_WORDS,
    MOST_CLOSES_A_YEAR,
    Reach,
    Terms,
)


class Deciding:
    """The columns of what a charter decides, the same for a version and for a draft."""

    floor: Mapped[int]
    notice_days: Mapped[int]
    closes_a_year: Mapped[int]
    closed: Mapped[list[str]] = mapped_column(ARRAY(Text))
    coordinators: Mapped[int]
    mediators: Mapped[int]
    controller: Mapped[str]
    consulted_on: Mapped[date | None]
    words: Mapped[str]

    @property
    def terms(self) -> Terms:
        """The same, as a value."""
        kept = {each.name: getattr(self, each.name) for each in fields(Terms)}
        return Terms(**{**kept, "closed": frozenset(map(Reach, self.closed))})


def columns_of(terms: Terms) -> dict[str, Any]:
    """What a charter decides, as its columns hold it."""
    kept = {each.name: getattr(terms, each.name) for each in fields(Terms)}
    return {**kept, "closed": sorted(terms.closed)}


def _bounds() -> tuple[CheckConstraint, ...]:
    return (
        CheckConstraint(f"floor >= {LEAST_FLOOR}", name="floor"),
        CheckConstraint(f"notice_days >= {LEAST_NOTICE_DAYS}", name="notice_days"),
        CheckConstraint(f"closes_a_year BETWEEN 1 AND {MOST_CLOSES_A_YEAR}", name="closes_a_year"),
        CheckConstraint("closed <@ ARRAY['group', 'cooperative', 'link']", name="closed"),
        CheckConstraint(
            f"char_length(controller) <= {LONGEST_CONTROLLER} AND char_length(words) <= {LONGEST_WORDS}",
            name="words",
        ),
    )


class Charter(Deciding, CooperativeOwned, Base):
    """One version of the charter, published; the last one is in force. Rows are written once.

    Each version but the first names the floor of the one before it: a key holds the two together, a check
    keeps the second from being lower.
    """

    __tablename__ = "charter"
    __table_args__ = (
        ForeignKeyConstraint(("cooperative_id",), ("cooperative.cooperative_id",), ondelete="CASCADE"),
        ForeignKeyConstraint(
            ("cooperative_id", "previous", "previous_floor"),
            ("charter.cooperative_id", "charter.number", "charter.floor"),
            ondelete="CASCADE",
        ),
        UniqueConstraint("cooperative_id", "number", "floor"),
        CheckConstraint(
            "CASE WHEN number = 1 THEN num_nulls(previous, previous_floor) = 2 ELSE num_nulls(previous,"
            " previous_floor) = 0 AND previous = number - 1 AND floor >= previous_floor END",
            name="never_lowered",
        ),
        *_bounds(),
    )
    __wall__ = cooperative_table(app=WRITE_ONCE, machine=READ)

    number: Mapped[int] = mapped_column(primary_key=True)
    previous: Mapped[int | None]
    previous_floor: Mapped[int | None]
    edition: Mapped[UUID] = mapped_column(default=uuid4)
    published_at: Mapped[datetime] = mapped_column(default=clock.now)


class CharterDraft(Deciding, CooperativeOwned, Base):
    """The next version, while coordinators write it; `edition` is another each time it is saved."""

    __tablename__ = "charter_draft"
    __table_args__ = (
        ForeignKeyConstraint(("cooperative_id",), ("cooperative.cooperative_id",), ondelete="CASCADE"),
        *_bounds(),
    )
    __wall__ = cooperative_table(app=OWN)

    number: Mapped[int]
    edition: Mapped[UUID]
    written_at: Mapped[datetime]


class CharterRead(CooperativeOwned, Base):
    """The last version of the charter a member has said they read; they see it, and the machine."""

    __tablename__ = "charter_read"
    __table_args__ = (member_key("member_id"),)
    __wall__ = sealed_table("member_id", app=KEEP, machine=("SELECT", "DELETE"))

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int]
    read_at: Mapped[datetime]
