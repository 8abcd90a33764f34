"""What each person wrote about their own work, decided, and asked of others; and what of it may count."""

from collections.abc import Iterator
from uuid import UUID

from assessment.models import Activity, Assessment, Counting, LifeEvent
from assessment.referential import Axis, referential
from assessment.rules import suggest
from assessment.service.activities import DEFAULT_LABEL
from assessment.service.contributions import refresh_contributions
from demo.plot.cast import Character
from demo.plot.days import Season
from demo.plot.lives import Taking, level_on, minute, takings
from demo.plot.talk import Asking
from demo.staging.stage import Stage, key, put
from kernel.tables import Json
from peer.models.requests import ReviewRequest
from peer.service.requests import ANSWER_WITHIN
from sharing.models import Consent
from tenants.queries.members import is_member

DECIDED_AFTER = 3  # minutes: the question stands on the result page
SENT_AFTER = 12  # minutes between the beginning of a request and its sending
SITUATION = ("trade", "status", "seniority", "territory")


def write_histories(stage: Stage, season: Season) -> None:
    """One unit of work for each person who joined in a season, or who changed a decision in it.

    A later decision is written in its own season, so that what counted before it counted.
    """
    for each in stage.plot.cast:
        later = any(season.holds(decision.day) for decision in each.changed)
        if each.answers and (season.holds(each.since) or later):
            _write(stage, each, season)


def request_id(stage: Stage, asking: Asking) -> UUID:
    """The id of a request."""
    return key("request", stage.plot.slug, asking.by, asking.axis, asking.day)


def _write(stage: Stage, who: Character, season: Season) -> None:
    made = takings(who)
    activity = key("activity", who.name)
    began = stage.days.at(made[0].day, made[0].minute)
    with stage.acting(who.name) as session:
        if not is_member(session, stage.member(who.name)):
            return  # a load taken up again: they have left since, with all this
        put(
            session,
            Activity,
            [{"id": activity, "label": who.trade or DEFAULT_LABEL, "created_at": began, **_situation(who)}],
        )
        put(session, Counting, [{"cooperative_id": stage.cooperative, "activity_id": activity}])
        put(session, Assessment, [_assessment(stage, who, taking) for taking in made])
        put(session, LifeEvent, list(_events(stage, who)))
        put(session, Consent, list(_consents(stage, who, season)))
        asked = [each for each in stage.plot.askings if each.by == who.name]
        put(session, ReviewRequest, [_request(stage, who, each) for each in asked])
        refresh_contributions(session)


def _assessment(stage: Stage, who: Character, taking: Taking) -> Json:
    suggested = {axis: suggest(clues) for axis, clues in taking.clues.items()}
    return {
        "id": key("assessment", who.name, taking.day, taking.minute),
        "activity_id": key("activity", who.name),
        "submitted_at": stage.days.at(taking.day, taking.minute),
        "referential": f"{referential().id} {referential().version}",
        "suggestions": {axis.value: each.level for axis, each in suggested.items() if each},
        "answers": {axis.value: dict(clues) for axis, clues in taking.clues.items()},
        "skips": {axis.value: reason.value for axis, reason in who.skips.items()},
        "notes": {axis.value: words for axis, words in taking.notes.items()},
        **{axis.value: level for axis, level in taking.levels.items()},
        **_situation(who),
    }


def _situation(who: Character) -> Json:
    return {name: getattr(who, name) for name in SITUATION}


def _events(stage: Stage, who: Character) -> Iterator[Json]:
    for turn in who.turns:
        if turn.event:
            yield {"id": key("event", who.name, turn.day), "on": stage.days.on(turn.day), "label": turn.event}


def _consents(stage: Stage, who: Character, season: Season) -> Iterator[Json]:
    for each in who.decisions:
        if each.day > season.last:
            continue
        at = stage.days.at(each.day, minute(who.name, each.day) + DECIDED_AFTER)
        yield {
            "id": key("consent", stage.plot.slug, who.name, each.axis, each.day),
            "cooperative_id": stage.cooperative,
            "axis": each.axis.value,
            "decided_at": at,
            "given_at": at if each.given else None,
            "withdrawn_at": None if each.given else at,
        }


def _request(stage: Stage, who: Character, asking: Asking) -> Json:
    begun = minute(who.name, asking.day)
    withdrawn = asking.withdrawn
    return {
        "id": request_id(stage, asking),
        "subject_id": stage.member(who.name),
        "axis": Axis(asking.axis),
        "level_seen": level_on(who, asking.axis, asking.day),
        "message": asking.message,
        "created_at": stage.days.at(asking.day, begun),
        "sent_at": stage.days.at(asking.day, begun + SENT_AFTER) if asking.sent else None,
        "answer_by": stage.days.on(asking.day) + ANSWER_WITHIN if asking.sent else None,
        "withdrawn_at": None if withdrawn is None else stage.days.at(withdrawn, minute(who.name, withdrawn)),
    }
