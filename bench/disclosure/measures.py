"""Exposure measured on simulated cooperatives: our releases beside the usual dashboards, one table."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bench.baselines import hide_next_smallest as usual
from bench.disclosure.attacks import exposure, narrowest
from bench.disclosure.population import population
from bench.disclosure.released import released
from bench.goals import Bound, Goal, Reached

SIZES = {30: 12, 60: 8, 180: 4}  # members: how many cooperatives of that size
MONTHS = 36
USUAL_MONTHS = 12
OUR_STEP, USUAL_STEP = 5.0, 0.1  # points: means as a small cooperative and a dashboard show them

FOUND = Goal("members found in our releases", Bound.AT_MOST, 0.0, "{:.1%}")
TIED = Goal("members found in them by an insider", Bound.AT_MOST, 0.0, "{:.1%}")
WHOLE = Goal("releases that show the whole cooperative", Bound.AT_LEAST, 0.95, "{:.0%}")
COLUMNS = f"  {'':<32} {'found':>6} {'insider':>8} {'narrowest':>10}  tables shown"
ROW = "  {name:<32} {outside:>6.0%} {inside:>8.0%} {narrowest:>10.1f}  {tables}"
LEGEND = """\
found: members one of whose levels the sums give to anybody; insider: to a member who knows their own
narrowest: the smallest interval the shown means leave to one of the levels probed, in points of 100
ours: {years} years of half-yearly releases; usual: {months} months of live tables ({source})"""


@dataclass(frozen=True)
class Measured:
    """What a manner of publishing exposes: shares of the members, points, shares of releases by table."""

    outside: float
    inside: float
    narrowest: float
    tables: dict[str, float]


def disclosure() -> list[Reached]:
    """Measure at every size, print the table, and give the goals."""
    ours = {members: _ours(members, times) for members, times in SIZES.items()}
    theirs = {members: _usual(members, times) for members, times in SIZES.items()}
    print("\n".join(_report(ours, theirs)))
    return [each for members, found in ours.items() for each in goals(members, found)]


def goals(members: int, found: Measured) -> Iterator[Reached]:
    """The goals at one size."""
    yield Reached(FOUND.at(members), found.outside)
    yield Reached(TIED.at(members), found.inside)
    yield Reached(WHOLE.at(members), found.tables["all"])


def _ours(members: int, times: int) -> Measured:
    found = []
    for time in range(times):
        people = population(members, MONTHS, time)
        rows, tables = released(people)
        seen = exposure(people, rows)
        found.append(Measured(seen.outside, seen.inside, narrowest(people, rows, OUR_STEP, time), tables))
    return _together(found)


def _usual(members: int, times: int) -> Measured:
    found = []
    for time in range(times):
        people = population(members, USUAL_MONTHS, time)
        rows = usual.refreshed(people)
        seen = exposure(people, rows)
        found.append(Measured(seen.outside, seen.inside, narrowest(people, rows, USUAL_STEP, time), {}))
    return _together(found)


def _together(found: list[Measured]) -> Measured:
    """The mean of these measures, and the narrowest of their intervals."""
    return Measured(
        float(np.mean([each.outside for each in found])),
        float(np.mean([each.inside for each in found])),
        min(each.narrowest for each in found),
        {name: float(np.mean([each.tables[name] for each in found])) for name in found[0].tables},
    )


def _report(ours: dict[int, Measured], theirs: dict[int, Measured]) -> Iterator[str]:
    for members, found_ours in ours.items():
        yield from ("", f"{members} members, {SIZES[members]} cooperatives", COLUMNS)
        for name, found in (("ours", found_ours), ("usual, floor of 5", theirs[members])):
            tables = ", ".join(f"{table} {share:.0%}" for table, share in found.tables.items())
            yield ROW.format(
                name=name,
                outside=found.outside,
                inside=found.inside,
                narrowest=found.narrowest,
                tables=tables,
            )
    yield from ("", LEGEND.format(years=MONTHS // 12, months=USUAL_MONTHS, source=usual.SOURCE), "")
