"""The least a Flask application answers: a word, no database, no session.

Source: « A Minimal Application », Flask's documentation, Quickstart. Served by the same gunicorn.
"""

from flask import Flask

SOURCE = "« A Minimal Application », Flask documentation, Quickstart"

app = Flask("hello")


@app.get("/")
def hello() -> str:
    """A word."""
    return "<p>Hello, World!</p>"
