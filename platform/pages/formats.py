"""Dates, numbers and lists as people write them, in the language and time zone of the page."""

from collections.abc import Sequence
from datetime import date, datetime

from babel.lists import format_list
from flask_babel import format_date, format_datetime, format_decimal, format_time, get_locale

from pages.typography import NARROW, NO_BREAK

DAY = "d MMMM y"
SHORT_DAY = "d MMM y"
MONTH = "MMMM y"


def day(value: date | datetime) -> str:
    """« 14 novembre 2026 », « 1er novembre 2026 »."""
    return _told(str(format_date(value, DAY)))


def short_day(value: date | datetime) -> str:
    """« 14 nov. 2026 »."""
    return _told(str(format_date(value, SHORT_DAY)))


def month(value: date | datetime) -> str:
    """« novembre 2026 »."""
    return str(format_date(value, MONTH))


def hour(value: datetime) -> str:
    """« 14 h 32 » in French, « 14:32 » in English, in the zone of the page."""
    if language() == "fr":
        return str(format_time(value, f"H'{NARROW}h{NARROW}'mm"))
    return str(format_time(value, "HH:mm"))


def moment(value: datetime) -> str:
    """« 14 novembre 2026 à 14 h 32 » in French, « 14 November 2026, 14:32 » in English."""
    told = _told(str(format_datetime(value, DAY)))
    return f"{told} à {hour(value)}" if language() == "fr" else f"{told}, {hour(value)}"


def number(value: float) -> str:
    """« 1 284 » in French, « 1,284 » in English."""
    return str(format_decimal(value)).replace("\u00a0", NARROW)


def percent(value: int) -> str:
    """A level or a share from 0 to 100: « 72 % » in French, « 72% » in English."""
    return f"{value}{NARROW}%" if language() == "fr" else f"{value}%"


def listing(words: Sequence[str]) -> str:
    """« Awa, Yann et Solène »."""
    return format_list(list(words), locale=language())


def language() -> str:
    """The language of the page: « fr » or « en »."""
    locale = get_locale()
    return locale.language if locale else "fr"


def _told(written: str) -> str:
    """A day as French writes it: « 1er » is an ordinal, and the number is never parted from its month."""
    if language() != "fr":
        return written
    number, rest = written.split(" ", 1)
    return f"{'1er' if number == '1' else number}{NO_BREAK}{rest}"
