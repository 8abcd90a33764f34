"""One page."""

from flask import Flask


def create_app() -> Flask:
    """The application."""
    application = Flask(__name__)
    application.add_url_rule("/", view_func=lambda: "stand-in")
    return application
