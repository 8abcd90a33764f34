"""Where levels stand: settled by a job, in the scope of the member concerned, whenever something was said."""

from uuid import UUID

from sqlalchemy import delete, select

from assessment.queries import latest
from assessment.referential import Axis
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from peer import jobs
from peer.draw import VALIDATES_FROM
from peer.models.availability import Validator
from peer.models.statements import Standing, Statement
from peer.queries.levels import come_near, heard_about, standings
from peer.rules import StandingState, seen_higher, settle, within
from tenants.models import Membership

SETTLING = "settle"  # what is done one at a time for each level


def settle_later(session: UnitOfWork, *, member_id: UUID, axis: Axis) -> None:
    """Have a member's level settled again, in their own scope."""
    found = session.get(Membership, (session.cooperative, member_id))
    if found is not None and found.person_id is not None:
        later(session, jobs.SETTLE, person=found.person_id, member=member_id, axis=axis.value)


def settle_level(session: UnitOfWork, *, axis: Axis) -> Standing | None:
    """Apply the rule to one level of the member in scope; None without a level, or before anybody spoke.

    The authors of views the level has come near are told; a validator whose level is no longer validated at
    75 or more stops being one.
    """
    session.one_at_a_time(SETTLING, session.member, axis)
    last = latest(session)
    level = last.levels[axis] if last else None
    standing = standings(session).get(axis)
    if level is None:
        _without_level(session, axis, standing)
        return None
    heard = heard_about(session, axis)
    if standing is None and not heard:
        return None
    result = settle(level, heard)
    standing = standing or Standing(member_id=session.member, axis=axis)
    if standing.state is not result.state:
        standing.since = clock.now()
    standing.level, standing.state, standing.value = level, result.state, result.value
    standing.confidence, standing.confirmations = result.confidence, result.confirmations
    standing.missing = sorted(result.missing)
    standing.seen_higher = seen_higher(level, heard)
    standing.settled_at = clock.now()
    session.add(standing)
    session.flush()
    for statement_id in come_near(session, axis, level):
        later(session, jobs.JOINED, statement=statement_id)
    if standing.state is not StandingState.VALIDATED or level < VALIDATES_FROM:
        _validates_no_more(session, axis)
    return standing


def settle_all(session: UnitOfWork) -> None:
    """Settle again every level that peers have spoken of, after the member in scope took stock."""
    for axis in standings(session):
        settle_level(session, axis=axis)


def note_joined(session: UnitOfWork, *, statement_id: UUID) -> bool:
    """Note that a view which differed has become a confirmation; gives whether its author is to be told.

    As the machine role, once: a view withdrawn or noted already, or a level gone away again, is left alone.
    """
    said = session.scalar(select(Statement).where(Statement.id == statement_id).with_for_update())
    if said is None or said.withdrawn_at is not None or said.joined_at is not None:
        return False
    standing = session.get(Standing, (session.cooperative, said.subject_id, said.axis))
    if standing is None or not within(standing.level, said.level):
        return False
    said.joined_at = clock.now()
    settle_later(session, member_id=said.subject_id, axis=said.axis)  # for what was signed of it
    return True


def _without_level(session: UnitOfWork, axis: Axis, standing: Standing | None) -> None:
    if standing:
        standing.settled_at = clock.now()
    _validates_no_more(session, axis)


def _validates_no_more(session: UnitOfWork, axis: Axis) -> None:
    mine = delete(Validator).where(Validator.member_id == session.member, Validator.axis == axis)
    session.execute(mine)
