"""What a workshop keeps: its day, the words chosen by the group, and marks once everyone has agreed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from assessment.models import SevenLevels, within_bounds
from assessment.referential import Axis
from kernel import clock
from kernel.tables import Base
from kernel.walls import KEEP, cooperative_table
from tenants.models import InCooperative, member_key
from workshop.rules import LONGEST_WORDS

SEVEN = ", ".join(Axis)


class Workshop(InCooperative, SevenLevels, Base):
    """A workshop. Its seven columns hold the common marks of the group, never anybody's level.

    They are written when it ends, if everyone present agreed; from then on the row does not change.
    """

    __tablename__ = "workshop"
    __table_args__ = (
        member_key("facilitator_id", ondelete="SET NULL (facilitator_id)"),
        CheckConstraint(f"length(words) <= {LONGEST_WORDS}", name="words"),
        CheckConstraint(f"ended_at IS NOT NULL OR num_nonnulls({SEVEN}) = 0", name="marks_in_the_end"),
        Index(
            "uq_workshop_join_word",
            "cooperative_id",
            "join_word",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        *within_bounds(),
    )
    __wall__ = cooperative_table(app=KEEP)

    facilitator_id: Mapped[UUID | None]
    held_on: Mapped[date]
    join_word: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    prepared_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    @property
    def has_marks(self) -> bool:
        """Whether common marks were kept."""
        return any(level is not None for level in self.levels.values())
