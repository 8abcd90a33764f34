"""Evidence joined to a request: copies handed down by its author, who may take each of them back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, func, select

from kernel.db import UnitOfWork
from kernel.refusals import N_, Refusal
from kernel.scope import Scope
from peer import permissions
from peer.models.evidence import Evidence
from peer.service.requests import unsent

MOST_JOINED = 3
ENOUGH = N_("Three experiences at most can be joined to a request.")


@dataclass(frozen=True)
class Shown:
    """What those asked will see of something done: words, a day, a JPEG picture with its size or none."""

    words: str
    on: date
    photo: bytes | None = None
    width: int | None = None
    height: int | None = None


def join(session: UnitOfWork, *, request_id: UUID, evidence_id: UUID, shown: Shown, by: Scope) -> bool:
    """Join a copy to a request that is not sent; gives whether it was not there already."""
    permissions.ASK_FOR_REVIEWS.check(by)
    request = unsent(session, request_id=request_id)
    held = session.scalar(select(func.count(Evidence.id)).where(Evidence.request_id == request.id)) or 0
    if held >= MOST_JOINED:
        raise Refusal(ENOUGH)
    made = Evidence(
        id=evidence_id,
        request_id=request.id,
        subject_id=request.subject_id,
        words=shown.words,
        on=shown.on,
        photo=shown.photo,
        width=shown.width,
        height=shown.height,
    )
    return session.add_once(made)


def take_back(session: UnitOfWork, *, evidence_id: UUID) -> None:
    """Destroy a copy of the member in scope, whether the request is sent or not; again, nothing happens."""
    mine = delete(Evidence).where(Evidence.id == evidence_id, Evidence.subject_id == session.member)
    session.execute(mine)
