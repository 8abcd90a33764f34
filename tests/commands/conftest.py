"""The operator's command line, called as its entry point calls it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from kernel.settings import Settings
from tests.house.source import PLATFORM, ROOT
from web.commands import parts
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


@pytest.fixture
def operator(settings: Settings, capsys: pytest.CaptureFixture[str]) -> Iterator[Operator]:
    """Calls `musette` with these words, in this process, on the application's own roles."""
    assert settings  # the environment holds them
    parts.house.cache_clear()

    def call(*words: str) -> Outcome:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(words)
        out, err = capsys.readouterr()
        code = ended.value.code
        return Outcome(code if isinstance(code, int) else 0, out, err)

    yield call
    if parts.house.cache_info().currsize:
        parts.house().database.close()
    parts.house.cache_clear()


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
