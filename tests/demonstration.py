"""The demonstration, loaded once for a run and copied for each of its processes.

Ask for `demonstration_house` or `demonstration_app`: both stand on a database of this process, a copy of a
template that holds the three cooperatives. What a test changes there stays for the tests after it.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from badges.service.keys import desk_of
from demo.load import load
from kernel.db import Database
from kernel.house import House, furnish
from kernel.settings import Settings
from local.parts import Urls
from tests.client import Browserlike
from tests.servers import TEMPLATE, alone, copy_database, settings_of
from web.application import create_app

LOADED = "musette_demonstration"
BEING_LOADED = "musette_demonstration_begun"
CORNERS = 8  # of Valkey, beside those of the other tests

Entering = Callable[..., FlaskClient]


@pytest.fixture(scope="session")
def demonstration_template(urls: Urls, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database that holds the demonstration; nobody connects to it."""
    with alone(urls) as admin:
        known = text("SELECT 1 FROM pg_database WHERE datname = :name")
        if not admin.scalar(known, {"name": LOADED}):
            copy_database(admin, TEMPLATE, BEING_LOADED)
            settings = settings_of(urls, BEING_LOADED, CORNERS, tmp_path_factory.mktemp("mailbox"))
            database = Database(settings)  # with no bell: nobody does the jobs of a template
            load(database, secret_key=settings.secret_key, desk=desk_of(settings))
            database.close()
            admin.execute(text(f'ALTER DATABASE "{BEING_LOADED}" RENAME TO "{LOADED}"'))
    return LOADED


@pytest.fixture(scope="session")
def demonstration_settings(
    urls: Urls, demonstration_template: str, worker_number: int, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """The settings of a demonstration, on this process's own copy."""
    name = f"{LOADED}_{worker_number}"
    with alone(urls) as admin:
        copy_database(admin, demonstration_template, name)
    mailbox: Path = tmp_path_factory.mktemp("mailbox")
    return replace(settings_of(urls, name, CORNERS + worker_number, mailbox), demonstration=True)


@pytest.fixture(scope="session")
def demonstration_house(demonstration_settings: Settings) -> Iterator[House]:
    """The parts of an installation that runs the demonstration."""
    made = furnish(demonstration_settings)
    yield made
    made.database.close()


@pytest.fixture(scope="session")
def demonstration_app(demonstration_house: House) -> Flask:
    """The web application of the demonstration."""
    made = create_app(house=demonstration_house)
    made.config.update(TESTING=True, SERVER_NAME="127.0.0.1:8000")
    made.test_client_class = Browserlike
    return made


@pytest.fixture(scope="session")
def entering(demonstration_app: Flask) -> Entering:
    """A visitor of the demonstration who takes one of the accounts offered, by its key."""

    def enter(key: str, *, language: str = "fr") -> FlaskClient:
        client = demonstration_app.test_client()
        client.environ_base.update(HTTP_ACCEPT_LANGUAGE=language)
        assert client.post(f"/demonstration/enter/{key}").status_code == 303
        return client

    return enter
