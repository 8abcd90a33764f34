"""What every test shares."""

from collections.abc import Callable
from secrets import randbits
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings

from kernel.house import House
from tests.client import Browserlike
from tests.world import World, carry, open_door, reads, sign_in
from web.application import create_app

pytest_plugins = (
    "tests.thrift",
    "tests.servers",
    "tests.browser",
    "tests.demonstration",
    "tests.foundry",
    "tests.told",
)

# A busy machine must not fail a rule: examples have no deadline. Forty are drawn, others each time: a rule
# has a few cases, and its bounds come often. Whoever attacks a disclosure, and the rule of peers, draw more.
hypothesis_settings.register_profile("musette", deadline=None, max_examples=40)
hypothesis_settings.load_profile("musette")
thorough = hypothesis_settings(max_examples=100)

Visitor = Callable[..., FlaskClient]


@pytest.fixture
def world(house: House) -> World:
    """What this test builds, apart from every other."""
    return World(house)


@pytest.fixture(scope="session")
def app(house: House) -> Flask:
    """The web application on the real database."""
    made = create_app(house=house)
    made.config.update(TESTING=True, SERVER_NAME="127.0.0.1:8000")
    made.test_client_class = Browserlike
    made.register_error_handler(Exception, loudly)
    return made


def loudly(error: Exception) -> str:
    """A bug met by a test is shown whole, not as the page people would see."""
    raise error


@pytest.fixture
def visitor(app: Flask, house: House) -> Visitor:
    """A test client: of nobody, or of a person who has signed in."""

    def visit(person: UUID | None = None, *, language: str = "en") -> FlaskClient:
        client = stranger(app, language)
        return sign_in(client, house, person, language=language) if person else client

    return visit


@pytest.fixture(scope="session")
def tokens() -> dict[UUID, str]:
    """The sign-ins that last for all the tests."""
    return {}


@pytest.fixture
def regular(app: Flask, house: House, tokens: dict[UUID, str]) -> Visitor:
    """The same, one sign-in a person for all the tests: for the many that only read what has happened."""

    def visit(person: UUID | None = None, *, language: str = "en") -> FlaskClient:
        client = stranger(app, language)
        if person is None:
            return client
        if person not in tokens:
            tokens[person] = open_door(house, person)
        reads(house, person, language)
        return carry(client, house, tokens[person])

    return visit


def stranger(app: Flask, language: str) -> FlaskClient:
    """A client of nobody, who would rather read a language."""
    client = app.test_client()
    # Tries are counted by network address: each visitor has one of their own.
    address = f"2001:db8:{randbits(16):x}:{randbits(16):x}::1"
    client.environ_base.update(HTTP_ACCEPT_LANGUAGE=language, REMOTE_ADDR=address)
    return client
