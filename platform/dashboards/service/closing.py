"""Closing campaigns: figures computed once, checked against all that was published before, then sealed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from assessment.referential import Axis, referential
from dashboards import display, jobs
from dashboards.answers import FIRST_DAY
from dashboards.candidates import FULL, LEFT
from dashboards.display import COUNT_STEP, Extent, Shown
from dashboards.figures import between, groups, whole
from dashboards.figures.between import sum_then
from dashboards.figures.whole import sum_of
from dashboards.gathered import Gathered, Tables
from dashboards.ledger import Published
from dashboards.measures.turnover import Sum
from dashboards.models import Release, ReleaseSet, Roster
from dashboards.portrait import Absence, Portrait, written
from dashboards.proposals import kept
from dashboards.queries.answers import due_campaigns, window_start
from dashboards.queries.sealed import packed
from dashboards.service.gathering import gather, gather_whole
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from tenants.models import Campaign, Cooperative
from tenants.queries.cooperatives import cooperative, open_campaign

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


def _close(session: UnitOfWork, home: Cooperative, campaign: Campaign) -> date:
    day = campaign.closes_on
    gathered = gather_whole(session, home=home, day=day)
    tables: dict[Axis, Tables] = {axis: {} for axis in Axis}
    if min(gathered.members, len(gathered.answers)) >= gathered.floors.contributors:
        gathered = gather(session, home=home, whole=gathered)
        tables = kept(gathered)
    portrait = _portrait(gathered, tables)
    session.add(Release(closed_on=day, payload=written(portrait)))
    if portrait.published:
        _seal(session, gathered, tables)
        later(session, jobs.DRAW_CHARTS, closed_on=day.isoformat())
    campaign.closed_at, campaign.contributors = clock.now(), portrait.contributors
    session.flush()
    return day


def _portrait(gathered: Gathered, tables: dict[Axis, Tables]) -> Portrait:
    figures = whole.axes(gathered, tables)
    counted = len(gathered.answers)
    absence = _absence(gathered, figures)
    n = counted // COUNT_STEP * COUNT_STEP
    basis = Portrait(
        closed_on=gathered.day,
        since=window_start(gathered.day),
        members=gathered.members,
        contributors=None,
        share=None,
        recent=None,
        step=display.level_step(counted),
        referential=f"{referential().id} {referential().version}",
        axes={},
        absence=absence,
    )
    if absence:
        return basis
    complete = all(FULL in each for each in tables.values())
    return replace(
        basis,
        contributors=n,
        share=display.percentage(n, gathered.members, counted),
        recent=_recent(gathered),
        axes=figures,
        savoirs=whole.by_family(gathered) if complete else None,
        strands=whole.by_strand(gathered) if complete else None,
        ties=whole.ties(gathered) if complete else (),
        cautions=whole.cautions(gathered, tables),
        breakdowns=groups.breakdowns(gathered, tables),
        influences=groups.influences(gathered, tables),
        examples=groups.examples(gathered, tables),
        likeness=groups.likeness(gathered, tables),
        movements=between.movements(gathered, tables),
        confirmed=between.confirmed(gathered, tables),
    )


def _absence(gathered: Gathered, figures: Mapping[Axis, Shown]) -> Absence | None:
    if any(each.mean is not None for each in figures.values()):
        return None
    allowed = display.extent(gathered.members, len(gathered.answers), gathered.floors)
    return ABSENCES.get(allowed, Absence.CHANGE)


def _recent(gathered: Gathered) -> int:
    fresh = int((gathered.answers.days > (gathered.day - RECENT - FIRST_DAY).days).sum())
    return display.percentage(fresh, len(gathered.answers), len(gathered.answers))


def _seal(session: UnitOfWork, gathered: Gathered, tables: Mapping[Axis, Tables]) -> None:
    """Keep whose contributions every table was made of: the audit of the next portraits starts there."""
    session.add(
        Roster(
            closed_on=gathered.day,
            keys=gathered.answers.keys.tobytes(),
            merged_on=gathered.merging.since if gathered.merging else gathered.day,
            merges={each.value: dict(gathered.cells_of(each)) for each in gathered.cells},
        )
    )
    session.flush()
    sets = (each for by_part in tables.values() for table in by_part.values() for each in table)
    session.add_all(_sealed(gathered, each) for each in sets)


def _sealed(gathered: Gathered, published: Published) -> ReleaseSet:
    found = _sum(gathered, published)
    return ReleaseSet(
        closed_on=published.day,
        measure=published.axis.value,
        cell=published.series,
        roster_on=published.roster_on,
        members=packed(published.mask),
        n=found.n,
        total=found.total,
    )


def _sum(gathered: Gathered, published: Published) -> Sum:
    """The levels of a set; of those who left, by subtraction, for their contributions are gone."""
    axis = published.axis
    if published.roster_on == gathered.day:
        return sum_of(gathered, axis, published.mask)
    if whole.name_of(published) == LEFT:
        return gathered.sums[axis].without(sum_then(gathered.before[axis], ~published.mask))
    return sum_then(gathered.before[axis], published.mask)
