"""The evidence joined to a request, as its author reads it and as those who were asked do."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from peer.models.evidence import Evidence
from peer.models.requests import ReviewRequest


def evidence_of(session: UnitOfWork, request_id: UUID) -> Sequence[Evidence]:
    """What was joined to a request the member, or the witness, in scope may read; pictures aside."""
    statement = select(Evidence).where(Evidence.request_id == request_id)
    return session.scalars(statement.order_by(Evidence.on, Evidence.id)).all()


def own_evidence(session: UnitOfWork) -> Sequence[Evidence]:
    """All that the member in scope has joined to requests and not taken back, by its day; pictures aside."""
    statement = select(Evidence).where(Evidence.subject_id == session.member)
    return session.scalars(statement.order_by(Evidence.on.desc(), Evidence.id)).all()


def evidence_photo(session: UnitOfWork, evidence_id: UUID) -> bytes:
    """The picture of one of them; raises Unknown without one, or once mediation has hidden the request."""
    statement = (
        select(Evidence)
        .join(ReviewRequest, ReviewRequest.id == Evidence.request_id)
        .where(Evidence.id == evidence_id, ReviewRequest.hidden_at.is_(None))
        .options(undefer(Evidence.photo))
    )
    found = session.scalar(statement)
    if found is None or found.photo is None:
        raise Unknown
    return found.photo
