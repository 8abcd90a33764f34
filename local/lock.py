"""The lock of a data directory: one holder at a time, who says what it does; freed even by `kill -9`."""

import fcntl
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Holder:
    """Who holds a data directory."""

    process: int
    command: str
    url: str
    environment: dict[str, str] | None = None  # what others need to join it, once they may

    def __str__(self) -> str:
        return f"{self.command}, process {self.process}, {self.url}".removesuffix(", ")


class Lock:
    """The lock file of a data directory, open; raises `OSError` when it cannot be."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self) -> bool:
        """Hold the lock until `close` or the end of this process; false when someone else holds it."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        os.ftruncate(self._file, 0)
        return True

    def publish(self, holder: Holder) -> None:
        """Tell others who we are, once the lock is ours."""
        text = json.dumps(asdict(holder)).encode()
        os.ftruncate(self._file, os.pwrite(self._file, text, 0))

    def holder(self) -> Holder | None:
        """Who said to hold the lock; nothing when nobody did, or is about to."""
        with suppress(ValueError, TypeError):
            return Holder(**json.loads(os.pread(self._file, 4096, 0)))
        return None

    def number(self) -> int:
        """What distinguishes this very file from its copies."""
        return os.fstat(self._file).st_ino

    def close(self) -> None:
        """Free the lock."""
        os.close(self._file)
