"""Reading one's own activities, drafts, assessments and life events."""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ScalarSelect, func, literal, or_, select

from assessment.models import Activity, Assessment, Contribution, Counting, Draft, LifeEvent
from kernel.db import UnitOfWork
from kernel.refusals import Unknown


def activity_at_hand(session: UnitOfWork) -> Activity | None:
    """The activity taken up last, or else the one that counts in the cooperative in scope, or else the first.

    None before the person has taken stock of anything.
    """
    counts = (Activity.id == _counted(session)).desc().nulls_last()
    statement = select(Activity).order_by(Activity.taken_up_at.desc().nulls_last(), counts)
    return session.scalars(statement.order_by(Activity.created_at, Activity.id).limit(1)).first()


def activities(session: UnitOfWork) -> Sequence[Activity]:
    """The activities of the person in scope: the one that counts in the cooperative in scope, then by age."""
    counts = (Activity.id == _counted(session)).desc().nulls_last()
    return session.scalars(select(Activity).order_by(counts, Activity.created_at, Activity.id)).all()


def own_activity(session: UnitOfWork, activity_id: UUID) -> Activity:
    """An activity of the person in scope; raises Unknown otherwise."""
    found = session.scalar(select(Activity).where(Activity.id == activity_id))
    if found is None:
        raise Unknown
    return found


def countings(session: UnitOfWork) -> dict[UUID, UUID]:
    """The activity that counts in each cooperative, by the cooperative's id."""
    return {each.cooperative_id: each.activity_id for each in session.scalars(select(Counting))}


def draft_of(session: UnitOfWork, activity_id: UUID) -> Draft | None:
    """The answers on an activity that have not been submitted yet."""
    return session.scalar(select(Draft).where(Draft.activity_id == activity_id))


def assessments(session: UnitOfWork) -> Sequence[Assessment]:
    """Every assessment of the person in scope, newest first."""
    return session.scalars(select(Assessment).order_by(Assessment.submitted_at.desc(), Assessment.id)).all()


def latest(session: UnitOfWork, activity_id: UUID | None = None) -> Assessment | None:
    """The last assessment of an activity; by default, of the one that counts in the cooperative in scope.

    Where nothing counts yet, the last one of any activity.
    """
    activity = _counted(session) if activity_id is None else literal(activity_id)
    statement = select(Assessment).where(or_(activity.is_(None), Assessment.activity_id == activity))
    return session.scalars(statement.order_by(Assessment.submitted_at.desc(), Assessment.id).limit(1)).first()


def counted_assessments(session: UnitOfWork) -> Sequence[Assessment]:
    """The assessments of the activity that counts in the cooperative in scope, or else all, newest first."""
    counted = _counted(session)
    statement = select(Assessment).where(or_(counted.is_(None), Assessment.activity_id == counted))
    return session.scalars(statement.order_by(Assessment.submitted_at.desc(), Assessment.id)).all()


def assessment(session: UnitOfWork, assessment_id: UUID) -> Assessment:
    """One of the person's own assessments; raises Unknown otherwise."""
    found = session.scalar(select(Assessment).where(Assessment.id == assessment_id))
    if found is None:
        raise Unknown
    return found


def before(session: UnitOfWork, later: Assessment) -> Assessment | None:
    """The assessment that came before another one, of the same activity."""
    statement = select(Assessment).where(
        Assessment.submitted_at < later.submitted_at, Assessment.activity_id == later.activity_id
    )
    return session.scalars(statement.order_by(Assessment.submitted_at.desc()).limit(1)).first()


def assessment_count(session: UnitOfWork) -> int:
    """How many times the person in scope has taken stock."""
    return session.scalar(select(func.count(Assessment.id))) or 0


def has_taken_stock_since(session: UnitOfWork, day: date, zone: str) -> bool:
    """Whether the person in scope has submitted an assessment since a day, whatever may count of it."""
    since = datetime.combine(day, time(), ZoneInfo(zone))
    statement = select(Assessment.id).where(Assessment.submitted_at >= since).limit(1)
    return session.scalar(statement) is not None


def events(session: UnitOfWork) -> Sequence[LifeEvent]:
    """The life events of the person in scope, oldest first."""
    return session.scalars(select(LifeEvent).order_by(LifeEvent.on, LifeEvent.id)).all()


def own_contributions(session: UnitOfWork) -> dict[date, Contribution]:
    """What the cooperative in scope holds of the member in scope, by period."""
    statement = select(Contribution).where(Contribution.member_id == session.member)
    return {each.period: each for each in session.scalars(statement)}


def _counted(session: UnitOfWork) -> ScalarSelect[UUID]:
    """The id of the activity that counts in the cooperative in scope, as part of a statement; or null."""
    counted = select(Counting.activity_id).where(Counting.cooperative_id == session.scope.cooperative)
    return counted.scalar_subquery()
