"""Workers, a schedule, Valkey and a mail server: real processes for the tests of this folder."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, text

from kernel.house import furnish
from kernel.settings import Settings
from kernel.walls import Role
from local import programs
from tests.client import Browserlike
from tests.mailserver import PASSWORD, MailServer
from tests.servers import TEMPLATE, copy_database, other
from tests.worker.plant import Plant
from web.application import create_app


@pytest.fixture(scope="package")
def mail_server() -> Iterator[MailServer]:
    """Where the workers hand their mails over."""
    server = MailServer()
    with server.listening():
        yield server


@pytest.fixture(scope="package")
def installation(
    settings: Settings, admin: Connection, worker_number: int, mail_server: MailServer
) -> Iterator[Plant]:
    """An installation with its own database and its own Valkey; nothing of ours runs yet."""
    folder = Path(tempfile.mkdtemp(prefix="musette-work-"))
    name = f"musette_work_{worker_number}"
    copy_database(admin, TEMPLATE, name)
    # On a slow machine a job may be held at a gate for longer than a job of the platform would wait.
    for role, limit in product(
        (Role.APP, Role.RELAY, Role.MACHINE), ("lock", "statement", "idle_in_transaction_session")
    ):
        admin.execute(text(f"ALTER ROLE {role} IN DATABASE \"{name}\" SET {limit}_timeout = '60s'"))
    apart = replace(other(settings, name), redis_url=f"unix://{folder}/valkey")
    chosen = replace(apart, mail_url=mail_server.url_with(PASSWORD))
    plant = Plant(furnish(chosen), admin, folder)
    plant.start_valkey()
    yield plant
    plant.stop()
    plant.house.database.close()
    shutil.rmtree(folder)
    admin.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture(scope="package")
def plant(installation: Plant) -> Plant:
    """The same, with its two workers and its schedule."""
    installation.start_worker("fast", concurrency=programs.HANDS["fast"])
    installation.start_worker("bulk")
    installation.start_beat()
    return installation


@pytest.fixture(scope="package")
def pages(plant: Plant) -> Flask:
    """The web application of that installation."""
    made = create_app(house=plant.house)
    made.config.update(TESTING=True, SERVER_NAME="127.0.0.1:8000")
    made.test_client_class = Browserlike
    return made
