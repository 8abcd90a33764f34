"""`test`: what it says and the exit status it gives."""

import os
import time

import pytest

from local import checks

GOOD = ("python", "-c", "")
BAD = ("python", "-c", "print('what is wrong'); raise SystemExit(1)")


@pytest.mark.parametrize(
    ("static", "tests", "arguments", "status", "last"),
    [
        ([GOOD, GOOD], GOOD, [], 0, "Everything passed, in 0 s."),
        ([GOOD, BAD], GOOD, [], 1, "FAILED, in 0 s: python."),
        ([GOOD, GOOD], BAD, [], 1, "FAILED, in 0 s: tests (exit status 1)."),
        ([BAD, BAD], BAD, [], 1, "FAILED, in 0 s: python, python, tests (exit status 1)."),
        ([BAD], GOOD, ["some", "tests"], 0, "Everything passed, in 0 s."),
    ],
)
def test_all_runs_and_every_failure_counts(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    static: list[tuple[str, ...]],
    tests: tuple[str, ...],
    arguments: list[str],
    status: int,
    last: str,
) -> None:
    monkeypatch.setattr(checks, "STATIC", static)
    monkeypatch.setattr(checks, "TESTS", tests)
    monkeypatch.setattr(time, "monotonic", lambda: 0.0)
    assert checks.check(arguments) == status
    said = capfd.readouterr().out.splitlines()
    assert said[-1] == last
    assert said.count("what is wrong") == (0 if arguments else [*static, tests].count(BAD))


def test_pytest_receives_the_arguments(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "TESTS", ("python", "-c", "import sys; print(sys.argv[1:])"))
    checks.check(["-k", "something"])
    assert f"['-n', '{checks.processes()}', '-k', 'something']" in capfd.readouterr().out


@pytest.mark.parametrize(("cores", "processes"), [(1, 2), (2, 3), (7, 8), (64, 8)])
def test_there_is_one_more_process_than_cores_we_may_use(
    monkeypatch: pytest.MonkeyPatch, cores: int, processes: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: set(range(cores)))
    assert checks.processes() == processes


def test_the_tools_are_those_of_the_environment() -> None:
    for command in (*checks.STATIC, checks.TESTS):
        assert (checks.TOOLS / command[0]).exists()
