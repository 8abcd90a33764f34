"""Portraits as published, their charts, and the sealed sets from which the next ones are audited."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Integer
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


class Roster(CooperativeOwned, Base):
    """The contributions a portrait was made of, by their random keys, and how categories were put together.

    `keys` holds 16 bytes a contribution, in order. `merges` gives, by dimension, the cell of each category;
    it is kept for a year, from `merged_on`. Read by the machine role only, never published, never changed.
    """

    __tablename__ = "roster"
    __table_args__ = (
        ForeignKeyConstraint(("cooperative_id",), ("cooperative.cooperative_id",), ondelete="CASCADE"),
    )
    __wall__ = machine_table()

    closed_on: Mapped[date] = mapped_column(primary_key=True)
    keys: Mapped[bytes]
    merged_on: Mapped[date]
    merges: Mapped[Json]


class ReleaseSet(CooperativeOwned, Base):
    """Whose contributions one published figure was made of, and its exact sums: one set of a portrait.

    `members` has a bit for each contribution of the roster of `roster_on`, which is an earlier one for those
    who were counted before. Read by the machine role when the next portrait is audited.
    """

    __tablename__ = "release_set"
    __table_args__ = (
        ForeignKeyConstraint(
            ("cooperative_id", "roster_on"), ("roster.cooperative_id", "roster.closed_on"), ondelete="CASCADE"
        ),
    )
    __wall__ = machine_table()

    closed_on: Mapped[date] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    cell: Mapped[str] = mapped_column(primary_key=True)
    roster_on: Mapped[date]
    members: Mapped[bytes]
    n: Mapped[int] = mapped_column(Integer)
    total: Mapped[int] = mapped_column(BigInteger)
