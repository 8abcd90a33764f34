"""The specimen, served."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browser import serving
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
