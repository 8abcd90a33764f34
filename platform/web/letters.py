"""Turning what a room has to write into a mail, in the language of the person who reads it."""

from flask import Flask, render_template
from flask_babel import force_locale, gettext

from kernel.mail import Letter, Mail
from pages.visit import house_of

SIGNATURE = "-- \n"  # RFC 3676, 4.3: what mail readers know as the beginning of a signature


def render(app: Flask, letter: Letter, *, to: str, key: str, sender: str = "") -> Mail:
    """The mail of a letter: the first line of its template is the subject, the rest is the text.

    `sender`: the cooperative it comes from, which signs it.
    """
    settings_url = house_of(app).settings.public_url
    with app.test_request_context(base_url=settings_url), force_locale(letter.language):
        text = render_template(f"{letter.template}.txt", **letter.facts)
        signed = gettext("%(cooperative)s, on Musette", cooperative=sender) if sender else ""
    subject, _, body = text.strip().partition("\n")
    whole = f"{body.strip()}\n" + (f"\n{SIGNATURE}{signed}\n" if signed else "")
    return Mail(to=to, subject=subject, text=whole, key=key, language=letter.language, sender=sender)
