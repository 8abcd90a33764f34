"""Where the two servers keep their files and their sockets."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from local.account import Account, private_directory, server_account
from local.binaries import system_directory

LONGEST_SOCKET = 99  # bytes; the kernel takes 107
PLAIN = re.compile(r"[\w./-]+", re.ASCII)  # what needs no quoting in a setting nor in a URL
SHORT = Path("/tmp")  # noqa: S108 - what is made there is private and checked # nosec B108

POSTGRES_SOCKET = ".s.PGSQL.5432"
SUPERUSER = "postgres"


@dataclass(frozen=True)
class Home:
    """The places of the two servers. `account` owns PostgreSQL's and the sockets, unless it is ourselves."""

    base: Path
    valkey: Path
    sockets: Path
    account: Account | None

    @property
    def database(self) -> Path:
        """PostgreSQL's own files."""
        return self.base / "postgres"

    @property
    def postgres_socket(self) -> Path:
        """The socket of PostgreSQL; clients name its directory."""
        return self.sockets / POSTGRES_SOCKET

    @property
    def valkey_socket(self) -> Path:
        """The socket of Valkey."""
        return self.sockets / "valkey"

    @property
    def urls(self) -> dict[str, str]:
        """Where the platform finds its two servers."""
        return {
            "DATABASE_URL": f"postgresql:///musette?host={self.sockets}",
            "REDIS_URL": f"unix://{self.valkey_socket}",
        }

    @property
    def admin_url(self) -> str:
        """Where the superuser of PostgreSQL connects."""
        return f"postgresql:///postgres?host={self.sockets}&user={SUPERUSER}"

    @contextmanager
    def open(self) -> Iterator[None]:
        """What the servers need while they run; no socket is left afterwards, nor from before."""
        shutil.rmtree(self.sockets, ignore_errors=True)
        private_directory(self.valkey)
        private_directory(self.sockets, self.account)
        try:
            yield
        finally:
            shutil.rmtree(self.sockets, ignore_errors=True)


def home(directory: Path, name: str) -> Home:
    """The home of the servers of a data directory: in it wherever the account of PostgreSQL reaches it."""
    account = server_account()
    base = base_of(directory, name, account)
    sockets = base / "run"
    if len(os.fsencode(sockets / POSTGRES_SOCKET)) > LONGEST_SOCKET or not PLAIN.fullmatch(str(sockets)):
        sockets = SHORT / f"musette-{name}"
    return Home(base, directory / "valkey", sockets, account)


def base_of(directory: Path, name: str, account: Account | None) -> Path:
    """The directory that holds PostgreSQL's files; chosen once, a link then remembers it."""
    link = directory / "postgres"
    if not link.is_symlink():
        if link.exists() or account is None or account.reaches(directory):
            return directory
        link.symlink_to(system_directory() / f"{directory.parent.name[:20]}-{name}" / "postgres")
    return private_directory(link.readlink().parent, account)
