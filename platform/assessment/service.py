"""Taking stock: a draft saved at each step, submitted once, never changed; and what of it may count."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import and_, delete, func, or_, select

from assessment import drafts, jobs, permissions
from assessment.drafts import LONGEST_NOTE, AxisDraft
from assessment.models import Activity, Assessment, Contribution, Counting, Draft, LifeEvent
from assessment.queries import (
    activity_at_hand,
    assessment,
    draft_of,
    latest,
    own_activity,
    own_contributions,
)
from assessment.referential import Axis, referential
from assessment.rules import period_of
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import N_, Invalid, Refusal, Unknown, check_length
from kernel.scope import Belonging, Scope
from sharing.queries.consents import decisions
from sharing.service.grants import let_go
from tenants.queries.cooperatives import closing_days, cooperative
from tenants.queries.members import is_member
from tenants.rules import LONGEST_NAME

DEFAULT_LABEL = "—"
MOST_ACTIVITIES = 4
DRAFT_KEPT = timedelta(days=90)
NO_LEVEL = N_("Set at least one level before you finish: the others may stay empty.")


@dataclass(frozen=True)
class Situation:
    """What a person may say of an activity; every part is optional."""

    status: str | None = None
    trade: str | None = None
    seniority: str | None = None
    territory: str | None = None


SITUATION = tuple(each.name for each in fields(Situation))


def begin(session: UnitOfWork, *, by: Scope) -> Draft:
    """The draft of the person in scope, locked, made with their first activity if there is none."""
    permissions.TAKE_STOCK.check(by)
    activity = _activity(session)
    own = select(Draft).where(Draft.activity_id == activity.id).with_for_update()
    draft = session.scalar(own.execution_options(populate_existing=True))
    if draft is None:
        draft = Draft(id=uuid4(), activity_id=activity.id, answers={})
        session.add(draft)
        session.flush()
        later(session, jobs.FORGET_DRAFT, not_before=clock.now() + DRAFT_KEPT, draft=draft.id)
    return draft


def save_axis(session: UnitOfWork, *, axis: Axis, answers: AxisDraft, by: Scope) -> Draft:
    """Keep what was answered on one axis; the others stay as they are."""
    check_length(answers.note, LONGEST_NOTE, field="note")
    draft = begin(session, by=by)
    draft.answers = {**draft.answers, **drafts.written({axis: answers})}
    draft.saved_at = clock.now()
    return draft


def forget_draft(session: UnitOfWork, *, draft_id: UUID) -> None:
    """Forget a draft left alone for ninety days; one written in meanwhile is looked at again later."""
    draft = session.scalar(select(Draft).where(Draft.id == draft_id).with_for_update())
    if draft is None:
        return
    over = draft.saved_at + DRAFT_KEPT
    if over <= clock.now():
        session.delete(draft)
    else:
        later(session, jobs.FORGET_DRAFT, not_before=over, draft=draft.id)


def describe(session: UnitOfWork, *, situation: Situation, by: Scope) -> None:
    """Say, or stop saying, the situation of one's activity; earlier assessments keep what they froze."""
    permissions.TAKE_STOCK.check(by)
    activity = _activity(session)
    for name in SITUATION:
        setattr(activity, name, getattr(situation, name))


def submit(session: UnitOfWork, *, draft_id: UUID, places: Sequence[Belonging], by: Scope) -> Assessment:
    """Turn a draft into an assessment, once; submitting it again gives the same assessment."""
    permissions.TAKE_STOCK.check(by)
    own = and_(Activity.person_id == Draft.person_id, Activity.id == Draft.activity_id)
    statement = select(Draft, Activity).join(Activity, own).where(Draft.id == draft_id)
    found = session.execute(statement.with_for_update(of=Draft)).one_or_none()
    if found is None:
        return assessment(session, draft_id)
    draft, activity = found
    answers = drafts.read(draft.answers)
    if all(each.level is None for each in answers.values()):
        raise Refusal(NO_LEVEL)
    made = _assessment(draft, activity, answers)
    session.add(made)
    session.delete(draft)
    activity.taken_up_at = None  # the next time, the activity that counts is proposed again
    session.flush()
    _count(session, made, places)
    return made


def discard(session: UnitOfWork, *, by: Scope) -> None:
    """Throw away what has not been submitted."""
    permissions.TAKE_STOCK.check(by)
    activity = activity_at_hand(session)
    draft = draft_of(session, activity.id) if activity else None
    if draft:
        session.delete(draft)


