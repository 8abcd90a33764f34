"""Joining an experience to a request for reviews: a copy goes into the cooperative, its owner keeps it."""

from uuid import UUID, uuid4

from sqlalchemy import delete

from kernel.db import UnitOfWork
from kernel.refusals import N_, Refusal, Unknown
from kernel.scope import Scope
from musette import permissions
from musette.models import Attached
from musette.queries.experiences import attached_here, first_photo, own_experience
from peer.service import evidence
from peer.service.evidence import Shown

JOINED = N_("This experience is joined to this request already.")


def join(session: UnitOfWork, *, request_id: UUID, experience_id: UUID, by: Scope) -> UUID:
    """Copy an experience, with its first photo, into a request that is not sent; gives the copy's id."""
    permissions.SHOW_EXPERIENCES.check(by)
    found = own_experience(session, experience_id)
    held = attached_here(session).values()
    if any(each.experience_id == found.id and each.request_id == request_id for each in held):
        raise Refusal(JOINED)
    picture = first_photo(session, found.id)
    words = "\n\n".join(each for each in (found.words, found.details) if each)
    shown = Shown(words, found.on)
    if picture:
        shown = Shown(words, found.on, picture.body, picture.width, picture.height)
    made = uuid4()
    evidence.join(session, request_id=request_id, evidence_id=made, shown=shown, by=by)
    session.add(
        Attached(
            cooperative_id=session.cooperative,
            evidence_id=made,
            request_id=request_id,
            experience_id=found.id,
        )
    )
    session.flush()
    return made


def take_back(session: UnitOfWork, *, evidence_id: UUID) -> None:
    """Destroy a copy in the cooperative in scope, and what remembered it; again, nothing happens."""
    evidence.take_back(session, evidence_id=evidence_id)
    here = (Attached.cooperative_id == session.cooperative, Attached.evidence_id == evidence_id)
    session.execute(delete(Attached).where(*here))


def taken_back(session: UnitOfWork, *, evidence_id: UUID, by: Scope) -> UUID:
    """Destroy a copy at its owner's wish; gives the request it was joined to, raises Unknown for no copy."""
    permissions.SHOW_EXPERIENCES.check(by)
    held = attached_here(session).get(evidence_id)
    if held is None:
        raise Unknown
    take_back(session, evidence_id=evidence_id)
    return held.request_id
