"""Accounts, sign-ins and the single-use links sent by mail. Only the identity role reads these rows."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
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
    """One account, above cooperatives."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("language IN ('fr', 'en')", name="language"),)
    __wall__ = identity_table()

    email: Mapped[str] = mapped_column(CITEXT, unique=True)
    password_hash: Mapped[str]
    language: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


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
