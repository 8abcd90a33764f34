"""A backup brings back accounts that were erased since: the operator's list has them erased again."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from kernel.house import House, furnish
from kernel.settings import Settings
from kernel.walls import Role
from local.binaries import postgres_programs
from musette import erasures
from musette.service import erasure
from tests.commandline import call
from tests.musette.test_erasure import dump
from tests.musette.test_leaving import SAID, Place, settled
from tests.servers import TEMPLATE, copy_database, other
from tests.world import PASSWORD, World
from web.commands import parts as commanded
from worker import parts as working

LONG = 60  # seconds
BACKED_UP = "musette_backed_up"


@pytest.fixture
def list_of_erasures(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the workers and the commands of this test write, and read, who was erased."""
    path = tmp_path / "kept" / "erasures"
    monkeypatch.setenv("DATABASE_URL", other(settings, BACKED_UP).database_url)
    monkeypatch.setenv("MUSETTE_ERASURES", str(path))
    start_afresh()
    yield path
    start_afresh()


def start_afresh() -> None:
    """Let the workers and the commands of this process make their house anew."""
    for each in (working.house, commanded.house):
        each().database.close()
        each.cache_clear()


@pytest.fixture
def installation(settings: Settings, admin: Connection) -> Iterator[House]:
    """An installation of its own: its whole database is dumped."""
    copy_database(admin, TEMPLATE, BACKED_UP)
    made = furnish(other(settings, BACKED_UP))
    yield made
    made.database.close()
    admin.execute(text(f'DROP DATABASE "{BACKED_UP}" WITH (FORCE)'))


def program(name: str, *words: str) -> None:
    """Run a program of PostgreSQL."""
    path = postgres_programs(None) / name
    done = subprocess.run((path, *words), capture_output=True, text=True, timeout=LONG, check=False)  # noqa: S603 - PostgreSQL's own
    assert done.returncode == 0, done.stderr


def backed_up(house: House, file: Path) -> None:
    """Dump a database as the manual says: as the role that reads everything."""
    address = make_url(house.settings.database_url).set(drivername="postgresql", username="musette_backup")
    program("pg_dump", "--format=custom", f"--file={file}", address.render_as_string(hide_password=False))


def brought_back(house: House, file: Path, admin: Connection) -> None:
    """Replace the database by what the file holds."""
    for each in (house, working.house()):
        each.database.close()
    admin.execute(text(f'DROP DATABASE "{BACKED_UP}" WITH (FORCE)'))
    admin.execute(text(f'CREATE DATABASE "{BACKED_UP}" OWNER musette_owner'))
    address = make_url(str(house.settings.database_admin_url)).set(
        drivername="postgresql", database=BACKED_UP
    )
    program("pg_restore", f"--dbname={address.render_as_string(hide_password=False)}", str(file))


def installation_key(place: Place) -> str:
    """The secret of this installation."""
    return place.world.house.settings.secret_key


def erase(place: Place) -> None:
    """Awa erases her account, and the jobs run."""
    with place.world.house.database.unit_of_work(place.awa.scope, Role.IDENTITY) as session:
        given = {"password": PASSWORD, "secret_key": installation_key(place)}
        erasure.erase_account(session, **given, by=place.awa.scope)
    place.world.run_jobs()


def test_what_was_erased_stays_erased_after_a_restore(
    installation: House,
    list_of_erasures: Path,
    admin: Connection,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place, file = settled(World(installation)), tmp_path / "musette.dump"
    canaries = (place.awa.email, place.awa.name, SAID)
    backed_up(installation, file)
    erase(place)
    assert [each for each in canaries if each in dump(place.world)] == []
    assert place.awa.email not in list_of_erasures.read_text()
    assert list(erasures.noted(list_of_erasures)) == [place.awa.person]
    brought_back(installation, file, admin)
    assert [each for each in canaries if each not in dump(place.world)] == []
    for told in ("1 accounts are erased again.", "0 accounts are erased again."):
        assert told in call(capsys, "erasures", "replay").out
    place.world.run_jobs()
    assert [each for each in canaries if each in dump(place.world)] == []
    assert place.peers[0].email in dump(place.world)


def test_a_list_that_cannot_be_read_erases_nothing(
    list_of_erasures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "No such file" in call(capsys, "erasures", "replay").sentence
    list_of_erasures.parent.mkdir()
    list_of_erasures.write_text(f"{uuid4()} 2026-11-22\nnonsense\n")
    assert "Line 2" in call(capsys, "erasures", "replay").sentence
