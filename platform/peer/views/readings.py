"""Noting who read what of whom, apart from the page that is read."""

from uuid import UUID

from assessment.referential import Axis
from journal.queries import has_read
from journal.service import record_reading
from pages.visit import scope, session, visit


def note_reading(subject_id: UUID, axis: Axis, role: str) -> None:
    """Write that the reader of this page has seen a member's level, and as whom: once a reader and axis."""
    if has_read(session(), subject_id, axis):
        return
    with visit().house.database.unit_of_work(scope()) as apart:
        record_reading(apart, subject=subject_id, role=role, what=axis)
