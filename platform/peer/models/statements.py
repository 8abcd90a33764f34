"""What peers said of a level, what the member answered, and where the level stands."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Float, ForeignKeyConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from assessment.referential import Axis
from kernel import clock
from kernel.tables import Base, CooperativeOwned, Identified
from kernel.walls import KEEP, OUR_MEMBER, sealed_table
from peer.rules import Stance, StandingState
from tenants.models import member_key


def in_mediation(table: str, statement: str) -> str:
    """The condition that the member in scope mediates the exchange this row is part of, while it lasts."""
    return (
        "(EXISTS ( SELECT 1 FROM mediation"  # noqa: S608 - names of ours, nothing comes from outside  # nosec B608
        f" WHERE ((mediation.cooperative_id = {table}.cooperative_id)"
        f" AND (mediation.statement_id = {table}.{statement}) AND (mediation.mediator_id = {OUR_MEMBER})"
        " AND (mediation.agreed_at IS NOT NULL) AND (mediation.ended_at IS NULL))))"
    )


TO_OUR_WITNESS = (
    "(EXISTS ( SELECT 1 FROM statement"  # noqa: S608 - constants of ours  # nosec B608
    " WHERE ((statement.cooperative_id = answer.cooperative_id) AND (statement.id = answer.statement_id)"
    f" AND (statement.witness_id = {OUR_MEMBER}))))"
)


class AnswerKind(StrEnum):
    """How a member answers someone who sees their level otherwise."""

    KEEP = "keep"
    ADJUST = "adjust"
    MEDIATE = "mediate"


class Statement(CooperativeOwned, Identified, Base):
    """What a peer, or a witness from outside, says of a level they have seen.

    An abstention is read by its author alone. `named`: its author agreed to be named, on badges for a
    confirmation, in what the member takes along for a view that differs.
    `joined_at`: a view that differed came within 15 points of the member's level, and its author was told;
    `hidden_at`: its words were hidden by mediation.
    """

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
        ForeignKeyConstraint(
            ("cooperative_id", "witness_id"),
            ("witness.cooperative_id", "witness.id"),
            ondelete="SET NULL (witness_id)",
        ),
        Index(
            "uq_statement_witness",
            "cooperative_id",
            "witness_id",
            unique=True,
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_statement_author", "cooperative_id", "author_id"),
        CheckConstraint("author_id IS NULL OR NOT outside", name="outside_is_no_member"),
        CheckConstraint("author_id <> subject_id", name="not_oneself"),
        CheckConstraint("level_seen BETWEEN 0 AND 100", name="level_seen"),
        CheckConstraint("level BETWEEN 0 AND 100", name="level"),
        CheckConstraint("(stance = 'contest') = (level IS NOT NULL)", name="contest_has_level"),
        CheckConstraint("length(words) <= 500", name="words"),
    )
    __wall__ = sealed_table(
        "author_id",
        "witness_id",
        app=KEEP,
        machine=("SELECT", "UPDATE"),
        also=(
            f"((subject_id = {OUR_MEMBER}) AND ((stance)::text <> 'abstain'::text))"
            f" OR {in_mediation('statement', 'id')}"
        ),
        writes=f"((author_id = {OUR_MEMBER}) OR (witness_id = {OUR_MEMBER}))",
    )

    request_id: Mapped[UUID]
    author_id: Mapped[UUID | None]
    witness_id: Mapped[UUID | None]
    subject_id: Mapped[UUID]
    axis: Mapped[Axis]
    period: Mapped[date]
    stance: Mapped[Stance]
    level_seen: Mapped[int]
    level: Mapped[int | None]
    grounds: Mapped[list[str]] = mapped_column(ARRAY(Text))
    words: Mapped[str] = mapped_column(default="")
    drawn: Mapped[bool]
    outside: Mapped[bool] = mapped_column(default=False)
    named: Mapped[bool] = mapped_column(default=False)
    said_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_on: Mapped[date]
    withdrawn_at: Mapped[datetime | None]
    joined_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]


class Answer(CooperativeOwned, Base):
    """The member's answer to one statement that sees their level otherwise.

    Asking for mediation is an answer until another takes its place.
    """

    __tablename__ = "answer"
    __table_args__ = (
        ForeignKeyConstraint(
            ("cooperative_id", "statement_id"),
            ("statement.cooperative_id", "statement.id"),
            ondelete="CASCADE",
        ),
        member_key("subject_id"),
        member_key("author_id", ondelete="SET NULL (author_id)"),
        CheckConstraint("length(words) <= 500", name="words"),
    )
    __wall__ = sealed_table(
        "subject_id",
        "author_id",
        app=KEEP,
        machine=("SELECT", "UPDATE"),
        also=f"{TO_OUR_WITNESS} OR {in_mediation('answer', 'statement_id')}",
        writes=f"(subject_id = {OUR_MEMBER})",
    )

    statement_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID]
    author_id: Mapped[UUID | None]
    kind: Mapped[AnswerKind]
    level: Mapped[int | None]
    words: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime] = mapped_column(default=clock.now)
    hidden_at: Mapped[datetime | None]


class Standing(CooperativeOwned, Base):
    """Where a member's level stands on one axis, as the rule last settled it.

    `since` is when it came to its state. `seen_higher` is where independent peers place somebody who sees
    themself well below; for them alone.
    """

    __tablename__ = "standing"
    __table_args__ = (member_key("member_id"),)
    __wall__ = sealed_table("member_id", app=KEEP, machine=("SELECT", "DELETE"))

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    axis: Mapped[Axis] = mapped_column(primary_key=True)
    level: Mapped[int]
    state: Mapped[StandingState]
    value: Mapped[int | None]
    confidence: Mapped[float] = mapped_column(Float)
    confirmations: Mapped[int]
    seen_higher: Mapped[int | None]
    missing: Mapped[list[str]] = mapped_column(ARRAY(Text))
    settled_at: Mapped[datetime] = mapped_column(default=clock.now)
    since: Mapped[datetime] = mapped_column(default=clock.now)
