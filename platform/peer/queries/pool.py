"""Who may be drawn for a request, and how busy each is: read by a job, as the machine role."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, or_, select

from kernel.db import UnitOfWork
from peer.draw import SMALL_UNDER, Candidate
from peer.models.requests import Asked, ReviewRequest
from peer.models.statements import Statement
from peer.queries.availability import askable, validating, waiting
from peer.queries.levels import live
from tenants.models import COORDINATING, GroupMember, Membership, RoleHeld
from tenants.queries.cooperatives import present_day
from tenants.queries.members import current_members, member_count

MEMORY = timedelta(days=730)  # a group shared in the last 24 months


def candidates(session: UnitOfWork, request: ReviewRequest) -> list[Candidate]:
    """Who may be drawn for a request, and how busy each is; read as the machine role.

    Members of the dated groups of the last 24 months, or the whole cooperative under 30 members; never the
    member, a coordinator, someone who takes no request now or is kept apart from the member, or someone
    named in this request or holding a live statement on this level.
    """
    today = present_day(session)
    pool = (
        current_members()
        .order_by(None)
        .where(
            Membership.id != request.subject_id,
            Membership.id.not_in(_coordinators()),
            Membership.id.not_in(select(Asked.reviewer_id).where(Asked.request_id == request.id)),
            Membership.id.not_in(_already_said(session, request)),
            askable(request.subject_id, today),
        )
    )
    if member_count(session) >= SMALL_UNDER:
        near = select(GroupMember.member_id).where(
            GroupMember.group_id.in_(groups_shared_with(session, request.subject_id))
        )
        pool = pool.where(Membership.id.in_(near))
    rows = session.execute(pool.with_only_columns(Membership.id, waiting(today), validating(request.axis)))
    return [Candidate(id=row[0], open_requests=row[1], validator=row[2]) for row in rows]


def groups_shared_with(session: UnitOfWork, member_id: UUID) -> Select[UUID]:
    """The groups a member has been in at some time of the last 24 months."""
    since = present_day(session) - MEMORY
    return select(GroupMember.group_id).where(
        GroupMember.member_id == member_id, or_(GroupMember.until.is_(None), GroupMember.until >= since)
    )


def _coordinators() -> Select[UUID]:
    return select(RoleHeld.member_id).where(RoleHeld.name.in_(COORDINATING), RoleHeld.until.is_(None))


def _already_said(session: UnitOfWork, request: ReviewRequest) -> Select[UUID | None]:
    return select(Statement.author_id).where(
        Statement.subject_id == request.subject_id,
        Statement.axis == request.axis,
        Statement.author_id.is_not(None),
        live(session),
    )
