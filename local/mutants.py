"""`mutants`: break each guard on purpose, in a copy of the tree, and see that a test fails.

The kept mutants are replacements of a text that stands once in its file (`tests/mutants.toml`): they need no
program to be applied, do not depend on line numbers, and a test says at once which one no longer fits.
"""

import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from local.environment import UNCOMPILED
from local.faults import LocalError
from local.instance import ROOT
from local.terminal import say

KEPT = ROOT / "tests" / "mutants.toml"
AT_ONCE = 2
PATIENCE = 180.0  # seconds for the tests of one mutant
LEFT_OUT = (".*", "__pycache__")  # of the copy: history, environment, data, caches
PYTEST = ("-P", "-m", "pytest", "-n0", "-q", "-x", "--tb=no", "-p", "no:cacheprovider")
FAILED = "FAILED "  # how pytest's summary begins the line of a test that failed, rather than broke
TESTS_FAILED = 1  # pytest's exit status

UNKNOWN = "There is no mutant called {names}."
NOT_ONCE = "« {name} » no longer fits: its text stands {times} times in {file}."
UNWELL = "Without any mutant these tests do not pass:\n{output}"
SEEN = "seen      {name}: {test}"
MISSED = "NOT SEEN  {name}: {breaks}"
BROKEN = "BROKEN    {name}: its tests could not be run\n{output}"
TOO_LONG = "they took more than {seconds:.0f} s"
ALL_SEEN = "All {count} mutants were seen, in {seconds:.0f} s."
SOME_MISSED = "{missed} of {count} mutants were not seen, in {seconds:.0f} s."


@dataclass(frozen=True)
class Change:
    """A text that stands once in a file, and what takes its place."""

    file: str
    before: str
    after: str


@dataclass(frozen=True)
class Mutant:
    """One guard broken: what is lost, the changes that do it, and the tests that must see it."""

    name: str
    breaks: str
    tests: tuple[str, ...]
    changes: tuple[Change, ...]

    def apply(self, tree: Path) -> None:
        """Break the guard in a copy of the tree; raises `LocalError` for a text that does not stand once."""
        for change in self.changes:
            path = tree / change.file
            source = path.read_text(encoding="utf8") if path.exists() else ""
            times = source.count(change.before)
            if times != 1:
                raise LocalError(NOT_ONCE.format(name=self.name, times=times, file=change.file))
            path.write_text(source.replace(change.before, change.after), encoding="utf8")


def mutants(arguments: Sequence[str]) -> int:
    """Try the mutants named, or all: zero when each one is seen. Raises `LocalError`."""
    start = time.monotonic()
    every = kept()
    unknown = sorted(set(arguments) - set(every))
    if unknown:
        raise LocalError(UNKNOWN.format(names=", ".join(unknown)))
    chosen = [every[name] for name in (arguments or every)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        control, trials = pool.submit(well, chosen), [pool.submit(seen, each) for each in chosen]
        try:
            control.result()  # the first to begin: when it fails, what is left is not tried
            missed = [trial.result() for trial in trials].count(False)
        finally:
            pool.shutdown(cancel_futures=True)
    sentence = SOME_MISSED if missed else ALL_SEEN
    say(sentence.format(missed=missed, count=len(chosen), seconds=time.monotonic() - start))
    return 1 if missed else 0


def kept() -> dict[str, Mutant]:
    """Every mutant by name, in the order of their file."""
    tables = tomllib.loads(KEPT.read_text(encoding="utf8"))
    return {name: read(name, table) for name, table in tables.items()}


def read(name: str, table: Mapping[str, Any]) -> Mutant:
    """A mutant as its file describes it."""
    changes = tuple(Change(**each) for each in table["changes"])
    return Mutant(name, table["breaks"], tuple(table["tests"]), changes)


def well(chosen: Sequence[Mutant]) -> None:
    """Raise `LocalError` unless the same tests pass on an unchanged copy: only then does a failure tell."""
    with copied() as tree:
        status, output = tried(tree, sorted({test for mutant in chosen for test in mutant.tests}))
    if status != 0:
        raise LocalError(UNWELL.format(output=output))


def seen(mutant: Mutant) -> bool:
    """Whether a test fails once the guard is broken; says so."""
    with copied() as tree:
        mutant.apply(tree)
        status, output = tried(tree, mutant.tests)
    failed = [line.removeprefix(FAILED) for line in output.splitlines() if line.startswith(FAILED)]
    if status == TESTS_FAILED and failed:
        say(SEEN.format(name=mutant.name, test=failed[0].partition(" - ")[0]))
        return True
    sentence = MISSED if status == 0 else BROKEN
    say(sentence.format(name=mutant.name, breaks=mutant.breaks, output=output))
    return False


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of the tree as it is now, to be broken."""
    with TemporaryDirectory(prefix="musette-mutant-") as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*LEFT_OUT))
        yield tree


def tried(tree: Path, tests: Sequence[str]) -> tuple[int | None, str]:
    """Run tests of a copy up to their first failure: pytest's exit status (None if cut), what it said."""
    command = (sys.executable, *PYTEST, *tests)
    try:
        ended = subprocess.run(
            command,
            cwd=tree,
            env=told(tree),
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        return None, TOO_LONG.format(seconds=PATIENCE)
    return ended.returncode, ended.stdout.strip()


def told(tree: Path) -> Mapping[str, str]:
    """The environment of these tests: what they and their programs import is the copy, not our own tree."""
    source = os.pathsep.join((str(tree / "platform"), str(tree)))
    environment = {name: value for name, value in os.environ.items() if name != UNCOMPILED}
    return {**environment, "PYTHONPATH": source}
