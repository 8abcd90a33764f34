"""What an earlier run left alive, if it was killed: found by its mark, or by its working directory."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from local.faults import LocalError
from local.instance import Instance
from local.process import MARK

GRACE = 5.0  # seconds to leave in good order, then as many once killed
POLL = 0.01

STUCK = "Processes of an earlier run will not end: {numbers}. Nothing was started."


def sweep(instance: Instance, pause: Callable[[float], None]) -> None:
    """End all that an earlier run of this instance left alive; raises `LocalError` if something resists.

    PostgreSQL's own processes wipe their environment: they are known by working among its files.
    """
    mark, database = instance.mark, (instance.directory / "postgres").resolve()
    if not gone(mark, database, pause, ask) and not gone(mark, database, pause, kill):
        numbers = ", ".join(str(number) for number in survivors(mark, database))
        raise LocalError(STUCK.format(numbers=numbers))
    # Its number may still be that of a dead process nobody has buried: PostgreSQL would take it for alive.
    (database / "postmaster.pid").unlink(missing_ok=True)


def gone(
    mark: str, database: Path, pause: Callable[[float], None], urge: Callable[[int, Path], None]
) -> bool:
    """Whether all have left, once urged, before the grace is over."""
    deadline = time.monotonic() + GRACE
    urged = set[int]()
    while left := set(survivors(mark, database)):
        for number in left - urged:
            with suppress(ProcessLookupError):
                urge(number, database)
        urged |= left
        if time.monotonic() > deadline:
            return False
        pause(POLL)
    return True


def ask(number: int, database: Path) -> None:
    """Ask one process to leave; those of PostgreSQL follow their head."""
    if number == head(database):
        os.kill(number, signal.SIGINT)
    elif not works_in(number, database):
        os.kill(number, signal.SIGTERM)


def kill(number: int, _database: Path) -> None:
    """End one process at once."""
    os.kill(number, signal.SIGKILL)


def head(database: Path) -> int | None:
    """The number of PostgreSQL's first process, as it last wrote it."""
    with suppress(OSError, ValueError, IndexError):
        return int((database / "postmaster.pid").read_text().split()[0])
    return None


def survivors(mark: str, database: Path) -> Iterator[int]:
    """The numbers of the processes that belong to the instance."""
    wanted = f"{MARK}={mark}".encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with suppress(OSError):
                marked = wanted in (entry / "environ").read_bytes().split(b"\0")
                if marked or works_in(int(entry.name), database):
                    yield int(entry.name)


def works_in(number: int, database: Path) -> bool:
    """Whether the working directory of a process is that one."""
    with suppress(OSError):
        return (Path("/proc") / str(number) / "cwd").readlink() == database
    return False
