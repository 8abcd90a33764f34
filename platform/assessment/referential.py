"""The seven axes as data: words, anchors, clues and statuses, in both languages.

The file `referential.yaml` follows Fanny Lignères' matrix (MTO 2022, IMT Mines Alès), which remains her
work. It is read once, at first use, into frozen values; nothing else in the platform spells an axis.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

LEVELS = range(101)


class Language(StrEnum):
    """The two languages every text of the referential exists in."""

    FRENCH = "fr"
    ENGLISH = "en"


class Axis(StrEnum):
    """The seven axes, clockwise from the top of the diagram."""

    LOCAL_UTILITY = "local_utility"
    REST_TIME = "rest_time"
    COMMERCIAL_RELATION = "commercial_relation"
    CREATIVITY = "creativity"
    TOOL_MASTERY = "tool_mastery"
    TRADE_COMPLETENESS = "trade_completeness"
    FINANCIAL_AUTONOMY = "financial_autonomy"


class Family(StrEnum):
    """The four savoirs, each with its own colour."""

    LIVING = "savoir_vivre"
    DESIGNING = "savoir_concevoir"
    MAKING = "savoir_faire"
    FINANCE = "autonomie_financiere"


class Strand(StrEnum):
    """The three strands of a good work life: cultivate what one knows, be useful, be paid decently."""

    KNOWING = "savoirs"
    USEFULNESS = "utilite"
    PAY = "remuneration"


class Skip(StrEnum):
    """Why a clue or an axis has no answer; a skip is never counted as 0."""

    DONT_KNOW = "dont_know"
    NOT_CONCERNED = "not_concerned"
    PREFER_NOT = "prefer_not"


class Concordance(StrEnum):
    """Whether the answered clues of an axis point the same way."""

    CONCORDANT = "concordant"
    MIXED = "mixed"
    DISCORDANT = "discordant"


@dataclass(frozen=True)
class Text:
    """One sentence in both languages."""

    fr: str
    en: str

    def __getitem__(self, language: str) -> str:
        """The sentence in this language, French when the language is another one."""
        return self.en if language == Language.ENGLISH else self.fr


@dataclass(frozen=True)
class Choice:
    """An option of a list, identified by a word or, for a clue, by its value from 0 to 100."""

    id: str
    text: Text


@dataclass(frozen=True)
class Option:
    """One possible answer to a clue, worth 0 to 100."""

    value: int
    text: Text


@dataclass(frozen=True)
class Clue:
    """A question whose answer suggests a level."""

    id: str
    question: Text
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Anchor:
    """What a level of 0, 25, 50, 75 or 100 means on an axis, in words."""

    level: int
    text: Text


@dataclass(frozen=True)
class AxisSheet:
    """All that is written about one axis."""

    axis: Axis
    family: Family
    strand: Strand
    peer_reviewed: bool
    label: Text
    hint: Text
    question: Text
    anchors: tuple[Anchor, ...]
    clues: tuple[Clue, ...]
    peer_question: Text | None
    peer_help: Text | None
    privacy_note: Text | None

    def anchor_near(self, level: int) -> Anchor:
        """The anchor closest to a level; of two as close, the higher one."""
        return min(self.anchors, key=lambda anchor: (abs(anchor.level - level), -anchor.level))


@dataclass(frozen=True)
class Scoring:
    """How clues suggest a level: their mean, rounded half up to a whole number."""

    min_answered: int
    concordant_max_range: int
    mixed_max_range: int
    gap_notice: int


@dataclass(frozen=True)
class Referential:
    """One version of the referential; a change of version starts a new scale."""

    id: str
    version: str
    credit: Text
    purpose: Text
    low: Text
    high: Text
    scoring: Scoring
    concordance: dict[Concordance, Text]
    families: dict[Family, Text]
    strands: dict[Strand, Text]
    skips: tuple[Choice, ...]
    grounds: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    sheets: dict[Axis, AxisSheet]


@cache
def referential() -> Referential:
    """The referential shipped with the platform."""
    source = files("assessment").joinpath("referential.yaml").read_text(encoding="utf8")
    return read(yaml.load(source, Loader=yaml.CSafeLoader))  # ten times faster than in Python


def read(data: dict[str, Any]) -> Referential:
    """A referential from its parsed file; raises KeyError or ValueError where the file lacks something."""
    meta = data["meta"]
    sheets = [_sheet(item) for item in sorted(data["axes"], key=lambda item: item["order"])]
    if [sheet.axis for sheet in sheets] != list(Axis):
        raise ValueError("the referential must hold the seven axes, in the order of the diagram")
    return Referential(
        id=meta["id"],
        version=meta["version"],
        credit=Text(**meta["credit"]),
        purpose=Text(**meta["purpose"]),
        low=Text(**meta["scale"]["low"]),
        high=Text(**meta["scale"]["high"]),
        scoring=_scoring(meta["scoring"]),
        concordance={each: Text(**meta["scoring"]["concordance"][each]) for each in Concordance},
        families={Family(item["id"]): Text(**item["label"]) for item in data["groups"]},
        strands={Strand(item["id"]): Text(**item["label"]) for item in data["faisceaux"]},
        skips=_choices(data["skip_options"]),
        grounds=_choices(data["peer_grounds"]),
        statuses=_choices(data["statuses"]),
        sheets={sheet.axis: sheet for sheet in sheets},
    )


def _scoring(item: dict[str, Any]) -> Scoring:
    if (item["suggestion"], item["rounding"]) != ("mean", "half_up_integer"):
        raise ValueError("the only suggestion known is the mean of the clues, rounded half up")
    limits = item["concordance"]
    return Scoring(
        min_answered=item["min_answered"],
        concordant_max_range=limits["concordant_max_range"],
        mixed_max_range=limits["mixed_max_range"],
        gap_notice=item["gap_notice"],
    )


def _choices(items: list[dict[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(item["id"], Text(item["fr"], item["en"])) for item in items)


def _sheet(item: dict[str, Any]) -> AxisSheet:
    peer = item.get("peer") or {}
    return AxisSheet(
        axis=Axis(item["id"]),
        family=Family(item["group"]),
        strand=Strand(item["faisceau"]),
        peer_reviewed=item["peer_reviewed"],
        label=Text(**item["label"]),
        hint=Text(**item["hint"]),
        question=Text(**item["question"]),
        anchors=tuple(Anchor(each["level"], Text(each["fr"], each["en"])) for each in item["anchors"]),
        clues=tuple(_clue(each) for each in item["indices"]),
        peer_question=_optional(peer.get("question")),
        peer_help=_optional(peer.get("help")),
        privacy_note=_optional(item.get("privacy_note")),
    )


def _clue(item: dict[str, Any]) -> Clue:
    options = tuple(Option(each["value"], Text(each["fr"], each["en"])) for each in item["options"])
    return Clue(item["id"], Text(item["fr"], item["en"]), options)


def _optional(words: dict[str, str] | None) -> Text | None:
    return Text(**words) if words else None
