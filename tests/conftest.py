"""What every test shares."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings

from kernel.house import House
from tests.client import Browserlike
from tests.story import Story, tell
from tests.world import World, sign_in
from web.application import create_app

pytest_plugins = ("tests.servers", "tests.browser", "tests.demonstration")

# A busy machine must not fail a rule: examples have no deadline.
hypothesis_settings.register_profile("musette", deadline=None)
hypothesis_settings.load_profile("musette")

Visitor = Callable[..., FlaskClient]


@pytest.fixture
def world(house: House) -> World:
    """What this test builds, apart from every other."""
    return World(house)


@pytest.fixture(scope="session")
def ours(house: House) -> Story:
    """A cooperative in which everything has happened once; tests read it, and add to it at most."""
    return tell(World(house))


@pytest.fixture(scope="session")
def theirs(house: House) -> Story:
    """Another one beside it, which nobody of ours must ever reach."""
    return tell(World(house))


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
        client = app.test_client()
        client.environ_base.update(HTTP_ACCEPT_LANGUAGE=language)
        return sign_in(client, house, person, language=language) if person else client

    return visit
