"""Who the servers run as: ourselves, or `nobody` when we are root, whom PostgreSQL refuses."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from local.faults import LocalError

NO_ACCOUNT = "PostgreSQL refuses to run as root and this machine has no account « nobody » to run it instead."
NOT_OURS = "{path} belongs to someone else; nothing was started."


@dataclass(frozen=True)
class Account:
    """Another account of this machine that we, as root, run a server under."""

    user: int
    group: int

    def reaches(self, path: Path) -> bool:
        """Whether this account may enter that directory, or execute that file, through all its parents."""
        command = ["test", "-x", str(path)]
        asked = subprocess.run(command, user=self.user, group=self.group, extra_groups=[], check=False)
        return asked.returncode == 0


def server_account() -> Account | None:
    """The account PostgreSQL runs under: `nobody` when we are root, else none (ourselves)."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise LocalError(NO_ACCOUNT) from None
    return Account(entry.pw_uid, entry.pw_gid)


def private_directory(path: Path, owner: Account | None = None) -> Path:
    """That directory, made if need be, that its owner (ourselves by default) and root alone may enter.

    Raises `LocalError` when someone else made it first.
    """
    owners = {os.geteuid(), owner.user if owner else os.geteuid()}
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        if path.is_symlink() or path.stat().st_uid not in owners:
            raise LocalError(NOT_OURS.format(path=path)) from None
    if owner is not None:
        os.chown(path, owner.user, owner.group)
    path.chmod(0o700)
    return path
