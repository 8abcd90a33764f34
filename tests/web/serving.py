"""The application as it is served: what goes wrong becomes a page, as people would see it."""

from collections.abc import Callable
from secrets import randbits
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kernel.house import House
from tests.client import HOST, Browserlike
from web.application import create_app

Elsewhere = Callable[..., Flask]
BUG = "/a-bug"
SECRET_OF_A_BUG = "awa@example.org has 42"


class Direct(Browserlike):
    """Asks for the host the application is reached under."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        """Send a request."""
        options.setdefault("base_url", HOST)
        return super().open(*args, **options)


def served(house: House) -> Flask:
    """The application of a house, with one page that has a bug."""
    app = create_app(house=house)
    app.test_client_class = Direct

    def bug() -> str:
        raise RuntimeError(SECRET_OF_A_BUG)

    bug.permission = vars(app.view_functions["public.legal"])["permission"]  # type: ignore[attr-defined] # as `allow` does
    app.add_url_rule(BUG, "bug", bug)
    return app


def browser(app: Flask, *, language: str = "en") -> FlaskClient:
    """A visitor who has not signed in."""
    client = app.test_client()
    # Tries are counted by network address: each visitor has one of their own.
    client.environ_base.update(HTTP_ACCEPT_LANGUAGE=language, REMOTE_ADDR=f"2001:db8::{randbits(16):x}")
    return client
