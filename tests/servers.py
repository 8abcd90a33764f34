"""Real PostgreSQL and Valkey for the tests: one of each for a run, one database for each of its processes.

Started by the process that pytest was called in; the processes of xdist are told where they are. Databases
are copies of a migrated template, and every connection is made in one of the application's own roles.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import NullPool

from kernel import preparation
from kernel.db import Database
from kernel.house import House, furnish
from kernel.settings import Settings
from local.parts import Urls, embedded

SECRET = "a secret of forty characters, for tests only"
SEALING = "a-secret-that-seals-the-keys-of-tests-only"
PUBLIC_URL = "http://127.0.0.1:8000"
TEMPLATE = "musette_template"
TOLD = "musette_urls"
LOCK = 20260722  # any number, the same in every process

_stack = ExitStack()
_started: list[Urls] = []


def start() -> Urls:
    """The servers of this run, started at the first call, with the migrated template in them."""
    if not _started:
        folder = _stack.enter_context(tempfile.TemporaryDirectory(prefix="musette-tests-"))
        urls = _stack.enter_context(embedded(Path(folder)))
        preparation.prepare(settings_of(urls, TEMPLATE, 0, Path(folder)))
        _started.append(urls)
    return _started[0]


def pytest_configure_node(node: Any) -> None:
    """Tell a process of xdist where the servers are."""
    urls = start()
    node.workerinput[TOLD] = (urls.database_url, urls.admin_url, urls.redis_url)


def pytest_unconfigure() -> None:
    """Stop the servers with the run."""
    _started.clear()
    _stack.close()


@pytest.fixture(scope="session")
def urls(request: pytest.FixtureRequest) -> Urls:
    """Where the servers of this run are."""
    told = getattr(request.config, "workerinput", {}).get(TOLD)
    return Urls(*told) if told else start()


@pytest.fixture(scope="session")
def admin(urls: Urls) -> Iterator[Connection]:
    """The superuser's connection, to make databases and to break walls on purpose; never to test with."""
    with connected(urls.admin_url) as connection:
        yield connection


@pytest.fixture(scope="session")
def worker_number() -> int:
    """Which process of the run this is, from 0."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


@pytest.fixture(scope="session")
def settings(
    urls: Urls,
    admin: Connection,
    template: str,
    worker_number: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> Settings:
    """The settings of this process: its own database and its own corner of Valkey."""
    name = f"musette_{worker_number}"
    copy_database(admin, template, name)
    chosen = settings_of(urls, name, worker_number, tmp_path_factory.mktemp("mailbox"))
    os.environ.update(environment(chosen))  # the acts of the worker read them, as in a worker
    return chosen


@pytest.fixture(scope="session")
def house(settings: Settings) -> Iterator[House]:
    """The parts of an installation on these servers; its rows ring no bell: no worker is there to hear it."""
    made = replace(furnish(settings), database=Database(settings))
    yield made
    made.database.close()


def settings_of(urls: Urls, database: str, number: int, mailbox: Path) -> Settings:
    """Settings for one database of these servers."""
    url = make_url(urls.database_url).set(database=database).render_as_string(hide_password=False)
    return Settings(
        database_url=url,
        redis_url=f"{urls.redis_url}?db={number}",
        secret_key=SECRET,
        sealing_key=SEALING,
        public_url=PUBLIC_URL,
        database_admin_url=urls.admin_url,
        mail_url=f"mailbox://{mailbox}",
        embedded=True,
    )


def environment(settings: Settings) -> dict[str, str]:
    """The same settings, as the environment of a program."""
    return {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "MUSETTE_SECRET_KEY": settings.secret_key,
        "MUSETTE_SEALING_KEY": settings.sealing_key,
        "MUSETTE_PUBLIC_URL": settings.public_url,
        "MUSETTE_MAIL_URL": settings.mail_url,
        "MUSETTE_EMBEDDED": "1",
    }


def copy_database(admin: Connection, template: str, name: str) -> None:
    """A fresh database, a copy of a template nobody is connected to."""
    admin.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    admin.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER musette_owner'))
    admin.execute(text(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC'))
    for role in ("owner", "app", "identity", "machine", "relay", "backup"):
        admin.execute(text(f'GRANT CONNECT ON DATABASE "{name}" TO musette_{role}'))


@contextmanager
def connected(admin_url: str | URL) -> Iterator[Connection]:
    """A connection of the superuser, each statement on its own."""
    address = make_url(admin_url).set(drivername="postgresql+psycopg")
    engine = create_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@contextmanager
def alone(urls: Urls, lock: int = LOCK) -> Iterator[Connection]:
    """A connection of the superuser, to make databases while no other process of the run makes the same."""
    with connected(urls.admin_url) as admin:
        admin.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": lock})
        yield admin
        # the lock goes with the connection


def other(settings: Settings, database: str) -> Settings:
    """The same settings for another database."""
    url = make_url(settings.database_url).set(database=database).render_as_string(hide_password=False)
    return replace(settings, database_url=url)
