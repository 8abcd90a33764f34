"""Thank-yous: from one member to another, counted nowhere, listed nowhere."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from assessment.referential import Axis
from kernel import clock
from kernel.tables import Base, CooperativeOwned, Identified
from kernel.walls import KEEP, sealed_table
from tenants.models import member_key


class Thanks(CooperativeOwned, Identified, Base):
    """A private thank-you; `axis` when it is about one of the three, `put_away_at` once it has been read."""

    __tablename__ = "thanks"
    __table_args__ = (
        member_key("author_id"),
        member_key("recipient_id"),
        Index("ix_thanks_recipient", "cooperative_id", "recipient_id"),
        CheckConstraint("author_id <> recipient_id", name="not_oneself"),
        CheckConstraint("length(words) <= 500", name="words"),
    )
    __wall__ = sealed_table("author_id", "recipient_id", app=KEEP, machine=("SELECT", "UPDATE", "DELETE"))

    author_id: Mapped[UUID]
    recipient_id: Mapped[UUID]
    axis: Mapped[Axis | None]
    words: Mapped[str]
    said_at: Mapped[datetime] = mapped_column(default=clock.now)
    put_away_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
