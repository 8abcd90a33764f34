"""Reading one's own activities, drafts, assessments and life events."""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from assessment.models import Activity, Assessment, Contribution, Counting, Draft, LifeEvent
from kernel.db import UnitOfWork
from kernel.refusals import Unknown


def activity_for(session: UnitOfWork, cooperative_id: UUID | None) -> Activity | None:
    """The activity that counts for a cooperative, or else the person's first one."""
    counted = select(Counting.activity_id).where(Counting.cooperative_id == cooperative_id)
    statement = select(Activity).order_by((Activity.id == counted.scalar_subquery()).desc().nulls_last())
    return session.scalars(statement.order_by(Activity.created_at, Activity.id).limit(1)).first()


def draft_of(session: UnitOfWork, activity_id: UUID) -> Draft | None:
    """The answers on an activity that have not been submitted yet."""
    return session.scalar(select(Draft).where(Draft.activity_id == activity_id))


def assessments(session: UnitOfWork) -> Sequence[Assessment]:
    """Every assessment of the person in scope, newest first."""
    return session.scalars(select(Assessment).order_by(Assessment.submitted_at.desc(), Assessment.id)).all()


def latest(session: UnitOfWork) -> Assessment | None:
    """The last assessment of the person in scope."""
    statement = select(Assessment).order_by(Assessment.submitted_at.desc(), Assessment.id).limit(1)
    return session.scalars(statement).first()


def assessment(session: UnitOfWork, assessment_id: UUID) -> Assessment:
    """One of the person's own assessments; raises Unknown otherwise."""
    found = session.scalar(select(Assessment).where(Assessment.id == assessment_id))
    if found is None:
        raise Unknown
    return found


def before(session: UnitOfWork, later: Assessment) -> Assessment | None:
    """The assessment that came before another one."""
    statement = select(Assessment).where(Assessment.submitted_at < later.submitted_at)
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
