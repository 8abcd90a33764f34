"""What a cooperative holds of a member: copies of what counts there, made again when that changes."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import and_, delete, or_, select

from assessment import jobs
from assessment.models import Assessment, Contribution, Counting
from assessment.queries import own_contributions
from assessment.referential import Axis
from assessment.rules import SITUATION, period_of
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.scope import Belonging
from sharing.queries.consents import decisions
from tenants.queries.cooperatives import closing_days, cooperative
from tenants.queries.members import is_member


def refresh_contributions(session: UnitOfWork) -> None:
    """Make what the cooperative in scope holds of the member agree with their assessments and consents.

    One contribution a period: the last assessment of the activity that counts here, unconsented axes null.
    Its key changes only with the assessment it stands for. Doing it again changes nothing.
    """
    held = own_contributions(session)
    wanted = _by_period(session) if is_member(session, session.member) else {}
    for period in held.keys() - wanted.keys():
        session.delete(held[period])
    given = decisions(session, session.cooperative)
    agreed = {axis for axis in Axis if axis in given and given[axis].given}
    for period, source in wanted.items():
        copy = held.get(period) or Contribution(member_id=session.member, period=period, key=uuid4())
        if copy.submitted_at is not None and copy.submitted_at != source.submitted_at:
            copy.key = uuid4()
        copy.submitted_at = source.submitted_at
        copy.levels = {axis: level for axis, level in source.levels.items() if axis in agreed}
        counts = any(level is not None for level in copy.levels.values())
        for name in SITUATION:
            setattr(copy, name, getattr(source, name) if counts else None)
        session.add(copy)
    session.flush()


def forget_member(session: UnitOfWork, *, member_id: UUID) -> None:
    """Delete what the cooperative holds of a member who has left, as the machine role."""
    session.execute(delete(Contribution).where(Contribution.member_id == member_id))


def count_from(session: UnitOfWork, *, made: Assessment, places: Sequence[Belonging]) -> None:
    """Have an assessment counted in each place; where nothing counted before, nothing older than it does."""
    for place in places:
        counting = {"activity_id": made.activity_id, "since": made.submitted_at}
        session.add_once(Counting(cooperative_id=place.cooperative_id, **counting))
    copy_again(session, places=places)


def copy_again(session: UnitOfWork, *, places: Sequence[Belonging]) -> None:
    """Have what these places hold of the person in scope made again, by a job of each."""
    for place in places:
        later(session, jobs.CONTRIBUTE, cooperative=place.cooperative_id, member=place.member_id)


def _by_period(session: UnitOfWork) -> dict[date, Assessment]:
    here = and_(
        Counting.activity_id == Assessment.activity_id, Counting.cooperative_id == session.cooperative
    )
    since = or_(Counting.since.is_(None), Counting.since <= Assessment.submitted_at)
    statement = select(Assessment).join(Counting, and_(here, since))
    closings, zone = closing_days(session), cooperative(session).zone
    return {
        period_of(clock.day_of(each.submitted_at, zone), closings): each
        for each in session.scalars(statement.order_by(Assessment.submitted_at, Assessment.id))
    }
