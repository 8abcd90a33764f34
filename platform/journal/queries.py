"""Reading the journal."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import and_, or_, select

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


def entries_by(session: UnitOfWork, verbs: Collection[StrEnum], limit: int) -> Sequence[Entry]:
    """The acts of these kinds that concern the member in scope, or are theirs alone, newest first."""
    alone = and_(Entry.actor_id == session.member, Entry.subject_id.is_(None))
    ours = or_(alone, Entry.subject_id == session.member)
    statement = select(Entry).where(Entry.verb.in_([each.value for each in verbs]), ours)
    return session.scalars(statement.order_by(Entry.at.desc(), Entry.id).limit(limit)).all()


def has_done(session: UnitOfWork, verb: StrEnum, about_id: UUID, *, since: datetime) -> bool:
    """Whether the member in scope has been noted as doing this since a moment."""
    statement = select(Entry.id).where(
        Entry.actor_id == session.member,
        Entry.verb == verb.value,
        Entry.object_id == about_id,
        Entry.at >= since,
    )
    return session.scalars(statement.limit(1)).first() is not None


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
