"""Telling the journal: an act and its trace land together or not at all."""

from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete

from journal.models import Entry, Reading
from kernel import clock
from kernel.db import UnitOfWork

READINGS_KEPT = timedelta(days=365)


def record(
    session: UnitOfWork,
    *,
    verb: StrEnum,
    about: str,
    about_id: UUID | None = None,
    subject: UUID | None = None,
) -> None:
    """Note an act of the member in scope; it is readable by that member and by the one it concerns."""
    _note(session, verb, about, about_id, session.scope.member, subject).open = False


def record_by(
    session: UnitOfWork,
    *,
    actor: UUID | None,
    verb: StrEnum,
    about: str,
    about_id: UUID,
    subject: UUID | None = None,
) -> None:
    """The same, of a member who acts in another scope, that of a link; None for one who has left."""
    _note(session, verb, about, about_id, actor, subject).open = False


def record_from_outside(
    session: UnitOfWork, *, verb: StrEnum, about: str, about_id: UUID, subject: UUID
) -> None:
    """Note what somebody who is no member did; it is readable by the member it concerns."""
    _note(session, verb, about, about_id, None, subject).open = False


def record_openly(session: UnitOfWork, *, verb: StrEnum, about: str, about_id: UUID | None = None) -> None:
    """Note an act of the coordination, which every member may read."""
    _note(session, verb, about, about_id, session.scope.member, None).open = True


def record_reading(
    session: UnitOfWork, *, subject: UUID, role: str, what: str, about: UUID | None = None
) -> None:
    """Note that the member in scope read something of another member's; its owner reads this list."""
    session.add(Reading(subject_id=subject, reader_id=session.member, role=role, what=what, about_id=about))


def forget_readings(session: UnitOfWork) -> None:
    """Forget the readings of the cooperative in scope that are more than a year old, as the machine role."""
    session.execute(delete(Reading).where(Reading.at < clock.now() - READINGS_KEPT))


def _note(
    session: UnitOfWork,
    verb: StrEnum,
    about: str,
    about_id: UUID | None,
    actor: UUID | None,
    subject: UUID | None,
) -> Entry:
    entry = Entry(
        actor_id=actor,
        subject_id=subject,
        verb=verb.value,
        object_kind=about,
        object_id=about_id,
    )
    session.add(entry)
    return entry
