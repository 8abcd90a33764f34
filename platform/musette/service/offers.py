"""What members offer each other on an axis: somebody to ask, a day together. Nobody is told to take it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete

from assessment.referential import Axis
from kernel import clock
from kernel.db import UnitOfWork
from kernel.refusals import N_, Invalid, check_length
from kernel.scope import Scope
from musette import permissions
from musette.models import Offer, OfferKind
from musette.queries.offers import own_offer
from musette.rules import LONGEST_OFFER
from tenants.queries.cooperatives import present_day

NEEDED = N_("Say what you offer, in a few words.")
WHICH_DAY = N_("A workshop needs its day, today or later.")


@dataclass(frozen=True)
class Proposed:
    """What is offered: on which axis, by oneself or as a workshop on a day."""

    axis: Axis
    kind: OfferKind
    words: str
    on: date | None = None


def offer(session: UnitOfWork, *, offer_id: UUID, proposed: Proposed, by: Scope) -> None:
    """Offer something to the cooperative, under an id the form chose; a workshop is shown until its day."""
    permissions.OFFER_HELP.check(by)
    words = proposed.words.strip()
    check_length(words, LONGEST_OFFER, field="words")
    if not words:
        raise Invalid(NEEDED, field="words")
    day = proposed.on if proposed.kind is OfferKind.WORKSHOP else None
    if proposed.kind is OfferKind.WORKSHOP and (day is None or day < present_day(session)):
        raise Invalid(WHICH_DAY, field="on")
    made = Offer(id=offer_id, member_id=session.member, axis=proposed.axis, kind=proposed.kind)
    made.words, made.on, made.created_at = words, day, clock.now()
    session.add_once(made)


def withdraw(session: UnitOfWork, *, offer_id: UUID, by: Scope) -> None:
    """Take back what one offered."""
    permissions.OFFER_HELP.check(by)
    session.delete(own_offer(session, offer_id))


def forget_member(session: UnitOfWork, *, member_id: UUID) -> None:
    """Delete what somebody who has left was offering, as the machine role."""
    session.execute(delete(Offer).where(Offer.member_id == member_id))
