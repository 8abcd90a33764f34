"""Thanking another member: private, counted nowhere, listed nowhere, in no journal."""

from uuid import UUID

from sqlalchemy import select

from assessment.referential import Axis, referential
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import N_, Invalid, Refusal, check_length
from kernel.scope import Scope
from peer import jobs, permissions
from peer.models.availability import Block
from peer.models.requests import ReviewRequest
from peer.models.thanks import Thanks
from peer.queries.requests import invited
from peer.queries.thanks import received_one
from peer.service.requests import LONGEST_WORDS, choose, prepare
from tenants.queries.members import is_member, member


def thank(
    session: UnitOfWork, *, thanks_id: UUID, recipient_id: UUID, words: str, axis: Axis | None, by: Scope
) -> None:
    """Thank a present member in a few words; sending twice sends once.

    Put away until a job delivers it: whoever keeps the author apart must not see it, even for a moment.
    """
    permissions.GIVE_THANKS.check(by)
    if recipient_id == session.member:
        raise Invalid(N_("One does not thank oneself here: choose somebody else."), field="recipient")
    if not words.strip():
        raise Invalid(N_("Say in a few words what you thank them for."), field="words")
    check_length(words, LONGEST_WORDS, field="words")
    if axis is not None and not referential().sheets[axis].peer_reviewed:
        raise Invalid(N_("This axis is not open to peers."), field="axis")
    member(session, recipient_id)
    said = Thanks(
        id=thanks_id,
        author_id=session.member,
        recipient_id=recipient_id,
        axis=axis,
        words=words.strip(),
        put_away_at=clock.now(),
    )
    if session.add_once(said):
        later(session, jobs.THANKS_MAIL, thanks=thanks_id)


def deliver(session: UnitOfWork, *, thanks_id: UUID) -> bool:
    """Show a thank-you to its recipient and say so; as the machine role, once.

    One who keeps its author apart receives nothing, and nobody is told.
    """
    found = session.get(Thanks, (session.cooperative, thanks_id))
    if found is None or not is_member(session, found.recipient_id):
        return False
    apart = select(Block.since).where(
        Block.member_id == found.recipient_id, Block.other_id == found.author_id
    )
    if session.scalar(apart) is not None:
        return False
    found.put_away_at = None
    return True


def put_away(session: UnitOfWork, *, thanks_id: UUID, by: Scope) -> None:
    """Put away a thank-you one has read: it is shown nowhere any more."""
    permissions.READ_OWN_THANKS.check(by)
    received_one(session, thanks_id).thanks.put_away_at = clock.now()


def ask_about(session: UnitOfWork, *, thanks_id: UUID, request_id: UUID, by: Scope) -> ReviewRequest:
    """Begin a request on the axis of a thank-you, its author chosen already, and put it away."""
    permissions.READ_OWN_THANKS.check(by)
    found = received_one(session, thanks_id).thanks
    if found.axis is None:
        raise Refusal(N_("This thank-you names no axis: ask for reviews from the page of a level."))
    if not is_member(session, found.author_id):
        raise Refusal(N_("This person has left the cooperative."))
    begun = prepare(session, request_id=request_id, axis=found.axis, by=by)
    chosen = {row.asked.reviewer_id for row in invited(session, begun.id) if not row.asked.drawn}
    made = choose(
        session,
        request_id=begun.id,
        chosen=chosen | {found.author_id},
        message=begun.message,
        evidence=begun.evidence,
        by=by,
    )
    found.put_away_at = clock.now()
    return made
