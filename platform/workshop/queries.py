"""Reading workshops."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select

from assessment.referential import Axis
from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from workshop.models import Workshop


def workshop(session: UnitOfWork, workshop_id: UUID) -> Workshop:
    """A workshop of the cooperative in scope; raises Unknown when there is none."""
    found = session.scalar(select(Workshop).where(Workshop.id == workshop_id))
    if found is None:
        raise Unknown
    return found


def called(session: UnitOfWork, word: str) -> Workshop:
    """The workshop under way that is joined by this word, whatever its case; raises Unknown otherwise."""
    statement = select(Workshop).where(
        Workshop.ended_at.is_(None), Workshop.join_word == word.strip().lower()
    )
    found = session.scalar(statement)
    if found is None:
        raise Unknown
    return found


def under_way(session: UnitOfWork) -> Sequence[Workshop]:
    """The workshops prepared and not over, by day."""
    statement = select(Workshop).where(Workshop.ended_at.is_(None))
    return session.scalars(statement.order_by(Workshop.held_on, Workshop.prepared_at, Workshop.id)).all()


def kept(session: UnitOfWork) -> Sequence[Workshop]:
    """The workshops that have kept words or marks, newest first."""
    marked = func.num_nonnulls(*(getattr(Workshop, axis) for axis in Axis)) > 0
    statement = select(Workshop).where(Workshop.ended_at.is_not(None), or_(Workshop.words != "", marked))
    return session.scalars(statement.order_by(Workshop.held_on.desc(), Workshop.ended_at.desc())).all()
