"""Disagreements helped by an elected mediator, and words reported as abusive."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.tables import Base, CooperativeOwned, Identified
from kernel.walls import KEEP, OUR_MEMBER, sealed_table
from tenants.models import member_key


class Ending(StrEnum):
    """How a mediation ended: words written by the three, a disagreement left as it is, or never begun."""

    OUTCOME = "outcome"
    LEFT = "left"
    DECLINED = "declined"


class Stage(StrEnum):
    """Where a mediation stands: proposed to the author, under way between three, or ended."""

    PROPOSED = "proposed"
    UNDER_WAY = "under_way"
    OUTCOME = "outcome"
    LEFT = "left"
    DECLINED = "declined"


class Mediation(CooperativeOwned, Base):
    """The mediation of one exchange, asked for by the member concerned, begun once its author agrees.

    The three write `outcome` together: each agrees to its present words, and changing them undoes it.
    """

    __tablename__ = "mediation"
    __table_args__ = (
        ForeignKeyConstraint(
            ("cooperative_id", "statement_id"),
            ("statement.cooperative_id", "statement.id"),
            ondelete="CASCADE",
        ),
        member_key("subject_id"),
        member_key("author_id", ondelete="SET NULL (author_id)"),
        member_key("mediator_id", ondelete="SET NULL (mediator_id)"),
        Index("ix_mediation_mediator", "cooperative_id", "mediator_id"),
        CheckConstraint("mediator_id NOT IN (subject_id, author_id)", name="third_person"),
        CheckConstraint("length(outcome) <= 1000", name="outcome"),
    )
    __wall__ = sealed_table(
        "subject_id",
        "author_id",
        app=KEEP,
        machine=("SELECT", "UPDATE"),
        also=f"((mediator_id = {OUR_MEMBER}) AND (agreed_at IS NOT NULL))",
    )

    statement_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID]
    author_id: Mapped[UUID | None]
    mediator_id: Mapped[UUID | None]
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    agreed_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
    subject_agreed_at: Mapped[datetime | None]
    author_agreed_at: Mapped[datetime | None]
    mediator_agreed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ending: Mapped[Ending | None]

    @property
    def stage(self) -> Stage:
        """Where this mediation stands."""
        if self.ending is not None:
            return Stage(self.ending.value)
        return Stage.PROPOSED if self.agreed_at is None else Stage.UNDER_WAY


class Reported(StrEnum):
    """What words can be reported: those of a request, of an opinion, of an answer, of a thank-you."""

    REQUEST = "request"
    STATEMENT = "statement"
    ANSWER = "answer"
    THANKS = "thanks"


class Report(CooperativeOwned, Identified, Base):
    """Words somebody found abusive: the mediator reads this copy, and nothing of where it comes from."""

    __tablename__ = "report"
    __table_args__ = (
        member_key("reporter_id"),
        member_key("mediator_id"),
        UniqueConstraint("cooperative_id", "reporter_id", "kind", "about_id"),
        Index("ix_report_mediator", "cooperative_id", "mediator_id"),
        CheckConstraint("mediator_id <> reporter_id", name="third_person"),
    )
    __wall__ = sealed_table("reporter_id", "mediator_id", machine=("SELECT", "UPDATE", "DELETE"))

    kind: Mapped[Reported]
    about_id: Mapped[UUID]
    words: Mapped[str]
    reporter_id: Mapped[UUID]
    mediator_id: Mapped[UUID]
    reported_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_at: Mapped[datetime | None]
    hidden: Mapped[bool] = mapped_column(default=False)
