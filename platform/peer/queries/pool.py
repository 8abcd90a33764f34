"""Who may be drawn for a request, and how busy each is: read by a job, as the machine role."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, exists, func, or_, select

from kernel.db import UnitOfWork
from peer.draw import SMALL_UNDER, Candidate
from peer.models import Asked, AskedState, ReviewRequest, Statement
from peer.queries.levels import live
from tenants.models import GroupMember, Membership, RoleHeld, RoleName
from tenants.queries.cooperatives import present_day
from tenants.queries.members import current_members, member_count

MEMORY = timedelta(days=730)  # a group shared in the last 24 months


def candidates(session: UnitOfWork, request: ReviewRequest) -> list[Candidate]:
    """Who may be drawn for a request, and how busy each is; read as the machine role.

    Members of the dated groups of the last 24 months, or the whole cooperative under 30 members; never the
    member, a coordinator, or someone named in this request or holding a live statement on this level.
    """
    pool = (
        current_members()
        .order_by(None)
        .where(
            Membership.id != request.subject_id,
            Membership.id.not_in(_coordinators()),
            Membership.id.not_in(select(Asked.reviewer_id).where(Asked.request_id == request.id)),
            Membership.id.not_in(_already_said(session, request)),
        )
    )
    if member_count(session) >= SMALL_UNDER:
        near = select(GroupMember.member_id).where(
            GroupMember.group_id.in_(groups_shared_with(session, request.subject_id))
        )
        pool = pool.where(Membership.id.in_(near))
    rows = session.execute(pool.with_only_columns(Membership.id, _open_requests(present_day(session)))).all()
    return [Candidate(id=row[0], open_requests=row[1], validator=False) for row in rows]


def groups_shared_with(session: UnitOfWork, member_id: UUID) -> Select[UUID]:
    """The groups a member has been in at some time of the last 24 months."""
    since = present_day(session) - MEMORY
    return select(GroupMember.group_id).where(
        GroupMember.member_id == member_id, or_(GroupMember.until.is_(None), GroupMember.until >= since)
    )


def _coordinators() -> Select[UUID]:
    return select(RoleHeld.member_id).where(RoleHeld.name == RoleName.COORDINATOR, RoleHeld.until.is_(None))


def _already_said(session: UnitOfWork, request: ReviewRequest) -> Select[UUID | None]:
    return select(Statement.author_id).where(
        Statement.subject_id == request.subject_id,
        Statement.axis == request.axis,
        Statement.author_id.is_not(None),
        live(session),
    )


def _open_requests(today: date) -> ScalarSelect[int]:
    answered = exists().where(
        Statement.request_id == Asked.request_id, Statement.author_id == Asked.reviewer_id
    )
    return (
        select(func.count())
        .select_from(Asked)
        .join(ReviewRequest, ReviewRequest.id == Asked.request_id)
        .where(
            Asked.reviewer_id == Membership.id,
            Asked.state == AskedState.ASKED,
            ReviewRequest.withdrawn_at.is_(None),
            ReviewRequest.answer_by >= today,
            ~answered,
        )
        .correlate(Membership)
        .scalar_subquery()
    )
