"""Requests, and those asked: members named or drawn, and witnesses from outside."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessment.referential import Axis
from kernel import clock
from kernel.tables import Base, CooperativeOwned, Identified
from kernel.walls import KEEP, OUR_MEMBER, OWN, sealed_table
from tenants.models import member_key


class AskedState(StrEnum):
    """Where a member stands in a request: drawn in reserve, named, asked, set aside by its author, or away.

    Away is somebody who takes no request now, whatever the reason: a pause, too many requests already, or
    one of the two who would rather not. The author of the request is never told which.
    """

    RESERVE = "reserve"
    NAMED = "named"
    ASKED = "asked"
    SET_ASIDE = "set_aside"
    AWAY = "away"


class ReviewRequest(CooperativeOwned, Identified, Base):
    """A member asks what others have seen on one axis. `level_seen` is the copy the peers read.

    `evidence` tells where the work can be seen; `hidden_at`: its words were hidden by mediation.
    """

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
        machine=("SELECT", "UPDATE", "DELETE"),
        also=(
            "(EXISTS ( SELECT 1 FROM asked"  # noqa: S608 - constants of ours  # nosec B608
            " WHERE ((asked.cooperative_id = request.cooperative_id) AND (asked.request_id = request.id)"
            f" AND (asked.reviewer_id = {OUR_MEMBER}) AND ((asked.state)::text = 'asked'::text))))"
            " OR (EXISTS ( SELECT 1 FROM witness"
            " WHERE ((witness.cooperative_id = request.cooperative_id) AND (witness.request_id = request.id)"
            f" AND (witness.id = {OUR_MEMBER}))))"
        ),
        writes=f"(subject_id = {OUR_MEMBER})",
    )

    subject_id: Mapped[UUID]
    axis: Mapped[Axis]
    level_seen: Mapped[int]
    message: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(default="")
    hidden_at: Mapped[datetime | None]
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
    reminded_at: Mapped[datetime | None]


class Witness(CooperativeOwned, Identified, Base):
    """Somebody from outside, a client or a partner, who speaks through a mailed link.

    Acting through that link, a witness is in scope under the row's own id. The address is forgotten with
    the end of the request; the name stays beside what was said.
    """

    __tablename__ = "witness"
    __table_args__ = (
        ForeignKeyConstraint(
            ("cooperative_id", "request_id", "subject_id"),
            ("request.cooperative_id", "request.id", "request.subject_id"),
            ondelete="CASCADE",
        ),
        Index("ix_witness_request", "cooperative_id", "request_id"),
    )
    __wall__ = sealed_table(
        "subject_id", "id", app=OWN, machine=("SELECT", "UPDATE"), writes=f"(subject_id = {OUR_MEMBER})"
    )

    request_id: Mapped[UUID]
    subject_id: Mapped[UUID]
    name: Mapped[str]
    email: Mapped[str | None]
    language: Mapped[str]
