"""PostgreSQL's files: made once, wholly or not at all, and only ever opened by the version that made them."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from local.account import Account, private_directory
from local.binaries import postgres_programs, postgres_version, system_directory
from local.faults import LocalError
from local.home import SUPERUSER
from local.postgres import ENVIRONMENT
from local.process import Service
from local.supervisor import Supervisor

MAJOR = "18"
DRAFT = "postgres.new-"
ENOUGH = 60_000_000  # bytes that PostgreSQL's files take before anything is in them, with some room
# Character types come from C.UTF-8 as well: under plain C, pg_trgm sees no accented letter.
OPTIONS = (
    *("--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--lc-messages=C"),
    *(f"--username={SUPERUSER}", "--auth-local=trust", "--auth-host=reject"),
)

OTHER_VERSION = (
    "{path} holds the data of PostgreSQL {found}, and this Musette runs PostgreSQL {wanted}. Dump that"
    " database with the Musette that made it and load it into a fresh data directory (--data DIR)."
    " Nothing was changed."
)
DISK_FULL = "The disk that holds {path} is full: PostgreSQL needs about 60 MB to begin. Nothing was kept."


def initialise(place: Path, account: Account | None, supervisor: Supervisor) -> None:
    """Make PostgreSQL's files there, unless they exist.

    Raises `LocalError` when the disk is full, or when files of another major version are there.
    """
    if place.exists():
        check_version(place)
        return
    for abandoned in place.parent.glob(f"{DRAFT}*"):
        shutil.rmtree(abandoned)
    make(place, account, supervisor)


def make(place: Path, account: Account | None, supervisor: Supervisor) -> None:
    """Make PostgreSQL's files under another name first; raises `LocalError` when it cannot be done."""
    draft = private_directory(Path(tempfile.mkdtemp(prefix=DRAFT, dir=place.parent)), account)
    program = str(postgres_programs(account) / "initdb")
    try:
        supervisor.run(Service("initdb", (program, *OPTIONS, str(draft)), ENVIRONMENT, account=account))
        draft.rename(place)
    except LocalError as error:
        raise LocalError(DISK_FULL.format(path=place) if is_full(draft) else str(error)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def check_version(place: Path) -> None:
    """Raise `LocalError` unless these files are those of the version we run."""
    found = (place / "PG_VERSION").read_text().strip()
    if found != MAJOR:
        raise LocalError(OTHER_VERSION.format(path=place, found=found, wanted=MAJOR))


def is_full(place: Path) -> bool:
    """Whether the disk of that directory could not hold PostgreSQL's files."""
    taken = sum(file.lstat().st_size for file in place.rglob("*"))
    return taken + shutil.disk_usage(place).free < ENOUGH


def copy_template(place: Path, account: Account | None, supervisor: Supervisor) -> None:
    """Make PostgreSQL's files there, from a copy kept for this version wherever one can be kept."""
    kind = hashlib.sha256(repr(OPTIONS).encode()).hexdigest()[:8]
    shelf = Path(sys.prefix) if account is None else system_directory()
    template = shelf / f"template-{postgres_version()}-{kind}"
    if not os.access(shelf, os.W_OK):
        make(place, account, supervisor)
        return
    if not template.exists():
        make_template(template, account, supervisor)
    subprocess.run(["cp", "-a", str(template), str(place)], check=True)


def make_template(template: Path, account: Account | None, supervisor: Supervisor) -> None:
    """Make the copy; another process may have done so meanwhile."""
    try:
        make(template, account, supervisor)
    except OSError:
        if not template.exists():
            raise
