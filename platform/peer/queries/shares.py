"""How far each member is with their peers on each axis: read as the machine role, for shares only."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from assessment.referential import Axis
from kernel.db import UnitOfWork
from peer.models.requests import ReviewRequest
from peer.models.statements import Standing
from peer.rules import StandingState
from tenants.queries.cooperatives import present_day


class Progress(StrEnum):
    """What peers have done of a level: a disagreement is in progress like any other exchange."""

    VALIDATED = "validated"
    IN_PROGRESS = "in_progress"
    NONE = "none"


def progress(session: UnitOfWork, axis: Axis) -> dict[UUID, str]:
    """Where members are on an axis; those with no request sent that is open, and nothing said, are absent."""
    open_requests = select(ReviewRequest.subject_id).where(
        ReviewRequest.axis == axis,
        ReviewRequest.sent_at.is_not(None),
        ReviewRequest.withdrawn_at.is_(None),
        ReviewRequest.answer_by >= present_day(session),
    )
    settled = select(Standing.member_id, Standing.state).where(Standing.axis == axis)
    found = dict.fromkeys(session.scalars(open_requests), Progress.IN_PROGRESS.value)
    for member, state in session.execute(settled):
        found[member] = (
            Progress.VALIDATED if state is StandingState.VALIDATED else Progress.IN_PROGRESS
        ).value
    return found
