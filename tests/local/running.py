"""Starting the local command as a person would, and seeing what it leaves."""

import os
import queue
import signal
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

import psutil

from local.account import server_account
from local.instance import ROOT

STANDIN = Path(__file__).parent / "standin"
LIBRARIES = Path(sysconfig.get_path("purelib"))
LONG = 60.0  # seconds, far more than any line takes to come


def environment(directory: Path, kind: str = "light") -> dict[str, str]:
    """Hardly any environment, as under `env -i`, with a stand-in application where Python looks first.

    The light one has small programs of ours in place of gunicorn and Celery; the real one runs under both.
    """
    paths = (STANDIN / "both", STANDIN / kind, ROOT, LIBRARIES)
    return {"PATH": "/usr/bin:/bin", "HOME": str(directory), "PYTHONPATH": ":".join(map(str, paths))}


def ordinary_user() -> str | None:
    """Another account than root, when we are root and it reaches our Python; else none, for ourselves."""
    account = server_account()
    return "nobody" if account is not None and account.reaches(Path(sys.executable)) else None


class Running:
    """`python -m local …`, its lines read as they come."""

    def __init__(
        self, *words: str, directory: Path, given: Mapping[str, str] | None = None, user: str | None = None
    ) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            (sys.executable, "-m", "local", *words),
            cwd=directory,
            env={**environment(directory), **(given or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            user=user,
            extra_groups=None if user is None else [],
        )
        self.lines: list[str] = []
        self._coming = queue.SimpleQueue[str | None]()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as output:
            for line in output:
                self._coming.put(line.rstrip("\n"))
        self._coming.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.end()

    def until(self, *starts: str) -> Self:
        """Read until, for each of these, a new line has begun with it."""
        missing = list(starts)
        while missing:
            line = self._coming.get(timeout=LONG)
            assert line is not None, f"ended before {missing}: {self.lines}"
            self.lines.append(line)
            missing = [start for start in missing if not line.startswith(start)]
        return self

    def send(self, number: signal.Signals) -> Self:
        """Send it a signal."""
        self.process.send_signal(number)
        return self

    def end(self) -> tuple[int, str]:
        """Wait for its end; gives its exit status and all it wrote."""
        status = self.process.wait(LONG)
        self._reader.join()
        while not self._coming.empty():
            line = self._coming.get()
            self.lines += [] if line is None else [line]
        return status, "\n".join(self.lines)

    def children(self) -> dict[str, psutil.Process]:
        """Its supervised children, by a word of their command."""
        return {
            word: child
            for child in psutil.Process(self.process.pid).children()
            for word in ("postgres", "valkey-server", "gunicorn", "fast@", "bulk@", "beat")
            if any(word in part for part in child.cmdline()[:20])
        }


def run(*words: str, directory: Path, given: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run the local command to its end; gives its exit status and all it wrote."""
    with Running(*words, directory=directory, given=given) as running:
        return running.end()


def processes_of(directory: Path) -> list[psutil.Process]:
    """The living processes that have to do with that directory."""
    others = (process for process in psutil.process_iter() if process.pid != os.getpid())
    return [process for process in others if speaks_of(process, str(directory))]


def speaks_of(process: psutil.Process, text: str) -> bool:
    """Whether a text is in the command, the environment or the working directory of a living process."""
    with suppress(psutil.Error, OSError):
        if process.status() != psutil.STATUS_ZOMBIE:
            return text in " ".join((process.cwd(), *process.cmdline(), *process.environ().values()))
    return False
