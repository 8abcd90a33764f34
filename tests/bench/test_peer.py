"""The bench of the peer rule, on cooperatives as small as they come."""

import numpy as np
import pytest

import peer.draw
import peer.rules
from bench.__main__ import main
from bench.baselines.mean import MEAN
from bench.baselines.median import MEDIAN
from bench.baselines.self_only import SELF_ONLY
from bench.peer import asking, judging, measures
from bench.peer.asking import HalfYear
from bench.peer.assumptions import (
    HONEST,
    RING_OF_5,
    RING_OF_10,
    SCENARIOS,
    SCHEMERS_10,
    SPITEFUL,
    Scenario,
)
from bench.peer.judging import heard_about
from bench.peer.measures import Measured, measure, report, summed
from bench.peer.world import world
from peer.rules import Stance
from tests.cases import each_case

TINY = {12: 2, 60: 1}


def half_year(members: int, scenario: Scenario) -> HalfYear:
    """A cooperative after half a year."""
    people = world(members, scenario, np.random.default_rng(1))
    found = HalfYear(people, scenario, b"seed", np.random.default_rng(2))
    found.run()
    return found


def test_the_rule_and_the_draw_are_those_of_the_product() -> None:
    assert vars(judging)["settle"] is peer.rules.settle
    assert vars(asking)["draw_order"] is peer.draw.draw_order


def test_the_same_cooperatives_give_the_same_figures() -> None:
    first = list(report(measure(TINY), TINY))
    assert first == list(report(measure(TINY), TINY))
    assert sum(" the rule  " in line for line in first) == 2 * len(SCENARIOS) - 2  # no ring of 10 among 12


def test_a_run_prints_its_sources_then_its_goals(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(measures, "SIZES", {24: 1})
    ended = main(["peer"])
    tables, _, goals = capsys.readouterr().out.rpartition("\n\n")
    assert all(f"{each.name}: {each.source}" in tables for each in (SELF_ONLY, MEAN, MEDIAN))
    verdicts = [line.split()[-1] for line in goals.splitlines()]
    assert len(verdicts) == 3
    assert set(verdicts) <= {"ok", "missed"}
    assert ended == ("missed" in verdicts)


def test_the_same_people_meet_every_scenario() -> None:
    one, other = (world(60, scenario, np.random.default_rng(3)) for scenario in (HONEST, RING_OF_10))
    assert [each.truth for each in one] == [each.truth for each in other]
    assert [each.pool for each in one] == [each.pool for each in other]
    assert sum(each.in_ring for each in other) == 10
    for before, after in zip(one, other, strict=True):
        assert after.own == (min(100, before.own + 30) if after.in_ring else before.own)


@each_case("scenario", SCENARIOS)
@each_case("members", [24, 60])
def test_two_drawn_peers_of_the_pool_speak_at_most(members: int, scenario: Scenario) -> None:
    found = half_year(members, scenario)
    drawn_of = {
        subject: [author for author, said in voices.items() if said.drawn]
        for subject, voices in found.said.items()
    }
    assert all(len(drawn) <= 2 for drawn in drawn_of.values())
    assert all(set(drawn) <= set(found.world[subject].pool) for subject, drawn in drawn_of.items())
    assert sum(len(drawn) for drawn in drawn_of.values()) > members


def test_friends_confirm_each_other_and_schemers_do_not() -> None:
    for scenario, reciprocal in ((RING_OF_5, True), (RING_OF_10, True), (SCHEMERS_10, False)):
        found = half_year(60, scenario)
        ring = [each for each in found.world if each.in_ring]
        heard = [each for member in ring for each in heard_about(found, member) if not each.drawn]
        assert len(heard) > scenario.ring
        assert all(each.stance is Stance.ENDORSE for each in heard)
        shares = sum(each.reciprocal for each in heard) / len(heard)
        assert shares > 0.5 if reciprocal else shares < 0.2  # whom one chose may be drawn for one


def test_spiteful_people_see_everyone_forty_points_lower() -> None:
    found = half_year(60, SPITEFUL)
    spiteful = {each.number for each in found.world if each.spiteful}
    assert len(spiteful) == 6
    for subject, voices in found.said.items():
        own = found.world[subject].own
        levels = [said.level for author, said in voices.items() if author in spiteful]
        assert levels == [max(0, own - 40) if own > 15 else None] * len(levels)


def test_baselines_by_hand() -> None:
    assert SELF_ONLY.judge(70, [10, 20, 30]).value == 70
    assert SELF_ONLY.judge(70, []).validated is None
    assert (MEAN.judge(70, [70, 40, 40]).value, MEDIAN.judge(70, [70, 40, 40]).value) == (55, 55)
    assert MEAN.judge(70, [70, 40, 40]).validated
    assert not MEAN.judge(70, [70, 40, 39]).validated
    assert not MEAN.judge(70, [70, 70]).validated
    assert MEDIAN.judge(70, [70, 70, 0]).value == 70


def test_figures_by_hand() -> None:
    judged = [
        judging.Judged("the rule", error=3.0, validated=True, accurate=True, inflated=False),
        judging.Judged("the rule", error=-4.0, validated=False, accurate=True, inflated=False),
        judging.Judged("the rule", error=0.0, validated=True, accurate=False, inflated=True),
        judging.Judged("the rule", error=0.0, validated=True, accurate=False, inflated=False),
    ]
    assert summed(judged) == Measured(error=2.5, validated=0.5, falsely=1.0)


def test_peers_are_drawn_among_the_branch_or_everyone_while_small() -> None:
    for members, pool in ((24, 24), (60, 30)):
        people = world(members, HONEST, np.random.default_rng(4))
        drawable = set().union(*(each.pool for each in people))
        assert len(drawable) == members - 1  # the coordinator is left out
        for each in people:
            assert set(each.pool) == set(home(each.number, pool)) & drawable - {each.number}


def home(number: int, branch: int) -> range:
    """The members of a branch of this size."""
    return range(number // branch * branch, (number // branch + 1) * branch)
