"""What a person decided about their own data."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.tables import Base, Identified, PersonOwned
from kernel.walls import person_table


class Consent(PersonOwned, Identified, Base):
    """One decision on one axis for one cooperative; the last one counts, the others are its history.

    A yes has `given_at`; a no, at once or later, has `withdrawn_at`.
    """

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_cooperative", "person_id", "cooperative_id", "axis", "decided_at"),)
    __wall__ = person_table()

    cooperative_id: Mapped[UUID]
    axis: Mapped[str]
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)
    given_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
