"""One page."""

from flask import Flask


def serve() -> Flask:
    """The application."""
    application = Flask(__name__)
    application.add_url_rule("/", view_func=lambda: "stand-in")
    return application
