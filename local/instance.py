"""A data directory: its layout, its identity, its secret key, and the lock of the one run that uses it."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from local.account import private_directory
from local.faults import LocalError
from local.lock import Holder, Lock

ROOT = Path(__file__).resolve().parent.parent
DEFAULT = ROOT / ".data"
CHOSEN = Path(os.environ.get("MUSETTE_DATA", DEFAULT))

NOT_WRITABLE = "The data directory {path} cannot be used: {reason}. Choose another with --data DIR."
IN_USE = "Musette already runs on {path}{who}."


class InUseError(LocalError):
    """Another run, `holder` if it said who it is, holds the data directory."""

    def __init__(self, path: Path, holder: Holder | None) -> None:
        super().__init__(IN_USE.format(path=path, who="" if holder is None else f" ({holder})"))
        self.holder = holder


class Instance:
    """One data directory, made if need be. Raises `LocalError` when it cannot be used."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory.resolve()
        self.secret_key_file = self.directory / "secret-key"
        self.sealing_key_file = self.directory / "sealing-key"
        self.mailbox = self.directory / "mailbox"
        self.prepared = self.directory / "prepared"
        try:
            make(self.directory)
            self.lock = Lock(self.directory / "lock")
        except OSError as error:
            raise self._unusable(error) from error

    @property
    def name(self) -> str:
        """The identity given to this directory the first time it was held: twelve hexadecimal digits."""
        return (self.directory / "id").read_text()

    @property
    def mark(self) -> str:
        """What the processes of this instance carry; a copy of the directory has another."""
        return f"{self.name}-{self.lock.number()}"

    @contextmanager
    def held(self, holder: Holder) -> Iterator[None]:
        """Hold this directory for oneself; raises `InUseError` when another run does."""
        if not self.lock.take():
            raise InUseError(self.directory, self.lock.holder())
        try:
            self.lock.publish(holder)
            self.furnish()
            yield
        finally:
            self.lock.close()

    def furnish(self) -> None:
        """Make what a data directory must hold; raises `LocalError`."""
        try:
            keep(self.directory / "id", secrets.token_hex(6))
            keep(self.secret_key_file, secrets.token_urlsafe(48))
            keep(self.sealing_key_file, secrets.token_urlsafe(48))
            private_directory(self.mailbox)
        except OSError as error:
            raise self._unusable(error) from error

    def _unusable(self, error: OSError) -> LocalError:
        return LocalError(NOT_WRITABLE.format(path=self.directory, reason=error.strerror))


def make(directory: Path) -> None:
    """Make a data directory unless it exists; raises `OSError`."""
    # As root, a directory one chose lets `nobody` through to PostgreSQL's files; the rest inside is private.
    mode = 0o711 if os.geteuid() == 0 and directory != DEFAULT else 0o700
    directory.parent.mkdir(parents=True, exist_ok=True)
    if not directory.exists():
        directory.mkdir()
        directory.chmod(mode)


def keep(path: Path, fresh: str) -> None:
    """Write a private file unless it exists, wholly or not at all; raises `OSError`."""
    if path.exists():
        return
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    with draft.open("w") as file:
        file.write(fresh)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):  # the first of two that start together wins
        os.link(draft, path)
    draft.unlink()
