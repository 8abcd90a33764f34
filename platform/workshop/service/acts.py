"""What the acts on one workshop share: one at a time, none once it is over, some for whoever facilitates."""

from enum import StrEnum
from uuid import UUID

from kernel.db import UnitOfWork
from kernel.refusals import N_, Refusal
from kernel.scope import Scope
from workshop import permissions
from workshop.models import Workshop
from workshop.queries import workshop

OVER = N_("This workshop is over: what it has kept does not change.")
NOT_YOURS = N_("Somebody else facilitates this workshop now. You may take it back.")


class Act(StrEnum):
    """What is noted in the journal, for whoever did it; taking part is not noted."""

    PREPARE = "prepare-workshop"
    FACILITATE = "facilitate-workshop"
    END = "end-workshop"


def still_open(session: UnitOfWork, *, workshop_id: UUID) -> Workshop:
    """A workshop once whatever else was being done with it has ended; raises Unknown, or Refusal if over."""
    session.one_at_a_time("workshop", workshop_id)
    found = workshop(session, workshop_id)
    session.refresh(found)  # it may have been read before the wait
    if found.ended_at is not None:
        raise Refusal(OVER)
    return found


def led(session: UnitOfWork, *, workshop_id: UUID, by: Scope) -> Workshop:
    """The same, for whoever facilitates it; raises Refusal for the others."""
    permissions.FACILITATE.check(by)
    found = still_open(session, workshop_id=workshop_id)
    if found.facilitator_id != session.member:
        raise Refusal(NOT_YOURS)
    return found


def joined(session: UnitOfWork, *, workshop_id: UUID, by: Scope) -> Workshop:
    """The same, for whoever takes part."""
    permissions.TAKE_PART.check(by)
    return still_open(session, workshop_id=workshop_id)
