"""Who may be asked now, and by whom: pauses, people kept apart, validators; for their owner and the draw."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessment.referential import Axis
from kernel.tables import Base, CooperativeOwned
from kernel.walls import OWN, sealed_table
from tenants.models import member_key


class Pause(CooperativeOwned, Base):
    """A member takes no new request before this day."""

    __tablename__ = "pause"
    __table_args__ = (member_key("member_id"),)
    __wall__ = sealed_table("member_id", app=OWN, machine=("SELECT", "DELETE"))

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    until: Mapped[date]


class Block(CooperativeOwned, Base):
    """A member would rather not be asked by another, nor drawn for them; only the member knows."""

    __tablename__ = "block"
    __table_args__ = (
        member_key("member_id"),
        member_key("other_id"),
        CheckConstraint("member_id <> other_id", name="not_oneself"),
    )
    __wall__ = sealed_table("member_id", app=OWN, machine=("SELECT", "DELETE"))

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    other_id: Mapped[UUID] = mapped_column(primary_key=True)
    since: Mapped[date]


class Validator(CooperativeOwned, Base):
    """A member whose high level was validated, and who accepts to be drawn more often on that axis."""

    __tablename__ = "validator"
    __table_args__ = (member_key("member_id"),)
    __wall__ = sealed_table("member_id", app=OWN, machine=("SELECT", "DELETE"))

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    axis: Mapped[Axis] = mapped_column(primary_key=True)
    since: Mapped[date]
