"""The application factory: gunicorn and the worker both call `create_app`."""

from typing import Any

from flask import Flask
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from assessment.addresses import AxisConverter
from badges.addresses import BadgeFileConverter
from kernel import settings as kernel_settings
from kernel.house import House, furnish
from kernel.settings import Settings
from musette.addresses import BadgePartConverter, PaperConverter
from pages.visit import EXTENSION, visit
from peer.addresses import ReportedConverter
from web import errors, frame, headers, identity, intake, languages, safety, static_files
from web.rooms import BLUEPRINTS, demonstration

BIGGEST_REQUEST = 4 * 1024 * 1024
BIGGEST_TEXT = 2 * 1024 * 1024


class Musette(Flask):
    """Flask, with one unit of work around each request."""

    def dispatch_request(self) -> ResponseReturnValue:
        """The view's answer, rendered before the unit of work ends: what it says has been kept."""
        with visit().stack:
            return self.make_response(super().dispatch_request())


def create_app(settings: Settings | None = None, house: House | None = None) -> Musette:
    """The web application of an installation; raises safety.Unsafe when the walls do not stand."""
    chosen = settings or (house.settings if house else kernel_settings.load())
    app = Musette("web", static_folder=None)
    app.extensions[EXTENSION] = house or furnish(chosen)
    app.config.update(configuration(chosen))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.converters["axis"] = AxisConverter
    app.url_map.converters["badge_file"] = BadgeFileConverter
    app.url_map.converters["badge_part"] = BadgePartConverter
    app.url_map.converters["paper"] = PaperConverter
    app.url_map.converters["reported"] = ReportedConverter
    app.before_request(identity.recognise)
    app.before_request(intake.widen)
    CSRFProtect(app)
    for part in (languages, intake, identity, errors, headers, frame, static_files):
        part.install(app)
    for blueprint in (*BLUEPRINTS, *demonstration(chosen)):
        app.register_blueprint(blueprint)
    if chosen.trusted_proxies:
        hops = chosen.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign] # how Flask documents it
    return app


def serve() -> Musette:
    """What gunicorn serves: the application, once the walls have been seen to stand."""
    app = create_app()
    safety.check(app.extensions[EXTENSION].database)
    return app


def configuration(settings: Settings) -> dict[str, Any]:
    """Flask's configuration for these settings."""
    return {
        "SECRET_KEY": settings.secret_key,
        "TRUSTED_HOSTS": [settings.host.partition(":")[0]],
        "SESSION_COOKIE_NAME": "__Host-musette" if settings.secure else "musette",
        "SESSION_COOKIE_SECURE": settings.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PREFERRED_URL_SCHEME": "https" if settings.secure else "http",
        "MAX_CONTENT_LENGTH": BIGGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": BIGGEST_TEXT,
        "WTF_CSRF_TIME_LIMIT": None,  # the token lives as long as the session it belongs to
        "WTF_CSRF_SSL_STRICT": settings.secure,
        "BABEL_DEFAULT_LOCALE": settings.default_language,
    }
