"""What the author of a request lets those asked look at: copies, made by them and destroyed by them."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel.tables import Base, CooperativeOwned, Identified
from kernel.walls import OUR_MEMBER, OWN, sealed_table


class Evidence(CooperativeOwned, Identified, Base):
    """A copy of something the member has done: words, a day, one photo at most. It dies with the request."""

    __tablename__ = "evidence"
    __table_args__ = (
        ForeignKeyConstraint(
            ("cooperative_id", "request_id", "subject_id"),
            ("request.cooperative_id", "request.id", "request.subject_id"),
            ondelete="CASCADE",
        ),
        Index("ix_evidence_request", "cooperative_id", "request_id"),
    )
    __wall__ = sealed_table(
        "subject_id",
        app=OWN,
        machine=("SELECT", "DELETE"),
        also=(
            "(EXISTS ( SELECT 1 FROM asked"  # noqa: S608 - constants of ours  # nosec B608
            " WHERE ((asked.cooperative_id = evidence.cooperative_id)"
            f" AND (asked.request_id = evidence.request_id) AND (asked.reviewer_id = {OUR_MEMBER})"
            " AND ((asked.state)::text = 'asked'::text))))"
            " OR (EXISTS ( SELECT 1 FROM witness"
            " WHERE ((witness.cooperative_id = evidence.cooperative_id)"
            f" AND (witness.request_id = evidence.request_id) AND (witness.id = {OUR_MEMBER}))))"
        ),
        writes=f"(subject_id = {OUR_MEMBER})",
    )

    request_id: Mapped[UUID]
    subject_id: Mapped[UUID]
    words: Mapped[str]
    on: Mapped[date]
    photo: Mapped[bytes | None] = mapped_column(deferred=True)
    width: Mapped[int | None]
    height: Mapped[int | None]
