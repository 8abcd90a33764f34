"""One page."""

import os

from flask import Flask


def create_app() -> Flask:
    """The application; it refuses to start when told to break."""
    if os.environ.get("STANDIN_BREAKS") == "web":
        raise RuntimeError("the stand-in was told to break")
    application = Flask(__name__)
    application.add_url_rule("/", view_func=lambda: "stand-in")
    return application
