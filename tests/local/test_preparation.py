"""When preparing the database may be skipped."""

from collections.abc import Callable
from pathlib import Path

import pytest

from local import preparation
from local.instance import Instance
from local.preparation import fingerprint, withdraw

TASKS = ("prepare", "load")


@pytest.fixture
def database(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sources and a database of one's own."""
    monkeypatch.setattr(preparation, "ROOT", scratch)
    for name in ("migrations", "platform", "database/global"):
        (scratch / name).mkdir(parents=True)
    (scratch / "migrations" / "0001.py").write_text("first")
    (scratch / "platform" / "referential.yaml").write_text("seven")
    (scratch / "database" / "global" / "pg_control").write_bytes(b"identity, then what changes all the time")
    return scratch / "database"


def test_the_same_is_recognised(database: Path) -> None:
    before = fingerprint(database, TASKS)
    (database / "global" / "pg_control").write_bytes(b"identity, then something else")
    (database.parent / "platform" / "cache.pyc").write_text("compiled")
    (database.parent / "platform" / "messages.mo").write_text("compiled")
    assert fingerprint(database, TASKS) == before


CHANGES: dict[str, Callable[[Path], object]] = {
    "an edited migration": lambda root: (root / "migrations" / "0001.py").write_text("other"),
    "a new migration": lambda root: (root / "migrations" / "0002.py").write_text("second"),
    "a renamed file": lambda root: (root / "migrations" / "0001.py").rename(root / "migrations" / "0000.py"),
    "edited data": lambda root: (root / "platform" / "referential.yaml").write_text("eight"),
    "another database": lambda root: (root / "database" / "global" / "pg_control").write_bytes(
        b"another one"
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_changes_makes_it_run_again(database: Path, change: Callable[[Path], object]) -> None:
    before = fingerprint(database, TASKS)
    change(database.parent)
    assert fingerprint(database, TASKS) != before


def test_another_task_makes_it_run_again(database: Path) -> None:
    assert fingerprint(database, TASKS) != fingerprint(database, TASKS[:1])


def test_a_fingerprint_serves_once(scratch: Path) -> None:
    instance = Instance(scratch / "data")
    assert withdraw(instance) == ""
    instance.prepared.write_text("print")
    assert withdraw(instance) == "print"
    assert withdraw(instance) == ""
