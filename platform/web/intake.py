"""What no browser sends is refused before anything reads it."""

from flask import Flask, abort, current_app, request

NULL = "\x00"  # no text of a person holds one, and PostgreSQL keeps none


def install(app: Flask) -> None:
    """Make an application look at what it is sent."""
    app.before_request(understand)


def widen() -> None:
    """Let the few pages that take photos receive more than the others, before anything reads the form."""
    heaviest = getattr(current_app.view_functions.get(request.endpoint or ""), "heaviest", None)
    if heaviest is not None:
        request.max_content_length = heaviest


def understand() -> None:
    """Answer 400 to a request with a null character in its address or its form."""
    sent = (request.path, *request.args.values(), *request.form.values())
    if any(NULL in each for each in sent):
        abort(400)
