"""Every fault as a clear sentence with a clean status."""

import logging
from http import HTTPStatus

from flask import Flask, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError

from kernel.claims import place_of
from kernel.refusals import N_, Refusal, TooMany
from pages.visit import house_of, visit

log = logging.getLogger(__name__)

TITLES = {
    400: N_("This request cannot be understood"),
    403: N_("This page is not for your role"),
    404: N_("Nothing here"),
    405: N_("This page does not work that way"),
    409: N_("Not now"),
    410: N_("No longer here"),
    413: N_("Too large"),
    422: N_("Something has to be corrected"),
    429: N_("A little patience"),
    500: N_("Something went wrong on our side"),
    503: N_("Musette is resting"),
}
SENTENCES = {
    400: N_("Go back, reload the page, and try again."),
    403: N_("Your role does not allow this."),
    404: N_("This page does not exist, or is not for you."),
    405: N_("Go back to the page you came from, and use its buttons."),
    413: N_("What you sent is too large: four megabytes at most. Go back: your words are still there."),
    500: N_("Nothing you have saved is lost. Try again in a moment."),
    503: N_("The database does not answer. Nothing you have saved is lost; try again in a moment."),
}
NEXT = {
    403: N_(
        "Some pages open with a role: coordination, mediation, data. "
        "If that role should be yours, speak of it with the coordination team."
    ),
    404: N_(
        "If you followed a link, it may have been cut short, or be over: "
        "copy it whole, or ask whoever sent it."
    ),
}
CROSSED = N_("Somebody did the same at the same moment: look at the page again.")
NOT_OURS = N_("This address is not one of ours: Musette is at %(address)s.")
EXPIRED = N_("This page had been open for too long. Go back, reload it, and send it again.")


def install(app: Flask) -> None:
    """Give an application its answers to faults."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(HTTPException, failed)
    app.register_error_handler(SecurityError, misled)
    app.register_error_handler(IntegrityError, crossed)
    app.register_error_handler(OperationalError, unreachable)
    app.register_error_handler(Exception, broken)


def refused(refusal: Refusal) -> ResponseReturnValue:
    """A refusal no form has shown."""
    if isinstance(refusal, TooMany):
        visit().wait = refusal.seconds
    return page(refusal.status, gettext(refusal.sentence, **refusal.facts))


def forged(_error: CSRFError) -> ResponseReturnValue:
    """A form without its token."""
    return page(400, gettext(EXPIRED))


def failed(error: HTTPException) -> ResponseReturnValue:
    """An answer of Werkzeug, in our words; redirections pass."""
    code = error.code or 500
    if code < 400:  # noqa: PLR2004 - redirections are exceptions too
        return error.get_response()
    response = make_response(page(code, gettext(SENTENCES.get(code, SENTENCES[400]))))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.allow.update(error.valid_methods)
    return response


def misled(_error: SecurityError) -> ResponseReturnValue:
    """A host that is not ours: one sentence, for no link of a page can be made under it."""
    ours = house_of(current_app).settings.public_url
    return gettext(NOT_OURS, address=ours), 400, {"Content-Type": "text/plain; charset=utf-8"}


def unreachable(_error: OperationalError) -> ResponseReturnValue:
    """The database does not answer."""
    log.error("the database does not answer")
    return page(503, gettext(SENTENCES[503]))


def crossed(error: IntegrityError) -> ResponseReturnValue:
    """Two people, or two tabs, did the same thing at the same moment."""
    log.warning("two requests crossed: %s", place_of(error))
    return page(409, gettext(CROSSED))


def broken(error: Exception) -> ResponseReturnValue:
    """A bug: its type and place are logged, never its message, which may quote somebody."""
    log.error("a request failed: %s", place_of(error))
    return page(500, gettext(SENTENCES[500]))


def page(status: int, sentence: str) -> ResponseReturnValue:
    """The page of a fault."""
    title = gettext(TITLES.get(status, TITLES[400]))
    passing = status >= HTTPStatus.INTERNAL_SERVER_ERROR and request.method == "GET"
    more = gettext(NEXT[status]) if status in NEXT else ""
    return render_template("error.html", title=title, sentence=sentence, more=more, passing=passing), int(
        status
    )
