"""Reading the journal."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from journal.models import Entry, Reading
from kernel.db import UnitOfWork


def open_entries(session: UnitOfWork, limit: int) -> Sequence[Entry]:
    """The last acts of the coordination, newest first."""
    statement = select(Entry).where(Entry.open).order_by(Entry.at.desc(), Entry.id).limit(limit)
    return session.scalars(statement).all()


def readings_of(session: UnitOfWork, limit: int) -> Sequence[Reading]:
    """Who read something of the member in scope, newest first."""
    statement = select(Reading).where(Reading.subject_id == session.member)
    return session.scalars(statement.order_by(Reading.at.desc(), Reading.id).limit(limit)).all()


def entries_about(session: UnitOfWork, *object_ids: UUID) -> Sequence[Entry]:
    """What was done about these, as far as the member in scope may read it, oldest first."""
    statement = select(Entry).where(Entry.object_id.in_(object_ids)).order_by(Entry.at, Entry.id)
    return session.scalars(statement).all()


def has_read(
    session: UnitOfWork, subject: UUID, what: str, *, about: UUID | None = None, since: datetime | None = None
) -> bool:
    """Whether the member in scope has already been noted as a reader of this, or since a moment."""
    statement = select(Reading.id).where(
        Reading.subject_id == subject, Reading.reader_id == session.member, Reading.what == what
    )
    if about is not None:
        statement = statement.where(Reading.about_id == about)
    if since is not None:
        statement = statement.where(Reading.at >= since)
    return session.scalars(statement.limit(1)).first() is not None
