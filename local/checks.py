"""`test`: the static checks side by side, then every test."""

import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

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
TESTS = ("pytest", "-n", "2", "--dist", "worksteal")
NAMED = 2  # words of a command that tell which check it is

PASSED = "passed: {name}"
FAILED = "FAILED: {name}\n{output}"
ALL_PASSED = "Everything passed, in {seconds:.0f} s."
SOME_FAILED = "FAILED, in {seconds:.0f} s: {names}."


def check(arguments: Sequence[str]) -> int:
    """Run every check, then every test, or only pytest with these arguments; zero when all pass."""
    start = time.monotonic()
    failures = [] if arguments else static_failures()
    tests = subprocess.run(tool((*TESTS, *arguments)), cwd=ROOT, check=False).returncode
    if tests != 0:
        failures.append(f"tests (exit status {tests})")
    sentence = SOME_FAILED if failures else ALL_PASSED
    say(sentence.format(seconds=time.monotonic() - start, names=", ".join(failures)))
    return 1 if failures else 0


def static_failures() -> list[str]:
    """Run the static checks together, saying how each went; gives the names of those that fail."""
    with ThreadPoolExecutor() as pool:
        runs = [pool.submit(outcome, command) for command in STATIC]
        return [name for run in as_completed(runs) if (name := run.result())]


def outcome(command: tuple[str, ...]) -> str:
    """Run one check and say how it went; gives its name when it fails."""
    name = " ".join(word for word in command[:NAMED] if not word.startswith("-"))
    ended = subprocess.run(tool(command), cwd=ROOT, check=False, capture_output=True, text=True)
    if ended.returncode == 0:
        say(PASSED.format(name=name))
        return ""
    say(FAILED.format(name=name, output=(ended.stdout + ended.stderr).strip()))
    return name


def tool(command: tuple[str, ...]) -> list[str]:
    """The command with the full path of its program, beside our Python."""
    return [str(TOOLS / command[0]), *command[1:]]
