"""Intentions with a day to look back at them, and scenarios drawn over today's diagram."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from assessment.queries import activity_at_hand, latest
from assessment.referential import LEVELS, Axis
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import N_, Invalid, Refusal, check_length
from kernel.scope import Belonging, Scope
from musette import jobs, permissions
from musette.models import Intention, Scenario
from musette.queries.intentions import own_intention, own_scenario
from musette.rules import LONGEST_INTENTION, LONGEST_WORDS, may_be_reviewed_on
from sharing.service.grants import let_go
from tenants.rules import LONGEST_NAME

MORNING = time(8)
NEEDED = N_("Say what you mean to do, in a few words.")
WHEN = N_("Choose a day between a week and two years from now.")
STOCK_FIRST = N_("Take stock first: a scenario is drawn over your diagram of today.")
NAME_IT = N_("Give this scenario a name, in 80 characters at most.")
SOME_LEVEL = N_("Set at least one level.")


@dataclass(frozen=True)
class Meant:
    """What a person means to do: on which axis, in which words, towards which level, until when."""

    axis: Axis
    words: str
    review_on: date
    aimed: int | None = None


def intend(session: UnitOfWork, *, intention_id: UUID, meant: Meant, zone: str, by: Scope) -> Intention:
    """Set an intention under an id the form chose, beside today's level; a reminder leaves on its day."""
    permissions.KEEP_INTENTIONS.check(by)
    check_length(meant.words, LONGEST_INTENTION, field="words")
    if not meant.words.strip():
        raise Invalid(NEEDED, field="words")
    if not may_be_reviewed_on(meant.review_on, clock.today(zone)):
        raise Invalid(WHEN, field="review_on")
    activity = activity_at_hand(session)
    last = latest(session, activity.id) if activity else None
    made = Intention(
        id=intention_id,
        activity_id=activity.id if activity else None,
        axis=meant.axis,
        words=meant.words.strip(),
        level_then=last.levels[meant.axis] if last else None,
        aimed=meant.aimed,
        review_on=meant.review_on,
        created_at=clock.now(),
        found="",
    )
    if session.add_once(made):
        morning = datetime.combine(meant.review_on, MORNING, ZoneInfo(zone))
        later(session, jobs.INTENTION_MAIL, not_before=morning, intention=intention_id)
    return own_intention(session, intention_id)


def close(session: UnitOfWork, *, intention_id: UUID, found: str, by: Scope) -> Intention:
    """Look back at an intention, with or without words, and put it away."""
    permissions.KEEP_INTENTIONS.check(by)
    check_length(found, LONGEST_WORDS, field="found")
    row = own_intention(session, intention_id)
    row.found = found.strip()
    row.closed_at = row.closed_at or clock.now()
    return row


def forget(session: UnitOfWork, *, intention_id: UUID, places: Sequence[Belonging], by: Scope) -> None:
    """Forget an intention, and what was shown of it; its reminder will not leave."""
    permissions.KEEP_INTENTIONS.check(by)
    found = own_intention(session, intention_id)
    let_go(session, about=found.id, places=places)
    session.delete(found)


def imagine(
    session: UnitOfWork,
    *,
    scenario_id: UUID,
    label: str,
    words: str,
    levels: Mapping[Axis, int | None],
    by: Scope,
) -> Scenario:
    """Draw another diagram of the activity at hand, under an id the form chose; it counts nowhere."""
    permissions.KEEP_INTENTIONS.check(by)
    activity = activity_at_hand(session)
    if activity is None or latest(session, activity.id) is None:
        raise Refusal(STOCK_FIRST)
    made = Scenario(id=scenario_id, activity_id=activity.id, created_at=clock.now())
    _draw(made, label, words, levels)
    session.add_once(made)
    return own_scenario(session, scenario_id)


def redraw(
    session: UnitOfWork,
    *,
    scenario_id: UUID,
    label: str,
    words: str,
    levels: Mapping[Axis, int | None],
    by: Scope,
) -> Scenario:
    """Change a scenario: nothing was counted, so nothing has to stay."""
    permissions.KEEP_INTENTIONS.check(by)
    row = own_scenario(session, scenario_id)
    _draw(row, label, words, levels)
    return row


def give_up(session: UnitOfWork, *, scenario_id: UUID, places: Sequence[Belonging], by: Scope) -> None:
    """Forget a scenario, and what was shown of it."""
    permissions.KEEP_INTENTIONS.check(by)
    found = own_scenario(session, scenario_id)
    let_go(session, about=found.id, places=places)
    session.delete(found)


def _draw(row: Scenario, label: str, words: str, levels: Mapping[Axis, int | None]) -> None:
    name = " ".join(label.split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(NAME_IT, field="label")
    check_length(words, LONGEST_WORDS, field="words")
    if not any(level in LEVELS for level in levels.values() if level is not None):
        raise Refusal(SOME_LEVEL)
    row.label, row.words, row.levels = name, words.strip(), dict(levels)
