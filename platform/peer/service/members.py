"""What becomes of requests when a member leaves: as the machine role."""

from uuid import UUID

from sqlalchemy import delete, update

from kernel import clock
from kernel.db import UnitOfWork
from peer.models.evidence import Evidence
from peer.models.requests import ReviewRequest, Witness


def forget_requests(session: UnitOfWork, *, member_id: UUID) -> None:
    """Withdraw the requests of a member who has left: nobody is asked about them any more.

    The addresses of their witnesses are forgotten, and what they had joined is destroyed.
    """
    statement = update(ReviewRequest).where(
        ReviewRequest.subject_id == member_id, ReviewRequest.withdrawn_at.is_(None)
    )
    session.execute(statement.values(withdrawn_at=clock.now()))
    session.execute(update(Witness).where(Witness.subject_id == member_id).values(email=None))
    session.execute(delete(Evidence).where(Evidence.subject_id == member_id))
