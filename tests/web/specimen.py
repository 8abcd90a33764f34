"""An application that shows the specimen of the design system: real forms, real translations, real policy.

What the platform gives to every template is given here in its simplest form; nothing of the design system
itself is replaced.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, Response, flash, redirect, render_template, request, session, url_for
from flask_babel import Babel, get_locale
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.wrappers import Response as Redirect

from assessment.referential import Axis, referential
from pages.formats import number
from pages.markdown import markdown
from tests.web.specimen_forms import Fields, Opinion, Questions
from web.static_files import icon

WEB = Path(__file__).parents[2] / "platform" / "web"
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'"


@dataclass(frozen=True)
class Item:
    """A link of the frame."""

    href: str
    text: str
    current: bool = False
    code: str = ""


@dataclass(frozen=True)
class Step:
    """A step of a sequence."""

    text: str
    href: str
    state: str


@dataclass(frozen=True)
class Frame:
    """What stands around a page."""

    brand_href: str = "/"
    brand_line: str = "L’Établi commun"
    nav: tuple[Item, ...] = (
        Item("/", "Ma musette", current=True),
        Item("/#marks", "Avis"),
        Item("/#people", "Badges"),
        Item("/#tables", "Coopérative"),
    )
    subnav: tuple[Item, ...] = (Item("/", "Planche", current=True), Item("/#forms", "Formulaires"))
    subnav_label: str = "Planche"
    account: Item | None = field(default_factory=lambda: Item("/#account", "Awa Diallo"))
    cooperatives: tuple[Item, ...] = (
        Item("/", "L’Établi commun", current=True),
        Item("/?other", "Société coopérative d’intérêt collectif des Hautes-Terres"),
    )
    languages: tuple[Item, ...] = ()
    footer: tuple[Item, ...] = (Item("/#rights", "Vos droits et vos données"),)
    notice: str = "Démonstration : tout est effacé chaque nuit."


FRAMES = {
    "member": Frame(),
    "visitor": Frame(
        account=None, cooperatives=(), subnav=(), nav=(Item("/#sign-in", "Se connecter"),), notice=""
    ),
    "long": Frame(
        brand_line="Société coopérative d’intérêt collectif d’accompagnement des Hautes-Terres",
        nav=tuple(Item(f"/?{n}", "Accompagnement et transmission", current=not n) for n in range(4)),
        account=Item("/#account", "Maximilienne-Joséphine de Sainte-Hélène-Grandchamp"),
    ),
}


def create_app(translations: Path) -> Flask:
    """The application of the specimen, its catalogues compiled under `translations`."""
    compile_catalogues(translations)
    app = Flask("specimen", template_folder=str(WEB / "templates"), static_folder=str(WEB / "static"))
    app.config.update(
        SECRET_KEY="specimen",
        BABEL_DEFAULT_LOCALE="en",
        BABEL_TRANSLATION_DIRECTORIES=str(translations),
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(icon=icon, static=static)
    app.jinja_env.filters.update(number=number, markdown=markdown)
    CSRFProtect(app)
    Babel(app, locale_selector=language)
    app.context_processor(around)
    app.after_request(protect)
    app.add_url_rule("/", "specimen", specimen)
    app.add_url_rule("/language", "choose", choose, methods=["POST"])
    app.add_url_rule("/sent", "sent", sent, methods=["POST"])
    return app


def compile_catalogues(target: Path) -> None:
    """Write under `target` the compiled form of each catalogue of the platform."""
    for source in (WEB / "translations").glob("*/LC_MESSAGES/*.po"):
        compiled = target / source.relative_to(WEB / "translations").with_suffix(".mo")
        compiled.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as words, compiled.open("wb") as output:
            write_mo(output, read_po(words))


def static(filename: str) -> str:
    """The address of a static file."""
    return url_for("static", filename=filename)


def language() -> str:
    """The language of the visitor, French unless chosen otherwise."""
    return str(session.get("language", "fr"))


def around() -> dict[str, object]:
    """What every template reads."""
    languages = tuple(
        Item(url_for("choose", to=code), text, code == language(), code)
        for code, text in (("fr", "Français"), ("en", "English"))
    )
    frame = replace(FRAMES[request.args.get("as", "member")], languages=languages)
    return {"frame": frame, "current_language": str(get_locale())}


def protect(response: Response) -> Response:
    """The response, under the policy of the platform."""
    response.headers["Content-Security-Policy"] = POLICY
    return response


def specimen() -> str:
    """Every macro in every state."""
    chosen = language()
    wrong = Fields(formdata=None, prefix="wrong-")
    wrong.process(data={"email": "o.quere@exemple", "number": 140})
    wrong.refuse()
    return render_template(
        "specimen.html",
        fields=Fields(prefix="rest-"),
        wrong=wrong,
        opinion=Opinion(prefix="opinion-"),
        questions=Questions(chosen, prefix="clue-"),
        anchors=[(each.level, each.text[chosen]) for each in referential().sheets[Axis.CREATIVITY].anchors],
        axes=[(axis.value, sheet.label[chosen]) for axis, sheet in referential().sheets.items()],
        steps=[
            Step("Utilité locale", "/", "done"),
            Step("Créativité", "", "current"),
            Step("Repos", "", "todo"),
        ],
    )


def choose() -> Redirect:
    """Back to the specimen in the language asked for."""
    session["language"] = request.args["to"]
    return redirect(url_for("specimen"))


def sent() -> Redirect:
    """Back to the specimen, with a word of what happened."""
    flash("Votre avis est parti.")
    flash("Le fichier n'a pas pu être lu.", "error")
    return redirect(url_for("specimen"))
