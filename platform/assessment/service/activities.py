"""What a person does: activities, described, taken up one at a time, one that counts in each cooperative."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select

from assessment import permissions
from assessment.models import Activity, Assessment, Counting
from assessment.queries import activity_at_hand, own_activity
from assessment.rules import SITUATION, Situation
from assessment.service.contributions import copy_again
from kernel import clock
from kernel.db import UnitOfWork
from kernel.refusals import N_, Invalid, Refusal
from kernel.scope import Belonging, Scope
from tenants.rules import LONGEST_NAME

DEFAULT_LABEL = "—"
MOST_ACTIVITIES = 4


def describe(session: UnitOfWork, *, situation: Situation, by: Scope) -> None:
    """Say, or stop saying, the situation of one's activity; earlier assessments keep what they froze."""
    permissions.TAKE_STOCK.check(by)
    activity = at_hand(session)
    for name in SITUATION:
        setattr(activity, name, getattr(situation, name))


def name_activity(session: UnitOfWork, *, activity_id: UUID, label: str, by: Scope) -> Activity:
    """Give an activity its name, or add another one under an id the form chose."""
    permissions.TAKE_STOCK.check(by)
    cleaned = " ".join(label.split())
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise Invalid(N_("Say it in 80 characters at most."), field="label")
    session.one_at_a_time("activities", of=session.person)
    known = session.scalar(select(func.count(Activity.id))) or 0
    if session.get(Activity, (session.person, activity_id)) is None and known >= MOST_ACTIVITIES:
        raise Refusal(N_("Four activities at most: rename one of them, or remove one that is empty."))
    session.add_once(Activity(id=activity_id, label=cleaned, created_at=clock.now()))
    found = own_activity(session, activity_id)
    found.label = cleaned
    return found


def take_up(session: UnitOfWork, *, activity_id: UUID, by: Scope) -> None:
    """Take stock of this activity from now on, until it is submitted or another one is taken up."""
    permissions.TAKE_STOCK.check(by)
    own_activity(session, activity_id).taken_up_at = clock.now()


def count_activity(
    session: UnitOfWork, *, activity_id: UUID, place: Belonging, since: datetime | None = None, by: Scope
) -> None:
    """Choose the activity that counts in a cooperative; its copy there is made again, each axis as agreed.

    What is older than `since` does not count there; without it, that stays as it was.
    """
    permissions.TAKE_STOCK.check(by)
    chosen = own_activity(session, activity_id)
    held = session.get(Counting, (session.person, place.cooperative_id))
    if held is None:
        held = Counting(cooperative_id=place.cooperative_id)
        session.add(held)
    held.activity_id, held.since = chosen.id, since or held.since
    session.flush()
    copy_again(session, places=[place])


def remove_activity(session: UnitOfWork, *, activity_id: UUID, by: Scope) -> None:
    """Remove an activity nobody took stock of; raises Refusal for one that has a history, or that counts."""
    permissions.TAKE_STOCK.check(by)
    found = own_activity(session, activity_id)
    used = select(Assessment.id).where(Assessment.activity_id == found.id).limit(1)
    counted = select(Counting.cooperative_id).where(Counting.activity_id == found.id).limit(1)
    if session.scalar(used) is not None or session.scalar(counted) is not None:
        raise Refusal(N_("This activity has a history, or counts somewhere: it stays."))
    session.delete(found)


def at_hand(session: UnitOfWork) -> Activity:
    """The activity at hand of the person in scope, made if they have none."""
    found = activity_at_hand(session)
    if found is None:
        found = Activity(id=uuid4(), label=DEFAULT_LABEL)
        session.add(found)
        session.flush()
    return found
