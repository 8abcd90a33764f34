"""What changes from one version of a charter to the next, in sentences anybody can read. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum

from kernel.refusals import N_
from tenants.terms import Reach, Terms

FIGURES = {
    "floor": N_("People behind a figure, at least: %(after)d. It was %(before)d."),
    "notice_days": N_("Days a campaign stays open, at least: %(after)d. It was %(before)d."),
    "closes_a_year": N_("Collective pictures a year, at most: %(after)d. It was %(before)d."),
    "coordinators": N_("Coordinators advised: %(after)d. It was %(before)d."),
    "mediators": N_("Mediators advised: %(after)d. It was %(before)d."),
}
CLOSED = {
    Reach.GROUP: N_(
        "Showing something to one's group is no longer possible. What is shown already stays, until its"
        " owner takes it back."
    ),
    Reach.COOPERATIVE: N_(
        "Showing something to the whole cooperative is no longer possible. What is shown already stays,"
        " until its owner takes it back."
    ),
    Reach.LINK: N_(
        "Opening a link from this cooperative is no longer possible. Those already open stay until their"
        " day, or until their owner closes them."
    ),
}
OPENED = {
    Reach.GROUP: N_("Showing something to one's group is possible again."),
    Reach.COOPERATIVE: N_("Showing something to the whole cooperative is possible again."),
    Reach.LINK: N_("Opening a link from this cooperative is possible again."),
}
CONTROLLER = N_("Who answers for the data: %(after)s. It was %(before)s.")
CONSULTED = N_("The works council was consulted on %(day)s.")
NOT_CONSULTED = N_("No day is given any more for the consultation of the works council.")
OWN_WORDS = N_("The cooperative's own words have changed.")


class Mark(StrEnum):
    """What became of a paragraph from one version to the next."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was: its name among the terms, what it was, what it becomes."""

    name: str
    before: object
    after: object


@dataclass(frozen=True)
class Said:
    """A change in one sentence, marked for translation: what fills it, and a day if it tells one."""

    sentence: str
    facts: Mapping[str, object] = field(default_factory=dict)
    day: date | None = None


def changes(before: Terms, after: Terms) -> list[Change]:
    """What changes from one version to the next, in the order of the charter."""
    pairs = ((each.name, getattr(before, each.name), getattr(after, each.name)) for each in fields(Terms))
    return [Change(*pair) for pair in pairs if pair[1] != pair[2]]


def sentences(before: Terms, after: Terms, cooperative: str) -> list[Said]:
    """The same in sentences; `cooperative`, by its name, answers for the data where nobody else is named."""
    return [each for change in changes(before, after) for each in _sentences(change, cooperative)]


def compared(before: str, after: str) -> list[tuple[Mark, str]]:
    """Two texts side by side, paragraph by paragraph, in reading order; a removed one stands where it was."""
    return list(_compared(paragraphs(before), paragraphs(after)))


def paragraphs(words: str) -> list[str]:
    """The paragraphs of a text: what blank lines part."""
    blocks = ("\n".join(line.rstrip() for line in words.splitlines())).split("\n\n")
    return [cleaned for block in blocks if (cleaned := block.strip("\n"))]


def _compared(before: list[str], after: list[str]) -> Iterator[tuple[Mark, str]]:
    for what, start, end, begin, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield from ((Mark.SAME, each) for each in after[begin:stop])
        else:
            yield from ((Mark.REMOVED, each) for each in before[start:end])
            yield from ((Mark.ADDED, each) for each in after[begin:stop])


def _sentences(change: Change, cooperative: str) -> Iterator[Said]:
    before, after = change.before, change.after
    if isinstance(before, frozenset) and isinstance(after, frozenset):
        yield from (Said(CLOSED[each]) for each in Reach if each in after - before)
        yield from (Said(OPENED[each]) for each in Reach if each in before - after)
    elif change.name == "consulted_on":
        yield Said(CONSULTED, day=after) if isinstance(after, date) else Said(NOT_CONSULTED)
    elif change.name == "words":
        yield Said(OWN_WORDS)
    elif change.name == "controller":
        yield Said(CONTROLLER, {"before": before or cooperative, "after": after or cooperative})
    else:
        yield Said(FIGURES[change.name], {"before": before, "after": after})
