"""Whether preparing the database may be skipped: only if nothing changed since a run that became ready."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from local.instance import ROOT, Instance

SOURCES = ("migrations", "platform", "worker", "local", "requirements")
COMPILED = (".pyc", ".mo")  # made from the others, at any time


def fingerprint(database: Path, tasks: Iterable[str]) -> str:
    """A text that changes with the sources, the tasks done, and the very database they were done in."""
    digest = hashlib.sha256(repr(tuple(tasks)).encode())
    digest.update((database / "global" / "pg_control").read_bytes()[:8])  # the identifier given by initdb
    for path in sources():
        digest.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def sources() -> Iterator[Path]:
    """The files the result depends on, in order."""
    for name in SOURCES:
        for path in sorted((ROOT / name).rglob("*")):
            if path.is_file() and path.suffix not in COMPILED:
                yield path


def withdraw(instance: Instance) -> str:
    """The fingerprint of the last run that became ready, or nothing; it is not left for the next one."""
    try:
        return instance.prepared.read_text()
    except FileNotFoundError:
        return ""
    finally:
        instance.prepared.unlink(missing_ok=True)
