"""Accounts, sign-ins and the single-use links sent by mail. Only the identity role reads these rows."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, text
from sqlalchemy.dialects.postgresql import CITEXT
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.tables import Base, Identified
from kernel.walls import identity_table


class Purpose(StrEnum):
    """What a single-use link allows."""

    RESET_PASSWORD = "reset-password"  # noqa: S105 - the name of a purpose  # nosec B105
    CHANGE_ADDRESS = "change-address"


class Person(Identified, Base):
    """One account, above cooperatives; when it was last used, and how often its end was announced since."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("language IN ('fr', 'en')", name="language"),
        CheckConstraint("notices BETWEEN 0 AND 2", name="notices"),
        Index("ix_person_last_seen_at", "last_seen_at"),
    )
    __wall__ = identity_table()

    email: Mapped[str] = mapped_column(CITEXT, unique=True)
    password_hash: Mapped[str]
    language: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_seen_at: Mapped[datetime] = mapped_column(default=clock.now, server_default=text("now()"))
    notices: Mapped[int] = mapped_column(default=0, server_default="0")
    noticed_at: Mapped[datetime | None]


class Login(Identified, Base):
    """One sign-in: the digest of its token, when it was last seen, when it ends whatever happens."""

    __tablename__ = "login"
    __table_args__ = (Index("ix_login_person", "person_id"),)
    __wall__ = identity_table()

    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    device: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]


class Token(Identified, Base):
    """A link sent by mail, used once. Asked for an unknown address, it has no person and is never sent."""

    __tablename__ = "token"
    __table_args__ = (Index("ix_token_person", "person_id"),)
    __wall__ = identity_table()

    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    purpose: Mapped[Purpose]
    email: Mapped[str] = mapped_column(CITEXT)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Erased(Base):
    """How many unused accounts were erased in a month, counted from its first day: a number, and nobody."""

    __tablename__ = "erased"
    __wall__ = identity_table("SELECT", "INSERT", "UPDATE")

    month: Mapped[date] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(Integer)
