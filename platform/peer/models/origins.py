"""Where a statement was made, when it was not here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.tables import Base, CooperativeOwned
from kernel.walls import ERASE, sealed_table
from tenants.models import member_key


class Origin(CooperativeOwned, Base):
    """The cooperative in which a statement was made, by the name and the identifier it gave itself.

    Nothing proves them here: its two people brought the statement, and both confirmed it.
    """

    __tablename__ = "origin"
    __table_args__ = (
        member_key("subject_id"),
        member_key("author_id", ondelete="SET NULL (author_id)"),
        ForeignKeyConstraint(
            ("cooperative_id", "statement_id"),
            ("statement.cooperative_id", "statement.id"),
            ondelete="CASCADE",
        ),
        Index("ix_origin_subject", "cooperative_id", "subject_id"),
    )
    __wall__ = sealed_table("subject_id", "author_id", app=ERASE)

    statement_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID]
    author_id: Mapped[UUID | None]
    home: Mapped[str]
    did: Mapped[str]
    brought_at: Mapped[datetime] = mapped_column(default=clock.now)
