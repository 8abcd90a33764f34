"""Our own style sheets, script and drawings, served under an address that changes with their content."""

from hashlib import sha256
from pathlib import Path

from flask import Flask
from lucide.jinja import lucide
from markupsafe import Markup
from whitenoise import WhiteNoise

FOLDER = Path(__file__).parent / "static"
A_YEAR = 31536000


def install(app: Flask) -> None:
    """Serve the static folder, for ever cacheable; give templates `static` and `icon`."""
    prefix = f"static/{fingerprint()}"
    files = WhiteNoise(app.wsgi_app, max_age=A_YEAR, immutable_file_test=lambda _path, _url: True)
    files.add_files(str(FOLDER), prefix=prefix)
    app.wsgi_app = files  # type: ignore[method-assign] # how Flask documents middleware
    app.jinja_env.globals["static"] = lambda name: f"/{prefix}/{name}"
    app.jinja_env.globals["icon"] = icon


def fingerprint() -> str:
    """A text that changes whenever a static file does."""
    digest = sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(FOLDER).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def icon(name: str) -> Markup:
    """An interface icon, drawn in the colour of the text, unseen by those who listen."""
    return Markup(lucide(name, size=None, **{"class": "icon", "aria-hidden": "true"}))  # noqa: S704 - from the package  # nosec B704
