"""What becomes of exchanges when a member leaves: as the machine role."""

from uuid import UUID

from sqlalchemy import delete, or_

from kernel.db import UnitOfWork
from peer.models.availability import Block, Pause, Validator
from peer.models.mediations import Report
from peer.models.requests import ReviewRequest
from peer.models.statements import Standing
from peer.models.thanks import Thanks


def forget(session: UnitOfWork, *, member_id: UUID) -> None:
    """Delete the requests of a member who has left, all that hangs on them, and what was theirs alone.

    With a request die those asked, its witnesses, what was joined to it, what was said about the member and
    what they answered. What they said of others stays.
    """
    mine = (
        (ReviewRequest, ReviewRequest.subject_id == member_id),
        (Standing, Standing.member_id == member_id),
        (Pause, Pause.member_id == member_id),
        (Validator, Validator.member_id == member_id),
        (Block, or_(Block.member_id == member_id, Block.other_id == member_id)),
        (Thanks, or_(Thanks.author_id == member_id, Thanks.recipient_id == member_id)),
        (Report, Report.reporter_id == member_id),
    )
    for model, condition in mine:
        session.execute(delete(model).where(condition))
