"""What is done every night in a cooperative: redraws, reminders, ends. As the machine role.

All of it looks at what is there, never at what the last night did: doing it twice changes nothing, and a
night that was missed is made up for by the next one.
"""

from datetime import timedelta

from sqlalchemy import or_, select, update

from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later, later_each
from peer import jobs
from peer.draw import SILENT_AFTER, Drawn, draws_at_most, redraws
from peer.models.requests import Asked, AskedState, ReviewRequest, Witness
from peer.queries.availability import answered, paused
from peer.queries.nights import Drawing, day_in, drawings, is_waited_for, open_until, outlived
from peer.service.delivering import ASKING
from peer.service.standings import settle_later
from tenants.queries.cooperatives import cooperative, present_day
from tenants.queries.members import member_count

REMINDED_BEFORE = timedelta(days=7)
ASKED_BEFORE = timedelta(days=3)


def pass_night(session: UnitOfWork) -> None:
    """Do all that a night does."""
    forget(session)
    expire(session)
    remind(session)
    redraw(session)


def redraw(session: UnitOfWork) -> None:
    """Have others of the reserve asked, where those drawn have said nothing for seven days.

    Abstaining is silence here: a name that came earlier would tell who abstained.
    """
    session.one_at_a_time(ASKING)
    today, zone = present_day(session), cooperative(session).zone
    at_most = draws_at_most(member_count(session))
    for request, draw in drawings(session, answer_from=today + SILENT_AFTER, today=today):
        if request.sent_at is None or request.answer_by is None:
            continue
        more = redraws(
            [_drawn(each, zone) for each in draw if is_waited_for(each.asked)],
            sent_on=clock.day_of(request.sent_at, zone),
            answer_by=request.answer_by,
            today=today,
            at_most=at_most,
        )
        reserve = [each.asked for each in draw if each.asked.state is AskedState.RESERVE and each.available]
        for asked in reserve[:more]:
            asked.state = AskedState.NAMED
        if reserve[:more]:
            later(session, jobs.DELIVER, request=request.id, member=request.subject_id)


def remind(session: UnitOfWork) -> None:
    """Write once more, and only once, to those who have said nothing in the last week to answer."""
    today, zone = present_day(session), cooperative(session).zone
    due = update(Asked).where(
        Asked.state == AskedState.ASKED,
        Asked.reminded_at.is_(None),
        Asked.request_id.in_(open_until(today, today + REMINDED_BEFORE)),
        day_in(zone, Asked.asked_at) <= today - ASKED_BEFORE,
        ~answered(),
        ~paused(Asked.reviewer_id, today),
    )
    reminded = due.values(reminded_at=clock.now()).returning(Asked.id)
    found = session.scalars(reminded.execution_options(synchronize_session=False)).all()
    later_each(session, jobs.REMINDER_MAIL, [{"asked": asked} for asked in found])


def expire(session: UnitOfWork) -> None:
    """Have settled again the levels on which a statement no longer weighs."""
    for member_id, axis in outlived(session, today=present_day(session), zone=cooperative(session).zone):
        settle_later(session, member_id=member_id, axis=axis)


def forget(session: UnitOfWork) -> None:
    """Forget the addresses of witnesses whose request is over; their names stay beside what they said."""
    over = select(ReviewRequest.id).where(
        or_(ReviewRequest.withdrawn_at.is_not(None), ReviewRequest.answer_by < present_day(session))
    )
    known = update(Witness).where(Witness.email.is_not(None), Witness.request_id.in_(over))
    session.execute(known.values(email=None).execution_options(synchronize_session=False))


def _drawn(each: Drawing, zone: str) -> Drawn:
    asked_at = each.asked.asked_at
    return Drawn(clock.day_of(asked_at, zone) if asked_at else None, each.spoke)
