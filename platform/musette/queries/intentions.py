"""One's own intentions and scenarios."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from assessment.models import Assessment
from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from musette.models import Intention, Scenario
from musette.rules import Comparison, compared


@dataclass(frozen=True)
class Reviewed:
    """An intention, and what the level has done since."""

    row: Intention
    comparison: Comparison


def intentions(session: UnitOfWork) -> Sequence[Intention]:
    """Every intention of the person in scope: those still open first, by the day of their review."""
    statement = select(Intention).order_by(
        Intention.closed_at.is_not(None), Intention.review_on, Intention.created_at, Intention.id
    )
    return session.scalars(statement).all()


def own_intention(session: UnitOfWork, intention_id: UUID) -> Intention:
    """One intention of the person in scope; raises Unknown otherwise."""
    found = session.scalar(select(Intention).where(Intention.id == intention_id))
    if found is None:
        raise Unknown
    return found


def review(session: UnitOfWork, intention_id: UUID) -> Reviewed:
    """An intention beside what was measured since, of the same activity, until it was closed."""
    found = own_intention(session, intention_id)
    after = select(Assessment).where(Assessment.submitted_at > found.created_at)
    if found.activity_id is not None:
        after = after.where(Assessment.activity_id == found.activity_id)
    if found.closed_at is not None:
        after = after.where(Assessment.submitted_at <= found.closed_at)
    rows = session.scalars(after.order_by(Assessment.submitted_at, Assessment.id))
    since = [each.levels[found.axis] for each in rows]
    return Reviewed(found, compared(found.level_then, found.aimed, since))


def scenarios(session: UnitOfWork) -> Sequence[Scenario]:
    """Every scenario of the person in scope, the newest first."""
    return session.scalars(select(Scenario).order_by(Scenario.created_at.desc(), Scenario.id)).all()


def own_scenario(session: UnitOfWork, scenario_id: UUID) -> Scenario:
    """One scenario of the person in scope; raises Unknown otherwise."""
    found = session.scalar(select(Scenario).where(Scenario.id == scenario_id))
    if found is None:
        raise Unknown
    return found
