"""How far each member is with their peers on each axis: read as the machine role, for shares only."""

from uuid import UUID

from sqlalchemy import select

from assessment.referential import Axis
from kernel.db import UnitOfWork
from peer.models.requests import ReviewRequest
from peer.models.statements import Standing
from peer.rules import Progress, StandingState
from tenants.queries.cooperatives import present_day


def progress(session: UnitOfWork) -> dict[Axis, dict[UUID, str]]:
    """Where members are on each axis; those with no request that is open, and nothing said, are absent."""
    open_requests = select(ReviewRequest.axis, ReviewRequest.subject_id).where(
        ReviewRequest.sent_at.is_not(None),
        ReviewRequest.withdrawn_at.is_(None),
        ReviewRequest.answer_by >= present_day(session),
    )
    found: dict[Axis, dict[UUID, str]] = {axis: {} for axis in Axis}
    for axis, member in session.execute(open_requests):
        found[axis][member] = Progress.IN_PROGRESS.value
    for axis, member, state in session.execute(select(Standing.axis, Standing.member_id, Standing.state)):
        validated = state is StandingState.VALIDATED
        found[axis][member] = (Progress.VALIDATED if validated else Progress.IN_PROGRESS).value
    return found
