"""What becomes of exchanges when a member leaves: as the machine role."""

from uuid import UUID

from sqlalchemy import delete, or_, select, update

from kernel.db import UnitOfWork
from peer.models.availability import Block, Pause, Validator
from peer.models.mediations import Mediation, Report
from peer.models.requests import ReviewRequest
from peer.models.statements import Standing, Statement
from peer.models.thanks import Thanks
from peer.rules import Stance
from peer.service.standings import settle_later


def forget(session: UnitOfWork, *, member_id: UUID) -> None:
    """Delete the requests of a member who has left, all that hangs on them, and what was theirs alone.

    With a request die those asked, its witnesses, what was joined to it, what was said about the member and
    what they answered, and what was reported of all this. What they said of others stays.
    """
    asked = select(ReviewRequest.id).where(ReviewRequest.subject_id == member_id)
    said = select(Statement.id).where(Statement.subject_id == member_id)
    thanked = select(Thanks.id).where(or_(Thanks.author_id == member_id, Thanks.recipient_id == member_id))
    reported = or_(*(Report.about_id.in_(each) for each in (asked, said, thanked)))
    mine = (
        (Report, or_(Report.reporter_id == member_id, reported)),
        (ReviewRequest, ReviewRequest.subject_id == member_id),
        (Standing, Standing.member_id == member_id),
        (Pause, Pause.member_id == member_id),
        (Validator, Validator.member_id == member_id),
        (Block, or_(Block.member_id == member_id, Block.other_id == member_id)),
        (Thanks, or_(Thanks.author_id == member_id, Thanks.recipient_id == member_id)),
    )
    for model, condition in mine:
        session.execute(delete(model).where(condition))


def unsay(session: UnitOfWork, *, member_id: UUID) -> None:
    """Take away the words of somebody who erases their account, wherever they stand here.

    Their stance and their grounds count until they expire; an outcome they helped to write goes whole.
    """
    mine = select(Statement.id).where(Statement.author_id == member_id)
    wrote = or_(*(each == member_id for each in (Mediation.author_id, Mediation.mediator_id)))
    session.execute(update(Report).where(Report.about_id.in_(mine)).values(words=""))
    session.execute(update(Mediation).where(wrote).values(outcome=""))
    session.execute(update(Statement).where(Statement.author_id == member_id).values(words=""))


def follow_name(session: UnitOfWork, *, member_id: UUID) -> None:
    """The badges that name somebody take the name they go by now: those that do are issued again."""
    named = select(Statement).where(Statement.author_id == member_id, Statement.named)
    for each in session.scalars(named.where(Statement.withdrawn_at.is_(None))).all():
        settle_later(session, member_id=each.subject_id, axis=each.axis)


def unname(session: UnitOfWork, *, member_id: UUID) -> None:
    """No badge names somebody who has left, and what they saw otherwise is a member's view no more.

    The badges of those they spoke of are issued again, what was signed of their views is taken back.
    """
    signed = or_(Statement.named, Statement.stance == Stance.CONTEST)
    for each in session.scalars(select(Statement).where(Statement.author_id == member_id, signed)).all():
        each.named = False
        settle_later(session, member_id=each.subject_id, axis=each.axis)
    session.flush()
