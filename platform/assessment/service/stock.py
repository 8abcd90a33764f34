"""Taking stock: a draft saved at each step, submitted once, never changed; and what of it may count."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import and_, select

from assessment import drafts, jobs, permissions
from assessment.drafts import LONGEST_NOTE, AxisDraft
from assessment.models import Activity, Assessment, Draft
from assessment.queries import activity_at_hand, assessment, draft_of, latest
from assessment.referential import Axis, referential
from assessment.rules import SITUATION
from assessment.service.activities import at_hand
from assessment.service.contributions import copy_again, count_from
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import N_, Refusal, Unknown, check_length
from kernel.scope import Belonging, Scope
from sharing.service.grants import let_go

DRAFT_KEPT = timedelta(days=90)
NO_LEVEL = N_("Set at least one level before you finish: the others may stay empty.")


def begin(session: UnitOfWork, *, by: Scope) -> Draft:
    """The draft of the person in scope, locked, made with their first activity if there is none."""
    permissions.TAKE_STOCK.check(by)
    activity = at_hand(session)
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
    count_from(session, made=made, places=places)
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
    copy_again(session, places=places)
    return made


def remove(session: UnitOfWork, *, assessment_id: UUID, places: Sequence[Belonging], by: Scope) -> None:
    """Take an assessment out of one's history, and out of what was shown; published portraits stay."""
    permissions.TAKE_STOCK.check(by)
    session.delete(assessment(session, assessment_id))
    let_go(session, about=assessment_id, places=places)
    session.flush()
    copy_again(session, places=places)


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
