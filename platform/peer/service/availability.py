"""Saying when one may be asked, and by whom: a pause, people kept apart, being drawn more often."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, delete, exists, or_, select, update

from assessment.queries import latest
from assessment.referential import Axis
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import N_, Invalid, Refusal
from kernel.scope import Scope
from peer import jobs, permissions
from peer.draw import VALIDATES_FROM
from peer.models.availability import Block, Pause, Validator
from peer.models.requests import Asked, AskedState
from peer.models.statements import Statement
from peer.queries.availability import apart
from peer.queries.levels import standings
from peer.queries.nights import open_until
from peer.rules import StandingState
from peer.service.delivering import ASKING
from peer.service.requests import ANSWER_WITHIN
from peer.service.standings import SETTLING
from tenants.queries.cooperatives import present_day
from tenants.queries.members import member

PAUSE = timedelta(days=92)  # three months, whichever they are


def pause(session: UnitOfWork, *, by: Scope) -> None:
    """Take no new request for three months from today; those received stay."""
    permissions.SAY_WHEN_ASKED.check(by)
    until = present_day(session) + PAUSE
    if not session.add_once(Pause(member_id=session.member, until=until)):
        session.execute(update(Pause).where(Pause.member_id == session.member).values(until=until))


def resume(session: UnitOfWork, *, by: Scope) -> None:
    """Take requests again."""
    permissions.SAY_WHEN_ASKED.check(by)
    session.execute(delete(Pause).where(Pause.member_id == session.member))


def keep_apart(session: UnitOfWork, *, other_id: UUID, by: Scope) -> None:
    """Let no request pass between oneself and another member; nobody else knows.

    Open requests between the two are put away by a job; what was said already stays.
    """
    permissions.SAY_WHEN_ASKED.check(by)
    if other_id == session.member:
        raise Invalid(N_("You cannot keep yourself apart: choose somebody else."))
    other = member(session, other_id)
    if session.add_once(Block(member_id=session.member, other_id=other.id, since=present_day(session))):
        later(session, jobs.PART, one=session.member, other=other.id)


def bring_back(session: UnitOfWork, *, other_id: UUID, by: Scope) -> None:
    """Keep somebody apart no longer; requests put away stay so."""
    permissions.SAY_WHEN_ASKED.check(by)
    session.execute(delete(Block).where(Block.member_id == session.member, Block.other_id == other_id))


def accept_validating(session: UnitOfWork, *, axis: Axis, by: Scope) -> None:
    """Accept to be drawn more often on an axis where one's own high level is validated."""
    permissions.SAY_WHEN_ASKED.check(by)
    session.one_at_a_time(SETTLING, session.member, axis)
    if axis not in validated_high(session):
        raise Refusal(N_("This is open to those whose level, at 75 or more, is validated."))
    session.add_once(Validator(member_id=session.member, axis=axis, since=present_day(session)))


def stop_validating(session: UnitOfWork, *, axis: Axis, by: Scope) -> None:
    """Be drawn as often as anybody on an axis."""
    permissions.SAY_WHEN_ASKED.check(by)
    mine = delete(Validator).where(Validator.member_id == session.member, Validator.axis == axis)
    session.execute(mine)


def validated_high(session: UnitOfWork) -> list[Axis]:
    """The axes on which the present level of the member in scope is at 75 or more, and validated."""
    last = latest(session)
    return [
        axis
        for axis, standing in standings(session).items()
        if standing.state is StandingState.VALIDATED
        and standing.level >= VALIDATES_FROM
        and last is not None
        and last.levels[axis] == standing.level
    ]


def part(session: UnitOfWork, *, one: UUID, other: UUID) -> None:
    """Put away the open requests between two members, if one keeps the other apart; as the machine role."""
    session.one_at_a_time(ASKING)
    if not session.scalar(select(apart(one, other))):
        return
    today = present_day(session)
    standing_by = exists().where(
        Statement.request_id == Asked.request_id,
        Statement.author_id == Asked.reviewer_id,
        Statement.withdrawn_at.is_(None),
    )
    between = or_(
        and_(Asked.subject_id == one, Asked.reviewer_id == other),
        and_(Asked.subject_id == other, Asked.reviewer_id == one),
    )
    put_away = update(Asked).where(
        between,
        Asked.state == AskedState.ASKED,
        Asked.request_id.in_(open_until(today, today + ANSWER_WITHIN)),
        ~standing_by,
    )
    session.execute(put_away.values(state=AskedState.AWAY).execution_options(synchronize_session=False))
