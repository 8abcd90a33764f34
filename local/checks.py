"""`test`: every test, and the static checks beside them."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from local.environment import UNCOMPILED
from local.instance import ROOT
from local.terminal import say

TOOLS = Path(sys.executable).parent
STATIC = (
    ("ruff", "check", "--quiet"),
    ("ruff", "format", "--check"),
    ("mypy",),
    ("lint-imports",),
    (
        "bandit",
        "--quiet",
        "--configfile",
        "pyproject.toml",
        "--recursive",
        "platform",
        "worker",
        "local",
        "bench",
    ),
)
TESTS = ("pytest", "--dist", "worksteal")
FEWEST, MOST = 2, 8  # processes of tests: each has a database of its own to make
NAMED = 2  # words of a command that tell which check it is

PASSED = "passed: {name}"
FAILED = "FAILED: {name}\n{output}"
ALL_PASSED = "Everything passed, in {seconds:.0f} s."
SOME_FAILED = "FAILED, in {seconds:.0f} s: {names}."


def check(arguments: Sequence[str]) -> int:
    """Run every check, then every test, or only pytest with these arguments; zero when all pass."""
    start = time.monotonic()
    with ThreadPoolExecutor() as pool:
        running = [] if arguments else [pool.submit(outcome, command) for command in STATIC]
        tests = subprocess.run(
            tool((*TESTS, "-n", str(processes()), *arguments)), cwd=ROOT, env=told(), check=False
        ).returncode
        failures = heard([each.result() for each in running])
    if tests != 0:
        failures.append(f"tests (exit status {tests})")
    sentence = SOME_FAILED if failures else ALL_PASSED
    say(sentence.format(seconds=time.monotonic() - start, names=", ".join(failures)))
    return 1 if failures else 0


def static(_arguments: Sequence[str]) -> int:
    """Run the static checks alone, side by side; zero when all pass."""
    with ThreadPoolExecutor() as pool:
        return 1 if heard(list(pool.map(outcome, STATIC))) else 0


def processes() -> int:
    """How many processes share the tests: one more than the cores we may use, for some wait for servers."""
    return max(FEWEST, min(MOST, len(os.sched_getaffinity(0)) + 1))


def heard(outcomes: Sequence[tuple[str, str]]) -> list[str]:
    """Say how each check went, once no test speaks any more; gives the names of those that fail."""
    for sentence, _name in outcomes:
        say(sentence)
    return [name for _sentence, name in outcomes if name]


def outcome(command: tuple[str, ...]) -> tuple[str, str]:
    """Run one check; gives what there is to say of it, and its name when it fails."""
    name = " ".join(word for word in command[:NAMED] if not word.startswith("-"))
    ended = subprocess.run(tool(command), cwd=ROOT, check=False, capture_output=True, text=True)
    if ended.returncode == 0:
        return PASSED.format(name=name), ""
    return FAILED.format(name=name, output=(ended.stdout + ended.stderr).strip()), name


def told() -> dict[str, str]:
    """The environment of the tests: each of their many programs finds what it imports compiled."""
    return {name: value for name, value in os.environ.items() if name != UNCOMPILED}


def tool(command: tuple[str, ...]) -> list[str]:
    """The command with the full path of its program, beside our Python."""
    return [str(TOOLS / command[0]), *command[1:]]
