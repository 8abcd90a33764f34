"""Requests, those asked, their statements, the member's answers, and where each level stands.

Every table is sealed: a row is seen by the members it involves, and whole by the machine role only.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Float, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from assessment.referential import Axis
from kernel import clock
from kernel.tables import Base, CooperativeOwned, Identified
from kernel.walls import KEEP, OUR_MEMBER, OWN, sealed_table
from peer.rules import Stance, StandingState
from tenants.models import member_key


class AskedState(StrEnum):
    """Where a member stands in a request: drawn in reserve, named, asked, or set aside by its author."""

    RESERVE = "reserve"
    NAMED = "named"
    ASKED = "asked"
    SET_ASIDE = "set_aside"


class AnswerKind(StrEnum):
    """How a member answers someone who sees their level otherwise."""

    KEEP = "keep"
    ADJUST = "adjust"


class ReviewRequest(CooperativeOwned, Identified, Base):
    """A member asks what others have seen on one axis. `level_seen` is the copy the peers read."""

    __tablename__ = "request"
    __table_args__ = (
        member_key("subject_id"),
        UniqueConstraint("cooperative_id", "id", "subject_id"),
        Index("ix_request_subject", "cooperative_id", "subject_id", "axis"),
        CheckConstraint("level_seen BETWEEN 0 AND 100", name="level_seen"),
    )
    __wall__ = sealed_table(
        "subject_id",
        app=KEEP,
        machine=("SELECT", "UPDATE"),
        also=(
            "(EXISTS ( SELECT 1 FROM asked"  # noqa: S608 - constants of ours  # nosec B608
            " WHERE ((asked.cooperative_id = request.cooperative_id) AND (asked.request_id = request.id)"
            f" AND (asked.reviewer_id = {OUR_MEMBER}) AND ((asked.state)::text = 'asked'::text))))"
        ),
        writes=f"(subject_id = {OUR_MEMBER})",
    )

    subject_id: Mapped[UUID]
    axis: Mapped[Axis]
    level_seen: Mapped[int]
    message: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    drawn_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    answer_by: Mapped[date | None]
    withdrawn_at: Mapped[datetime | None]


class Asked(CooperativeOwned, Identified, Base):
    """A member named in a request, chosen or drawn; `rank` is the order of the draw."""

    __tablename__ = "asked"
    __table_args__ = (
        ForeignKeyConstraint(
            ("cooperative_id", "request_id", "subject_id"),
            ("request.cooperative_id", "request.id", "request.subject_id"),
            ondelete="CASCADE",
        ),
        member_key("reviewer_id"),
        UniqueConstraint("cooperative_id", "request_id", "reviewer_id"),
        Index("ix_asked_reviewer", "cooperative_id", "reviewer_id"),
        CheckConstraint("reviewer_id <> subject_id", name="not_oneself"),
    )
    __wall__ = sealed_table(
        "subject_id",
        app=OWN,
        machine=KEEP,
        also=f"((reviewer_id = {OUR_MEMBER}) AND ((state)::text = 'asked'::text))",
        writes=f"(subject_id = {OUR_MEMBER})",
    )

    request_id: Mapped[UUID]
    subject_id: Mapped[UUID]
    reviewer_id: Mapped[UUID]
    drawn: Mapped[bool]
    rank: Mapped[int] = mapped_column(default=0)
    state: Mapped[AskedState]
    asked_at: Mapped[datetime | None]


class Statement(CooperativeOwned, Identified, Base):
    """What a peer says of a level they have seen. An abstention is read by its author alone."""

    __tablename__ = "statement"
    __table_args__ = (
        member_key("subject_id"),
        ForeignKeyConstraint(
            ("cooperative_id", "author_id"),
            ("membership.cooperative_id", "membership.id"),
            ondelete="SET NULL (author_id)",
        ),
        ForeignKeyConstraint(
            ("cooperative_id", "request_id"), ("request.cooperative_id", "request.id"), ondelete="CASCADE"
        ),
        Index(
            "uq_statement_standing",
            "cooperative_id",
            "subject_id",
            "author_id",
            "axis",
            "period",
            unique=True,
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_statement_author", "cooperative_id", "author_id"),
        CheckConstraint("author_id <> subject_id", name="not_oneself"),
        CheckConstraint("level_seen BETWEEN 0 AND 100", name="level_seen"),
        CheckConstraint("level BETWEEN 0 AND 100", name="level"),
        CheckConstraint("(stance = 'contest') = (level IS NOT NULL)", name="contest_has_level"),
        CheckConstraint("length(words) <= 500", name="words"),
    )
    __wall__ = sealed_table(
        "author_id",
        app=KEEP,
        machine=("SELECT", "UPDATE"),
        also=f"((subject_id = {OUR_MEMBER}) AND ((stance)::text <> 'abstain'::text))",
        writes=f"(author_id = {OUR_MEMBER})",
    )

    request_id: Mapped[UUID]
    author_id: Mapped[UUID | None]
    subject_id: Mapped[UUID]
    axis: Mapped[Axis]
    period: Mapped[date]
    stance: Mapped[Stance]
    level_seen: Mapped[int]
    level: Mapped[int | None]
    grounds: Mapped[list[str]] = mapped_column(ARRAY(Text))
    words: Mapped[str] = mapped_column(default="")
    drawn: Mapped[bool]
    said_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_on: Mapped[date]
    withdrawn_at: Mapped[datetime | None]


class Answer(CooperativeOwned, Base):
    """The member's answer to one statement that sees their level otherwise."""

    __tablename__ = "answer"
    __table_args__ = (
        ForeignKeyConstraint(
            ("cooperative_id", "statement_id"),
            ("statement.cooperative_id", "statement.id"),
            ondelete="CASCADE",
        ),
        member_key("subject_id"),
        member_key("author_id"),
        CheckConstraint("length(words) <= 500", name="words"),
    )
    __wall__ = sealed_table(
        "subject_id", "author_id", app=("SELECT", "INSERT"), writes=f"(subject_id = {OUR_MEMBER})"
    )

    statement_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID]
    author_id: Mapped[UUID | None]
    kind: Mapped[AnswerKind]
    level: Mapped[int | None]
    words: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime] = mapped_column(default=clock.now)


class Standing(CooperativeOwned, Base):
    """Where a member's level stands on one axis, as the rule last settled it."""

    __tablename__ = "standing"
    __table_args__ = (member_key("member_id"),)
    __wall__ = sealed_table("member_id", app=KEEP)

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    axis: Mapped[Axis] = mapped_column(primary_key=True)
    level: Mapped[int]
    state: Mapped[StandingState]
    value: Mapped[int | None]
    confidence: Mapped[float] = mapped_column(Float)
    confirmations: Mapped[int]
    missing: Mapped[list[str]] = mapped_column(ARRAY(Text))
    settled_at: Mapped[datetime] = mapped_column(default=clock.now)
