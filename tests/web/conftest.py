"""The specimen, served; and the application as people meet it."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kernel.house import House, furnish
from kernel.settings import Settings
from tests.browser import serving
from tests.story import Story
from tests.web.crawl import Crawl
from tests.web.serving import Elsewhere, served
from tests.web.specimen import create_app


@pytest.fixture(scope="session")
def specimen(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application of the specimen."""
    app = create_app(Path(tmp_path_factory.mktemp("translations")))
    app.config["PROPAGATE_EXCEPTIONS"] = True
    return app


@pytest.fixture
def client(specimen: Flask) -> FlaskClient:
    """A visitor without a browser."""
    return specimen.test_client()


@pytest.fixture(scope="session")
def address(specimen: Flask) -> Iterator[str]:
    """Where the specimen is served."""
    with serving(specimen) as base:
        yield base


@pytest.fixture(scope="session")
def plain(house: House) -> Flask:
    """The application as it is served: what goes wrong becomes a page."""
    return served(house)


@pytest.fixture
def elsewhere(settings: Settings) -> Iterator[Elsewhere]:
    """Makes the same application with other settings."""
    with ExitStack() as stack:

        def make(**changed: object) -> Flask:
            made = furnish(replace(settings, **changed))  # type: ignore[arg-type] # any of the fields
            stack.callback(made.database.close)
            return served(made)

        yield make


@pytest.fixture(scope="session")
def crawl(app: Flask, house: House, ours: Story, run_folder: Path) -> Crawl:
    """The pages of our story, each asked for once in the run."""
    return Crawl(app, house, ours, run_folder)
