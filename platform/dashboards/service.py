"""Closing campaigns: figures computed once, checked against all that was published before, then sealed."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import numpy as np

from assessment.referential import Axis, referential
from dashboards import display, jobs
from dashboards.disclosure import Floors, may_publish
from dashboards.display import COUNT_STEP, Extent, Shown, shown
from dashboards.models import Release, ReleaseSet
from dashboards.portrait import Absence, Portrait, written
from dashboards.queries import Answer, answered_since, answers_at, due_campaigns, sealed_history, window_start
from dashboards.rules import exact
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from tenants.models import Campaign, Cooperative
from tenants.queries.cooperatives import cooperative, open_campaign
from tenants.queries.members import member_count

WHOLE = "all"
RECENT = timedelta(days=91)
ABSENCES = {Extent.WORKSHOP: Absence.SMALL, Extent.NOT_YET: Absence.FLOOR}


def close_due(session: UnitOfWork) -> list[date]:
    """Close, in order, every campaign of the cooperative in scope whose day is over; gives their days.

    As the machine role. Each is closed once: its row is locked, and its portrait's key is its closing day.
    """
    home = cooperative(session)
    today = clock.today(home.zone)
    closed = [_close(session, home, campaign) for campaign in due_campaigns(session, today)]
    if closed:
        session.flush()
        waiting = open_campaign(session)
        home.next_close_on = waiting.closes_on if waiting else None
    return closed


def count(session: UnitOfWork) -> None:
    """Count, for the coordination, how many took stock since the open campaign began, rounded down to 5."""
    campaign, home = open_campaign(session), cooperative(session)
    if campaign is None:
        return
    answered = answered_since(session, campaign.opens_on, home.zone)
    campaign.answered_at_least = answered // COUNT_STEP * COUNT_STEP
    members = member_count(session)
    answers = answers_at(session, clock.today(home.zone), home.zone)
    draft, _ = _figures(session, home, answers, members)
    campaign.portrait_possible = any(each.mean is not None for each in draft.values())
    campaign.counted_at = clock.now()


def _close(session: UnitOfWork, home: Cooperative, campaign: Campaign) -> date:
    day = campaign.closes_on
    answers = answers_at(session, day, home.zone)
    members = member_count(session)
    figures, sets = _figures(session, home, answers, members)
    portrait = _portrait(home, day, answers, members, figures)
    session.add(Release(closed_on=day, payload=written(portrait)))
    if portrait.published:
        session.add_all(_seal(day, axis, chosen) for axis, chosen in sets.items())
        later(session, jobs.DRAW_CHARTS, closed_on=day.isoformat())
    campaign.closed_at = clock.now()
    campaign.contributors = portrait.contributors
    return day


def _figures(
    session: UnitOfWork, home: Cooperative, answers: Sequence[Answer], members: int
) -> tuple[dict[Axis, Shown], dict[Axis, list[Answer]]]:
    """What may be shown of each axis, and the contributions behind those that may."""
    floors = Floors(contributors=home.floor)
    figures: dict[Axis, Shown] = {}
    sets: dict[Axis, list[Answer]] = {}
    for axis in Axis:
        chosen = [answer for answer in answers if answer.levels[axis] is not None]
        history = sealed_history(session, axis, WHOLE)
        if members >= floors.contributors and may_publish(history, _keys(chosen), floors):
            figures[axis] = shown(exact(_levels(chosen, axis), members), axis, floors)
            sets[axis] = chosen
        else:
            figures[axis] = Shown()
    return figures, sets


def _portrait(
    home: Cooperative, day: date, answers: Sequence[Answer], members: int, figures: dict[Axis, Shown]
) -> Portrait:
    counted = [answer for answer in answers if any(level is not None for level in answer.levels.values())]
    absence = _absence(home, len(counted), members, figures)
    n = len(counted) // COUNT_STEP * COUNT_STEP if absence is None else None
    return Portrait(
        closed_on=day,
        since=window_start(day),
        members=members,
        contributors=n,
        share=None if n is None else display.percentage(n, members, len(counted)),
        recent=None if n is None else _recent(counted, day, home.zone),
        step=display.level_step(len(counted)),
        referential=f"{referential().id} {referential().version}",
        axes=figures if absence is None else {},
        absence=absence,
    )


def _absence(home: Cooperative, counted: int, members: int, figures: dict[Axis, Shown]) -> Absence | None:
    if any(each.mean is not None for each in figures.values()):
        return None
    allowed = display.extent(members, counted, Floors(contributors=home.floor))
    return ABSENCES.get(allowed, Absence.CHANGE)


def _recent(answers: Sequence[Answer], day: date, zone: str) -> int:
    fresh = sum(clock.day_of(each.submitted_at, zone) > day - RECENT for each in answers)
    return display.percentage(fresh, len(answers), len(answers))


def _seal(day: date, axis: Axis, chosen: Sequence[Answer]) -> ReleaseSet:
    levels = _levels(chosen, axis).astype(np.int64)
    return ReleaseSet(
        closed_on=day,
        measure=axis.value,
        cell=WHOLE,
        keys=sorted(_keys(chosen)),
        total=int(levels.sum()),
        squares=int((levels * levels).sum()),
    )


def _keys(answers: Sequence[Answer]) -> frozenset[UUID]:
    return frozenset(answer.key for answer in answers)


def _levels(answers: Sequence[Answer], axis: Axis) -> np.ndarray:
    return np.array([answer.levels[axis] for answer in answers], dtype=np.int16)
