"""What a person writes about their own work, and the copies a cooperative may count."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessment.referential import Axis
from kernel import clock
from kernel.tables import Base, CooperativeOwned, Identified, Json, PersonOwned
from kernel.walls import ERASE, OWN, person_table, sealed_table
from tenants.models import member_key

Levels = dict[Axis, int | None]


class SevenLevels:
    """Seven levels from 0 to 100, one column an axis; null where the axis was skipped or may not count."""

    local_utility: Mapped[int | None]
    rest_time: Mapped[int | None]
    commercial_relation: Mapped[int | None]
    creativity: Mapped[int | None]
    tool_mastery: Mapped[int | None]
    trade_completeness: Mapped[int | None]
    financial_autonomy: Mapped[int | None]

    @property
    def levels(self) -> Levels:
        """The seven levels by axis, in the order of the diagram."""
        return {axis: getattr(self, axis) for axis in Axis}

    @levels.setter
    def levels(self, levels: Levels) -> None:
        for axis in Axis:
            setattr(self, axis, levels.get(axis))


class Attributes:
    """What a person may say of their situation; each is optional and self-declared."""

    status: Mapped[str | None]
    trade: Mapped[str | None]
    seniority: Mapped[str | None]
    territory: Mapped[str | None]


def within_bounds() -> tuple[CheckConstraint, ...]:
    """The rule that every level lies between 0 and 100, as constraints of a table."""
    return tuple(CheckConstraint(f"{axis} BETWEEN 0 AND 100", name=axis.value) for axis in Axis)


def activity_key() -> ForeignKeyConstraint:
    """The key of a row that belongs to one activity of the same person."""
    return ForeignKeyConstraint(
        ("person_id", "activity_id"), ("activity.person_id", "activity.id"), ondelete="CASCADE"
    )


class Activity(PersonOwned, Identified, Attributes, Base):
    """One of a person's activities: a job, a freelance trade, an association.

    `taken_up_at`: since when its owner is taking stock of it rather than of another one.
    """

    __tablename__ = "activity"
    __wall__ = person_table()

    label: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    taken_up_at: Mapped[datetime | None]


class Counting(PersonOwned, Base):
    """Which activity a person takes stock of for one of their cooperatives.

    `since`: assessments older than this day do not count there; None when all of them do.
    """

    __tablename__ = "counting"
    __table_args__ = (activity_key(),)
    __wall__ = person_table()

    cooperative_id: Mapped[UUID] = mapped_column(primary_key=True)
    activity_id: Mapped[UUID]
    since: Mapped[datetime | None]


class Draft(PersonOwned, Identified, Base):
    """Answers not submitted yet; the draft's id becomes the assessment's, so it is submitted once."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("person_id", "activity_id"), activity_key())
    __wall__ = person_table()

    activity_id: Mapped[UUID]
    answers: Mapped[Json]
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)


class LifeEvent(PersonOwned, Identified, Base):
    """A day that mattered, in the person's words; only they read it."""

    __tablename__ = "event"
    __wall__ = person_table()

    on: Mapped[date]
    label: Mapped[str]


class Assessment(PersonOwned, Identified, SevenLevels, Attributes, Base):
    """A dated set of seven levels. It is never changed: a mistake is corrected by a new one."""

    __tablename__ = "assessment"
    __table_args__ = (
        activity_key(),
        Index("ix_assessment_submitted", "person_id", "submitted_at"),
        *within_bounds(),
    )
    __wall__ = person_table(ERASE)

    activity_id: Mapped[UUID]
    submitted_at: Mapped[datetime] = mapped_column(default=clock.now)
    referential: Mapped[str]
    suggestions: Mapped[Json]
    answers: Mapped[Json]
    skips: Mapped[Json]
    notes: Mapped[Json]


class Contribution(CooperativeOwned, SevenLevels, Attributes, Base):
    """The copy of an assessment a cooperative may count: only the axes its owner agreed to.

    One a member and period, the last. `key` is random: sealed sets name it, and once the row dies it
    points to nobody.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        member_key("member_id"),
        UniqueConstraint("cooperative_id", "key"),
        Index("ix_contribution_submitted", "cooperative_id", "submitted_at"),
        *within_bounds(),
    )
    __wall__ = sealed_table("member_id", app=OWN, machine=("SELECT", "DELETE"))

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    period: Mapped[date] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4)
    submitted_at: Mapped[datetime]
