"""What the diagrams of a person say, in words: the alternative texts of `assessment.charts`."""

from collections.abc import Mapping, Sequence
from datetime import date

from babel.dates import format_date

from assessment.referential import Axis, Language, Text, referential
from assessment.wheel import Levels, percent
from pages.timeline import span
from pages.typography import NO_BREAK

PROFILE = Text("Diagramme à sept branches.", "Diagram with seven branches.")
NAMED = Text(f"{{}}{NO_BREAK}: {{}}.", "{}: {}.")
DATED = Text("{} en {}", "{} in {}")
SKIPPED = Text("sans réponse", "no answer")
PEERS = Text("{} selon les pairs", "{} according to peers")
BEFORE = Text("{} auparavant", "{} before")
EVENTS = Text(f"Évènements de vie{NO_BREAK}: {{}}.", "Life events: {}.")


def describe_profile(now: Levels, peers: Mapping[Axis, int], past: Levels | None, language: Language) -> str:
    """The seven levels, with the peers' values and the past levels where there are some."""
    axes = (named(axis, _levels(axis, now, peers, past or {}, language), language) for axis in Axis)
    return " ".join([PROFILE[language], *axes])


def describe_outlines(drawn: Sequence[tuple[str, Levels]], language: Language) -> str:
    """The seven levels of each outline, with its name."""
    axes = (
        named(axis, [f"{percent(levels.get(axis), language)} ({name})" for name, levels in drawn], language)
        for axis in Axis
    )
    return " ".join([PROFILE[language], *axes])


def describe_line(
    axis: Axis, points: Sequence[tuple[date, int]], events: Sequence[date], language: Language
) -> str:
    """The levels of one axis with their months, oldest first, then the months of the life events drawn."""
    ordered = sorted(points)
    levels = [dated(percent(level, language), day, language) for day, level in ordered]
    start, end = span([day for day, _ in points])
    lived = [day for day in sorted(set(events)) if start <= day <= end]
    months = ", ".join(month(day, language) for day in lived)
    return named(axis, levels, language) + (" " + EVENTS[language].format(months) if lived else "")


def named(axis: Axis, parts: Sequence[str], language: Language) -> str:
    """A sentence made of the full name of an axis and these parts."""
    return NAMED[language].format(referential().sheets[axis].label[language], ", ".join(parts))


def dated(words: str, day: date, language: Language) -> str:
    """These words with the month of a day: « 72 % en mai 2026 », "72% in May 2026"."""
    return DATED[language].format(words, month(day, language))


def month(day: date, language: Language) -> str:
    """The month of a day in words, « mai 2026 »."""
    return format_date(day, "MMMM y", locale=language.value)


def _levels(
    axis: Axis, now: Levels, peers: Mapping[Axis, int], past: Levels, language: Language
) -> list[str]:
    level, before = now.get(axis), past.get(axis)
    parts = [SKIPPED[language] if level is None else percent(level, language)]
    if axis in peers:
        parts.append(PEERS[language].format(percent(peers[axis], language)))
    if before is not None:
        parts.append(BEFORE[language].format(percent(before, language)))
    return parts
