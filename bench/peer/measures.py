"""The peer rule measured on simulated cooperatives of four sizes, beside the baselines: one table a size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from bench.baselines.self_only import SELF_ONLY
from bench.goals import Bound, Goal, Reached
from bench.peer import assumptions as a
from bench.peer.asking import HalfYear
from bench.peer.assumptions import HONEST, RING_OF_5, RING_OF_10, SCENARIOS, Scenario
from bench.peer.judging import BASELINES, METHODS, RULE, Judged, judge
from bench.peer.world import world

SIZES = {12: 120, 24: 100, 180: 24, 600: 6}  # members: how many cooperatives of that size

VALIDATED_AT = (24, 180)  # members: the sizes the goal is set for
RINGS_AT = {
    24: RING_OF_5,
    180: RING_OF_10,
    600: RING_OF_10,
}  # a ring of two fifths of a cooperative has no goal
VALIDATED = Goal("accurate members validated", Bound.AT_LEAST, 0.40, "{:.1%}")
ERROR = Goal("honest error, to self only", Bound.AT_MOST, 0.75, "{:.3f}")
FALSELY = "{} falsely validated"

HEADING = "{members} members, {times} cooperatives"
COLUMNS = f"  {'':<24} {'':<10} {'error':>6} {'validated':>10} {'falsely':>8}"
ROW = "  {scenario:<24} {method:<10} {error:>6.1f} {validated:>10} {falsely:>8}"
LEGEND = """\
error: root mean square distance of the value to the truth, all members, in points
validated: of the accurate honest members; falsely: of the ring members 20 points or more above the truth
assumptions: bench/peer/assumptions.py; value of the rule where nobody spoke: the member's own level"""
SOURCE = "  {name}: {source}"


@dataclass(frozen=True)
class Measured:
    """What a method is worth: error in points, shares from 0 to 1 (NaN where there is nobody to count)."""

    error: float
    validated: float
    falsely: float


Measures = dict[tuple[int, Scenario, str], Measured]


def peer() -> list[Reached]:
    """Measure at every size, print the tables, and give the goals."""
    found = measure(SIZES)
    print("\n".join(report(found, SIZES)))
    return goals(found)


def measure(sizes: dict[int, int]) -> Measures:
    """Every method in every scenario, in so many cooperatives of each size."""
    found = {}
    for members, times in sizes.items():
        for scenario in SCENARIOS:
            if scenario.fits(members):
                judged = [each for time in range(times) for each in simulated(members, scenario, time)]
                for method in METHODS:
                    found[members, scenario, method] = summed(
                        [each for each in judged if each.method == method]
                    )
    return found


def simulated(members: int, scenario: Scenario, time: int) -> Iterator[Judged]:
    """One cooperative, half a year, everyone judged; always the same for the same arguments."""
    people = world(members, scenario, np.random.default_rng((a.SEED, members, time, 0)))
    half_year = HalfYear(
        people, scenario, f"{members} {time}".encode(), np.random.default_rng((a.SEED, members, time, 1))
    )
    half_year.run()
    return judge(half_year)


def summed(judged: Sequence[Judged]) -> Measured:
    """The error and the shares over these members."""
    return Measured(
        error=float(np.sqrt(np.mean([each.error**2 for each in judged]))),
        validated=share(each.validated for each in judged if each.accurate),
        falsely=share(each.validated for each in judged if each.inflated),
    )


def share(validated: Iterator[bool | None]) -> float:
    """The share of the validated; NaN of nobody, and where the method never says."""
    known = [each for each in validated if each is not None]
    return sum(known) / len(known) if known else float("nan")


def goals(found: Measures) -> list[Reached]:
    """The goals of the rule, at each size that was measured."""
    sizes = sorted({members for members, _, _ in found})
    return [each for members in sizes for each in goals_at(members, found)]


def goals_at(members: int, found: Measures) -> Iterator[Reached]:
    """The goals at one size."""
    honest, alone = found[members, HONEST, RULE], found[members, HONEST, SELF_ONLY.name]
    if members in VALIDATED_AT:
        yield Reached(VALIDATED.at(members), honest.validated)
    yield Reached(ERROR.at(members), honest.error / alone.error)
    if ring := RINGS_AT.get(members):
        goal = Goal(FALSELY.format(ring.name), Bound.AT_MOST, 0.05, "{:.1%}")
        yield Reached(goal.at(members), found[members, ring, RULE].falsely)


def report(found: Measures, sizes: dict[int, int]) -> Iterator[str]:
    """The tables, line by line, with the sources of the baselines."""
    for members, times in sizes.items():
        yield from ("", HEADING.format(members=members, times=times), COLUMNS)
        for (size, scenario, method), measured in found.items():
            if size == members:
                yield row(scenario, method, measured)
    yield from ("", LEGEND)
    yield from (SOURCE.format(name=each.name, source=each.source) for each in BASELINES)
    yield ""


def row(scenario: Scenario, method: str, measured: Measured) -> str:
    """One method in one scenario."""
    shares = [f"{each:.0%}" if not isnan(each) else "–" for each in (measured.validated, measured.falsely)]
    return ROW.format(
        scenario=scenario.name, method=method, error=measured.error, validated=shares[0], falsely=shares[1]
    )
