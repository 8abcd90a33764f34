"""One small log file per process: the last run beside this one, never more than a few megabytes."""

import shutil
from pathlib import Path
from typing import BinaryIO

LARGEST = 4_000_000  # bytes, after which a log is set aside during the run
SHOWN = 20  # lines shown to the operator when a process could not start


class Log:
    """The log of one process, `<name>.log`; the one before is kept as `<name>.log.1`."""

    def __init__(self, directory: Path, name: str) -> None:
        self.path = directory / f"{name}.log"
        self.older = directory / f"{name}.log.1"
        self.start = 0
        if self.path.exists():
            self.path.replace(self.older)

    def open(self) -> BinaryIO:
        """The file opened for a process that starts; it must be appended to, so that it can be cut."""
        file = self.path.open("ab")
        self.start = file.tell()
        return file

    def tail(self) -> str:
        """The last lines written by the process opened last."""
        with self.path.open("rb") as file:
            file.seek(self.start)
            lines = file.read().decode(errors="replace").splitlines()
        return "\n".join(lines[-SHOWN:])

    def trim(self) -> None:
        """Set the content aside when it has grown too large; the process goes on writing in the same file."""
        if self.path.exists() and self.path.stat().st_size > LARGEST:
            shutil.copyfile(self.path, self.older)
            with self.path.open("r+b") as file:
                file.truncate(0)
            self.start = 0