def adjust(
    session: UnitOfWork, *, axis: Axis, level: int, places: Sequence[Belonging], by: Scope
) -> Assessment:
    """Take stock again with one level changed, as an answer to a peer; the other levels are copied."""
    permissions.TAKE_STOCK.check(by)
    last = latest(session)
    if last is None:
        raise Unknown
    names = [
        column.key for column in Assessment.__table__.columns if column.key not in ("id", "submitted_at")
    ]
    made = Assessment(**{name: getattr(last, name) for name in names}, id=uuid4(), submitted_at=clock.now())
    made.levels = {**last.levels, axis: level}
    made.skips = {name: reason for name, reason in last.skips.items() if name != axis}
    session.add(made)
    _queue(session, places)
    return made


def remove(session: UnitOfWork, *, assessment_id: UUID, places: Sequence[Belonging], by: Scope) -> None:
    """Take an assessment out of one's history, and out of what was shown; published portraits stay."""
    permissions.TAKE_STOCK.check(by)
    session.delete(assessment(session, assessment_id))
    let_go(session, about=assessment_id, places=places)
    session.flush()
    _queue(session, places)


def add_event(session: UnitOfWork, *, event_id: UUID, on: date, label: str, by: Scope) -> None:
    """Note a day that mattered, under an id the form chose."""
    permissions.TAKE_STOCK.check(by)
    cleaned = " ".join(label.split())
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise Invalid(N_("Say it in 80 characters at most."), field="label")
    session.add_once(LifeEvent(id=event_id, on=on, label=cleaned))


def remove_event(session: UnitOfWork, *, event_id: UUID, by: Scope) -> None:
    """Forget a life event."""
    permissions.TAKE_STOCK.check(by)
    forgotten = delete(LifeEvent).where(LifeEvent.id == event_id).returning(LifeEvent.id)
    if session.scalar(forgotten) is None:
        raise Unknown


def name_activity(session: UnitOfWork, *, activity_id: UUID, label: str, by: Scope) -> Activity:
    """Give an activity its name, or add another one under an id the form chose."""
    permissions.TAKE_STOCK.check(by)
    cleaned = " ".join(label.split())
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise Invalid(N_("Say it in 80 characters at most."), field="label")
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
    _queue(session, [place])


def remove_activity(session: UnitOfWork, *, activity_id: UUID, by: Scope) -> None:
    """Remove an activity nobody took stock of; raises Refusal for one that has a history, or that counts."""
    permissions.TAKE_STOCK.check(by)
    found = own_activity(session, activity_id)
    used = select(Assessment.id).where(Assessment.activity_id == found.id).limit(1)
    counted = select(Counting.cooperative_id).where(Counting.activity_id == found.id).limit(1)
    if session.scalar(used) is not None or session.scalar(counted) is not None:
        raise Refusal(N_("This activity has a history, or counts somewhere: it stays."))
    session.delete(found)


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


def _activity(session: UnitOfWork) -> Activity:
    """The activity at hand of the person in scope, made if they have none."""
    found = activity_at_hand(session)
    if found is None:
        found = Activity(id=uuid4(), label=DEFAULT_LABEL)
        session.add(found)
        session.flush()
    return found


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


def _assessment(draft: Draft, activity: Activity, answers: drafts.Draft) -> Assessment:
    suggested = {axis.value: each.suggestion.level for axis, each in answers.items() if each.suggestion}
    made = Assessment(
        id=draft.id,
        activity_id=activity.id,
        referential=f"{referential().id} {referential().version}",
        suggestions=suggested,
        answers={axis.value: dict(each.clues) for axis, each in answers.items() if each.clues},
        skips={axis.value: each.skip.value for axis, each in answers.items() if each.skip},
        notes={axis.value: each.note for axis, each in answers.items() if each.note},
        **{name: getattr(activity, name) for name in SITUATION},
    )
    made.levels = {axis: each.level for axis, each in answers.items()}
    return made


def _count(session: UnitOfWork, made: Assessment, places: Sequence[Belonging]) -> None:
    for place in places:  # where one counts already, it goes on; elsewhere what is older was not said there
        counting = {"activity_id": made.activity_id, "since": made.submitted_at}
        session.add_once(Counting(cooperative_id=place.cooperative_id, **counting))
    _queue(session, places)


def _queue(session: UnitOfWork, places: Sequence[Belonging]) -> None:
    for place in places:
        later(session, jobs.CONTRIBUTE, cooperative=place.cooperative_id, member=place.member_id)
