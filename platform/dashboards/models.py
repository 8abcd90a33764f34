"""Portraits as published, their charts, and the sealed sets from which the next ones are audited."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.tables import Base, CooperativeOwned, Json
from kernel.walls import READ, WRITE_ONCE, cooperative_table, machine_table


class Release(CooperativeOwned, Base):
    """A portrait collectif: every number of its pages, rounded and checked, or why there is none."""

    __tablename__ = "release"
    __table_args__ = (
        ForeignKeyConstraint(("cooperative_id",), ("cooperative.cooperative_id",), ondelete="CASCADE"),
    )
    __wall__ = cooperative_table(app=READ, machine=WRITE_ONCE)

    closed_on: Mapped[date] = mapped_column(primary_key=True)
    published_at: Mapped[datetime] = mapped_column(default=clock.now)
    payload: Mapped[Json]


class Chart(CooperativeOwned, Base):
    """One chart of a portrait in one language, drawn once."""

    __tablename__ = "chart"
    __table_args__ = (
        ForeignKeyConstraint(
            ("cooperative_id", "closed_on"),
            ("release.cooperative_id", "release.closed_on"),
            ondelete="CASCADE",
        ),
    )
    __wall__ = cooperative_table(app=READ, machine=WRITE_ONCE)

    closed_on: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    svg: Mapped[str]


class ReleaseSet(CooperativeOwned, Base):
    """Whose contributions one published figure was made of, by their random keys, and its exact sums.

    Read by the machine role only, when the next portrait is audited; never published, never changed.
    """

    __tablename__ = "release_set"
    __table_args__ = (
        ForeignKeyConstraint(("cooperative_id",), ("cooperative.cooperative_id",), ondelete="CASCADE"),
    )
    __wall__ = machine_table()

    closed_on: Mapped[date] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    cell: Mapped[str] = mapped_column(primary_key=True)
    keys: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    total: Mapped[int] = mapped_column(BigInteger)
    squares: Mapped[int] = mapped_column(BigInteger)
