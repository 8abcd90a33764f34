"""The days that mattered to somebody, beside what they took stock of."""

from datetime import date
from uuid import UUID

from sqlalchemy import delete

from assessment import permissions
from assessment.models import LifeEvent
from kernel.db import UnitOfWork
from kernel.refusals import N_, Invalid, Unknown
from kernel.scope import Scope
from tenants.rules import LONGEST_NAME


def add_event(session: UnitOfWork, *, event_id: UUID, on: date, label: str, by: Scope) -> None:
    """Note a day that mattered, under an id the form chose."""
    permissions.TAKE_STOCK.check(by)
    cleaned = " ".join(label.split())
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise Invalid(N_("Say it in 80 characters at most."), field="label")
    session.add_once(LifeEvent(id=event_id, on=on, label=cleaned))


def remove_event(session: UnitOfWork, *, event_id: UUID, by: Scope) -> None:
    """Forget a life event."""
    permissions.TAKE_STOCK.check(by)
    forgotten = delete(LifeEvent).where(LifeEvent.id == event_id).returning(LifeEvent.id)
    if session.scalar(forgotten) is None:
        raise Unknown
