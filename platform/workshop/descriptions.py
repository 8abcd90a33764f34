"""What the drawings of a workshop say, in words."""

from collections.abc import Sequence
from datetime import date

from assessment.descriptions import dated, named
from assessment.referential import Axis, Language, Text
from assessment.wheel import percent
from workshop.rules import Marks, bounds

MARKS = Text("Diagramme des repères communs.", "Diagram of the common marks.")
NO_MARK = Text("pas de repère", "no mark")
BEFORE = Text("{} auparavant", "{} before")
PILE = Text("Niveaux montrés", "Levels shown")
TEN = Text("{} de {} à {}", "{} from {} to {}")


def describe_marks(now: Marks, before: Marks, language: Language) -> str:
    """The seven common marks, with those of the workshop before where there are some."""
    axes = (named(axis, _marks(axis, now, before, language), language) for axis in Axis)
    return " ".join([MARKS[language], *axes])


def describe_mark_line(axis: Axis, points: Sequence[tuple[date, int]], language: Language) -> str:
    """The marks of one axis with their months, oldest first."""
    return named(axis, [dated(percent(level, language), day, language) for day, level in points], language)


def describe_pile(counts: Sequence[int], language: Language) -> str:
    """How many people have shown each ten, the empty ones left out."""
    parts = [TEN[language].format(count, *bounds(ten)) for ten, count in enumerate(counts) if count]
    return f"{PILE[language]}: {', '.join(parts)}." if language is Language.ENGLISH else _french(parts)


def _french(parts: Sequence[str]) -> str:
    return f"{PILE[Language.FRENCH]}\u00a0: {', '.join(parts)}."


def _marks(axis: Axis, now: Marks, before: Marks, language: Language) -> list[str]:
    level, past = now.get(axis), before.get(axis)
    parts = [NO_MARK[language] if level is None else percent(level, language)]
    if past is not None:
        parts.append(BEFORE[language].format(percent(past, language)))
    return parts
