"""The headers of every answer: what a browser may load, frame, keep and tell."""

from flask import Flask, request
from flask.wrappers import Response
from flask_login import current_user

from pages.visit import visit

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
TWO_YEARS = 63072000


def install(app: Flask) -> None:
    """Put the headers on every answer of an application."""
    app.after_request(protect)


def protect(response: Response) -> Response:
    """An answer with its headers; pages of a person are kept by no cache."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if visit().wait:
        response.headers["Retry-After"] = str(visit().wait)
    if visit().house.settings.secure:
        response.headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}; includeSubDomains"
    if current_user.is_authenticated or request.method != "GET":
        response.headers.setdefault("Cache-Control", "no-store")
    response.vary.update(("Cookie", "Accept-Language"))
    return response
