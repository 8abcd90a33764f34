"""Turning what a room has to write into a mail, in the language of the person who reads it."""

from flask import Flask, render_template
from flask_babel import force_locale

from kernel.mail import Letter, Mail


def render(app: Flask, letter: Letter, *, to: str, key: str) -> Mail:
    """The mail of a letter: the first line of its template is the subject, the rest is the text."""
    settings_url = app.extensions["musette"].settings.public_url
    with app.test_request_context(base_url=settings_url), force_locale(letter.language):
        text = render_template(f"{letter.template}.txt", **letter.facts)
    subject, _, body = text.strip().partition("\n")
    return Mail(to=to, subject=subject, text=body.strip() + "\n", key=key, language=letter.language)
