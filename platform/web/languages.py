"""French and English: which one a page is in, and typography set as sentences leave the catalogues."""

from functools import cache
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations
from flask import Flask, request
from flask import session as cookie
from flask_babel import Babel, Domain, get_locale
from flask_login import current_user

from kernel.settings import Settings
from pages import formats
from pages.markdown import markdown
from pages.typography import typo
from pages.visit import visit

LANGUAGES = {"fr": "Français", "en": "English"}
COOKIE = "language"
FILTERS = ("day", "short_day", "month", "hour", "moment", "number", "percent", "listing")


class Typographer:
    """The sentences of a language, typeset; what fills them is left as people typed it."""

    def __init__(self, plain: NullTranslations, language: str) -> None:
        self._plain = plain
        self._language = language

    def ugettext(self, sentence: str) -> str:
        """A sentence in this language."""
        return typo(self._plain.ugettext(sentence), self._language)

    def ungettext(self, one: str, many: str, number: int) -> str:
        """A sentence in this language, agreeing with a number."""
        return typo(self._plain.ungettext(one, many, number), self._language)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the catalogue offers
        return getattr(self._plain, name)


class Sentences(Domain):  # type: ignore[misc] # Flask-Babel has no types
    """Every room's catalogue, read once."""

    def get_translations(self) -> Typographer:
        """The sentences of the page's language."""
        locale = get_locale()
        return sentences(locale.language if locale else "fr")


class Bilingual(Babel):  # type: ignore[misc] # Flask-Babel has no types
    """Flask-Babel, with the sentences of every room."""

    domain_instance = Sentences()


@cache
def sentences(language: str) -> Typographer:
    """The sentences of a language; English is what the code holds."""
    merged: NullTranslations = NullTranslations()
    for folder in sorted(Path(__file__).parents[1].glob("*/translations")):
        found = Translations.load(str(folder), [language])
        if isinstance(found, Translations):
            merged = merged.merge(found) if isinstance(merged, Translations) else found
    return Typographer(merged, language)


def install(app: Flask) -> None:
    """Give an application its languages, formats and time zone."""
    Bilingual(app, locale_selector=chosen, timezone_selector=zone)
    for name in FILTERS:
        app.jinja_env.filters[name] = getattr(formats, name)
    app.jinja_env.filters["markdown"] = markdown


def chosen() -> str:
    """The person's language, or the one chosen on this browser, or the one it asks for."""
    if current_user and current_user.is_authenticated:
        return str(current_user.language)
    if cookie.get(COOKIE) in LANGUAGES:
        return str(cookie[COOKIE])
    settings: Settings = visit().house.settings
    return request.accept_languages.best_match(LANGUAGES) or settings.default_language


def zone() -> str:
    """The time zone of the cooperative being visited."""
    return visit().zone
