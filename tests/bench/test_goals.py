"""The goals of a bench: their lines and the exit status."""

import re

import pytest

import bench.__main__ as command
from bench.__main__ import BENCHES, Bench, main
from bench.goals import Bound, Goal, Reached, status
from local import benches

LINE = re.compile(r"(?P<name>\S.*?) +(?P<measured>nan|[\d.]+%?) [≤≥] [\d.]+%? +(?P<verdict>ok|missed)")
MOST = Goal("falsely validated", Bound.AT_MOST, 0.05, "{:.1%}")
LEAST = Goal("validated", Bound.AT_LEAST, 0.4)
REACHED, MISSED = Reached(MOST, 0.05), Reached(MOST, 0.051)


@pytest.mark.parametrize(
    ("goal", "good", "bad"),
    [(MOST, 0.05, 0.0501), (LEAST, 0.4, 0.3999), (MOST, 0.0, float("nan")), (LEAST, 1.0, float("nan"))],
)
def test_the_limit_is_good_and_nothing_measured_is_not(goal: Goal, good: float, bad: float) -> None:
    assert goal.met(good)
    assert not goal.met(bad)


def test_a_line_a_goal() -> None:
    lines = [each.line() for each in (REACHED, MISSED, Reached(LEAST.at(24), 0.5))]
    found = [LINE.fullmatch(line) for line in lines]
    assert [match and match.groups() for match in found] == [
        ("falsely validated", "5.0%", "ok"),
        ("falsely validated", "5.1%", "missed"),
        ("validated, at 24", "0.50", "ok"),
    ]


def test_one_goal_missed_is_enough() -> None:
    assert status([]) == status([REACHED, REACHED]) == 0
    assert status([REACHED, MISSED]) == 1


@pytest.mark.parametrize(("reached", "expected"), [([REACHED], 0), ([REACHED, MISSED], 1)])
def test_the_exit_status_tells_whether_the_goals_are_reached(
    reached: list[Reached],
    expected: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(BENCHES, "probe", Bench(lambda: reached, "nothing"))
    assert main(["probe"]) == expected
    assert capsys.readouterr().out.splitlines() == [each.line() for each in reached]


@pytest.mark.parametrize("words", [[], ["nothing"], ["peer", "twice"]])
def test_an_unknown_bench_names_those_there_are(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err == command.summary() + "\n"
    assert "peer" in command.summary()


def test_the_command_of_the_project_gives_its_exit_status(capfd: pytest.CaptureFixture[str]) -> None:
    assert benches.bench(["nothing"]) == 2
    assert command.summary() in capfd.readouterr().err
