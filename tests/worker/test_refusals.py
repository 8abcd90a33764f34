"""A worker does not start on a database whose walls do not stand, or that does not answer."""

from contextlib import closing
from dataclasses import replace
from importlib import import_module

import pytest
from celery.signals import worker_init
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from kernel.house import furnish
from kernel.settings import Settings
from tests.servers import TEMPLATE, connected, copy_database, other
from worker import parts


def start(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a worker with these settings does first: Celery's own signal, through Celery."""
    house = furnish(settings)
    monkeypatch.setattr(parts, "house", lambda: house)
    assert import_module("worker.app").app
    with closing(house.database):
        worker_init.send(sender=None)


def test_walls_that_do_not_stand(
    settings: Settings, admin: Connection, worker_number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"musette_refused_{worker_number}"
    copy_database(admin, TEMPLATE, name)
    above = make_url(str(settings.database_admin_url)).set(database=name)
    with connected(above.render_as_string(hide_password=False)) as connection:
        connection.execute(text("GRANT SELECT ON person TO musette_app"))
    with pytest.raises(SystemExit, match=r"does not start.*\n.*musette_app holds SELECT"):
        start(other(settings, name), monkeypatch)
    admin.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def test_a_database_that_does_not_answer(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = replace(settings, database_url="postgresql://127.0.0.1:1/musette")
    with pytest.raises(SystemExit, match="refused"):
        start(nowhere, monkeypatch)
