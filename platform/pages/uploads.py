"""Files people send, and pictures given back to them."""

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
    response = make_response(body)
    response.content_type = "image/jpeg"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.jpg"'
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response
