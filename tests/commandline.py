"""Calling the operator's command line as its entry point does, and how that ended."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.house.source import PLATFORM, ROOT
from web.commands.line import main

LONG = 60.0  # seconds, far more than any command takes


@dataclass(frozen=True)
class Outcome:
    """How a command ended, and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """What a command that failed has to say: one line, not a traceback."""
        assert self.status != 0, self.out
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.out
        return lines[0]


Operator = Callable[..., Outcome]


def call(capsys: pytest.CaptureFixture[str], *words: str) -> Outcome:
    """Call `musette` with these words, in this process and its environment."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main(words)
    out, err = capsys.readouterr()
    code = ended.value.code
    return Outcome(code if isinstance(code, int) else 0, out, err)


def run(*words: str, **changed: str) -> Outcome:
    """Calls `musette` in a process of its own."""
    paths = f"{PLATFORM}{os.pathsep}{ROOT}"
    done = subprocess.run(  # noqa: S603 - our own program
        (sys.executable, "-m", "web.commands", *words),
        env={**os.environ, "PYTHONPATH": paths, **changed},
        capture_output=True,
        text=True,
        timeout=LONG,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)
