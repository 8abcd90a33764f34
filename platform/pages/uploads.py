"""Files people send, and files given to them."""

from collections.abc import Callable
from typing import TypeVar

from flask import make_response
from flask.wrappers import Response

SANDBOX = "default-src 'none'; sandbox"
View = TypeVar("View", bound=Callable[..., object])


def heavy(most: int) -> Callable[[View], View]:
    """Mark a view whose requests may weigh up to so many bytes: more than those of ordinary pages."""

    def mark(view: View) -> View:
        view.heaviest = most  # type: ignore[attr-defined] # functions carry attributes
        return view

    return mark


def jpeg(body: bytes, name: str) -> Response:
    """A picture of ours, for the page that shows it; opened on its own, it is saved, never run."""
    return saved(body, f"{name}.jpg", "image/jpeg")


def saved(body: bytes | str, name: str, kind: str, policy: str = SANDBOX) -> Response:
    """A file of this name and type that a browser saves, never runs, and keeps in no cache."""
    response = make_response(body)
    response.content_type = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = policy
    response.headers["Cache-Control"] = "no-store"
    return response
