"""The requests of the member in scope, and whom they may ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from assessment.referential import Axis
from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from kernel.tables import alphabetical
from peer.models.requests import Asked, AskedState, ReviewRequest
from peer.queries.availability import own_blocks
from peer.queries.pool import groups_shared_with
from tenants.models import GroupMember, Membership
from tenants.queries.cooperatives import present_day
from tenants.queries.members import current_members, named


@dataclass(frozen=True)
class Invited:
    """Someone named in a request."""

    asked: Asked
    name: str

    @property
    def shown_away(self) -> bool:
        """Whether the author reads that they take no request at the moment.

        Somebody who was asked stays shown as asked: put away later, they keep one of the two apart, and the
        author is not to learn it.
        """
        return self.asked.state is AskedState.AWAY and self.asked.asked_at is None


def requests(session: UnitOfWork, axis: Axis | None = None) -> Sequence[ReviewRequest]:
    """The requests of the member in scope that were not withdrawn, newest first."""
    statement = select(ReviewRequest).where(
        ReviewRequest.subject_id == session.member, ReviewRequest.withdrawn_at.is_(None)
    )
    if axis is not None:
        statement = statement.where(ReviewRequest.axis == axis)
    return session.scalars(statement.order_by(ReviewRequest.created_at.desc(), ReviewRequest.id)).all()


def open_requests(session: UnitOfWork, axis: Axis | None = None) -> list[ReviewRequest]:
    """Those that still wait: not sent yet, or sent and not outlived."""
    today = present_day(session)
    return [
        each
        for each in requests(session, axis)
        if each.sent_at is None or (each.answer_by is not None and each.answer_by >= today)
    ]


def own_request(session: UnitOfWork, request_id: UUID) -> ReviewRequest:
    """A request of the member in scope, not withdrawn; raises Unknown otherwise."""
    statement = select(ReviewRequest).where(
        ReviewRequest.id == request_id,
        ReviewRequest.subject_id == session.member,
        ReviewRequest.withdrawn_at.is_(None),
    )
    found = session.scalar(statement)
    if found is None:
        raise Unknown
    return found


def invited(session: UnitOfWork, request_id: UUID) -> list[Invited]:
    """Those named in a request of the member in scope: drawn ones first, in the order of the draw."""
    statement = (
        select(Asked, Membership.display_name)
        .join(Membership, Membership.id == Asked.reviewer_id)
        .where(Asked.request_id == request_id, Asked.subject_id == session.member)
        .order_by(Asked.drawn.desc(), Asked.rank, alphabetical(Membership.display_name), Asked.id)
    )
    return [Invited(*row) for row in session.execute(statement)]


def acquaintances(session: UnitOfWork, search: str, limit: int) -> Sequence[Membership]:
    """Members the one in scope may choose as peers: those of their groups first, then by name.

    Those they keep apart are left out; those who keep them apart are not: nobody is to learn it here.
    """
    near = select(GroupMember.member_id).where(
        GroupMember.group_id.in_(groups_shared_with(session, session.member)),
        GroupMember.member_id != session.member,
    )
    statement = (
        current_members()
        .where(
            Membership.id != session.member,
            Membership.id.not_in(own_blocks(session)),
            named(search),
        )
        .order_by(None)
        .order_by(Membership.id.in_(near).desc(), alphabetical(Membership.display_name), Membership.id)
    )
    return session.scalars(statement.limit(limit)).all()
