"""Portraits made by hand, as a close may publish them, at several sizes; and their rows, as the worker's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import cast

from assessment.referential import Axis, Family, Strand
from dashboards.display import WHOLE_ONLY, Portion, Shown, Zones
from dashboards.jobs import DRAW_CHARTS
from dashboards.measures.effects import Verdict
from dashboards.models import Release
from dashboards.portrait import (
    VERSION,
    Breakdown,
    Caution,
    Cell,
    Confirmed,
    CounterExample,
    Dimension,
    Influence,
    Likeness,
    Movement,
    Portrait,
    Tie,
    read,
    written,
)
from kernel.jobs import later
from tests.dashboards.conftest import Hall

MEANS = dict(zip(Axis, (62, 44, 58, 66, 68, 64, 38), strict=True))
BANDS = (5, 15, 30, 35, 15)
FREE = [axis for axis in Axis if axis not in WHOLE_ONLY]
REVIEWED = (Axis.LOCAL_UTILITY, Axis.CREATIVITY, Axis.TOOL_MASTERY)
CELLS = {
    Dimension.STATUS: (
        Cell(("employee_permanent", "employee_fixed", "public_service"), 30),
        Cell(("esa",), 55),
        Cell(("cape", "umbrella"), 20),
        Cell(("self_employed", "company_director", "others", "unsaid"), 15),
    ),
    Dimension.SENIORITY: (
        Cell(("under_1",), 20),
        Cell(("1_to_3",), 35),
        Cell(("3_to_10",), 35),
        Cell(("over_10", "unsaid"), 20),
    ),
    Dimension.TRADE: (
        Cell(("maraîchage",), 25),
        Cell(("=cmd|' /C calc'!A0",), 15),
        Cell(("menuiserie et agencement de très petites cuisines sur mesure",), 15),
        Cell(("others", "unsaid"), 55),
    ),
    Dimension.TERRITORY: (Cell(("Trégor",), 60), Cell(("others", "unsaid"), 45)),
}


def small(closed_on: date) -> Portrait:
    """12 members: means to 5 and zones in words."""
    zones = Zones(Portion.FEW, Portion.SOME, Portion.MOST)
    axes = {
        axis: Shown(10, 80, mean=round(mean / 5) * 5, zones=None if axis in WHOLE_ONLY else zones)
        for axis, mean in MEANS.items()
    }
    return _portrait(closed_on, members=12, contributors=10, share=80, recent=50, step=5, axes=axes)


def medium(closed_on: date) -> Portrait:
    """30 members: quartiles, bands, savoirs; rest is withheld."""
    axes = {
        axis: Shown(
            20,
            70,
            mean=round(mean / 5) * 5,
            interval=(round(mean / 5) * 5 - 10, round(mean / 5) * 5 + 5),
            quartiles=(round(mean / 5) * 5 - 15, round(mean / 5) * 5, 95),
            bands=(0, 20, 30, 30, 20),
        )
        for axis, mean in MEANS.items()
    } | {Axis.REST_TIME: Shown()}
    found = _portrait(closed_on, members=30, contributors=20, share=70, recent=60, step=5, axes=axes)
    return replace(found, savoirs=dict(zip(Family, (55, 65, 65, 40), strict=True)))


def large(closed_on: date, *, members: int = 164, scale: int = 1) -> Portrait:
    """60 members or more: everything; trades and territories only where they pass."""
    axes = {
        axis: Shown(
            110 * scale,
            65,
            mean=mean,
            interval=(mean - 4, mean + 4),
            quartiles=(mean - 16, mean, mean + 14),
            bands=BANDS,
        )
        for axis, mean in MEANS.items()
    }
    found = _portrait(
        closed_on, members=members, contributors=110 * scale, share=65, recent=70, step=2, axes=axes
    )
    return replace(
        found,
        savoirs=dict(zip(Family, (55, 66, 66, 38), strict=True)),
        strands=dict(zip(Strand, (64, 60, 42), strict=True)),
        breakdowns={
            dimension: Breakdown(
                cells,
                {
                    axis: tuple((MEANS[axis] + 7 * place - 9) % 90 + 5 for place in range(len(cells)))
                    for axis in FREE
                    if not (dimension is Dimension.TRADE and axis is Axis.CREATIVITY)
                },
            )
            for dimension, cells in CELLS.items()
        },
        influences={
            Dimension.STATUS: {axis: _influence(place) for place, axis in enumerate(Axis)},
            Dimension.SENIORITY: {axis: _influence(place + 1) for place, axis in enumerate(Axis)},
            Dimension.TRADE: {axis: _influence(0) for axis in FREE},
        },
        examples=(
            CounterExample(Axis.CREATIVITY, employees_free=10, independents_dependent=None),
            CounterExample(Axis.COMMERCIAL_RELATION, employees_free=15, independents_dependent=10),
        ),
        movements={
            axis: Movement(closed_on - timedelta(days=182), change, stayed, joined, change - stayed - joined)
            for axis, change, stayed, joined in (
                (Axis.LOCAL_UTILITY, 6, 3, 2),
                (Axis.CREATIVITY, -4, -5, 1),
                (Axis.TOOL_MASTERY, 0, 0, 0),
            )
        },
        confirmed={
            Axis.LOCAL_UTILITY: _confirmed(validated=40, in_progress=20, none=40),
            Axis.CREATIVITY: Confirmed({"validated": 35, "in_progress+none": 65}, None),
            Axis.TOOL_MASTERY: _confirmed(validated=50, in_progress=20, none=30),
        },
        likeness={
            Dimension.STATUS: Likeness(CELLS[Dimension.STATUS], (25, 45, 15, 15), (20, 40, 25, 15), 10),
            Dimension.SENIORITY: Likeness(CELLS[Dimension.SENIORITY], (20, 30, 30, 20), None, None),
        },
        cautions={
            axis: Caution(None if axis in WHOLE_ONLY else mean - 2, (mean - 22, min(95, mean + 14)))
            for axis, mean in MEANS.items()
        },
        ties=(
            Tie(Axis.CREATIVITY, Axis.TOOL_MASTERY, 20, 60),
            Tie(Axis.REST_TIME, Axis.FINANCIAL_AUTONOMY, -30, 10),
        ),
    )


def huge(closed_on: date) -> Portrait:
    """35,000 members."""
    return large(closed_on, members=35120, scale=204)


def publish(hall: Hall, *portraits: Portrait, drawn: bool = False) -> None:
    """Store portraits as the worker does when it closes; drawing their charts takes seconds."""
    for each in portraits:
        with hall.working() as session:
            session.add(Release(closed_on=each.closed_on, payload=written(each)))
            if drawn:
                later(session, DRAW_CHARTS, closed_on=each.closed_on.isoformat())
    hall.world.run_jobs()


def numbered(portrait: Portrait) -> Portrait:
    """The same portrait, each number another one, from 101 on: each is known wherever it stands."""
    numbers = count(101)

    def renewed(value: object) -> object:
        if isinstance(value, dict):
            return {name: renewed(each) for name, each in value.items()}
        if isinstance(value, list | tuple):
            return [renewed(each) for each in value]
        return next(numbers) if isinstance(value, int) else value

    return read({**cast("dict[str, object]", renewed(written(portrait))), "version": VERSION})


def half_yearly(last: date, count: int) -> Sequence[date]:
    """Closing days half a year apart, oldest first."""
    return [last - timedelta(days=182 * back) for back in reversed(range(count))]


def _portrait(
    closed_on: date,
    *,
    members: int,
    contributors: int,
    share: int,
    recent: int,
    step: int,
    axes: dict[Axis, Shown],
) -> Portrait:
    return Portrait(
        closed_on=closed_on,
        since=closed_on - timedelta(days=364),
        members=members,
        contributors=contributors,
        share=share,
        recent=recent,
        step=step,
        referential="ligneres-7 1.0.1",
        axes=axes,
    )


def _influence(place: int) -> Influence:
    return (
        Influence(0, 5, 0, Verdict.DOES_NOT_DETERMINE),
        Influence(0, 20, 5, Verdict.UNDECIDED),
        Influence(10, 40, 25, Verdict.DETERMINES),
    )[place % 3]


def _confirmed(**shares: int) -> Confirmed:
    return Confirmed(shares, {name: (max(0, share - 10), share + 10) for name, share in shares.items()})
