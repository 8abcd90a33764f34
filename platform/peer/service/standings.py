"""Where levels stand: settled by a job, in the scope of the member concerned, whenever something was said."""

from uuid import UUID

from assessment.queries import latest
from assessment.referential import Axis
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from peer import jobs
from peer.models import Standing
from peer.queries.levels import heard_about, standings
from peer.rules import settle
from tenants.models import Membership


def settle_later(session: UnitOfWork, *, member_id: UUID, axis: Axis) -> None:
    """Have a member's level settled again, in their own scope."""
    found = session.get(Membership, (session.cooperative, member_id))
    if found is not None and found.person_id is not None:
        later(session, jobs.SETTLE, person=found.person_id, member=member_id, axis=axis.value)


def settle_level(session: UnitOfWork, *, axis: Axis) -> Standing | None:
    """Apply the rule to one level of the member in scope; None without a level, or before anybody spoke."""
    session.one_at_a_time("settle", session.member, axis)
    last = latest(session)
    level = last.levels[axis] if last else None
    if level is None:
        return None
    heard = heard_about(session, axis)
    standing = standings(session).get(axis)
    if standing is None and not heard:
        return None
    result = settle(level, heard)
    standing = standing or Standing(member_id=session.member, axis=axis)
    standing.level, standing.state, standing.value = level, result.state, result.value
    standing.confidence, standing.confirmations = result.confidence, result.confirmations
    standing.missing = sorted(result.missing)
    standing.settled_at = clock.now()
    session.add(standing)
    session.flush()
    return standing


def settle_all(session: UnitOfWork) -> None:
    """Settle again every level that peers have spoken of, after the member in scope took stock."""
    for axis in standings(session):
        settle_level(session, axis=axis)
