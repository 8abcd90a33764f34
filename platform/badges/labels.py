"""The label: a badge as a luggage label, drawn by us, different for each axis and band."""

from dataclasses import dataclass

from assessment.referential import Language
from badges.claims import Level


@dataclass(frozen=True)
class Label:
    """What a label shows; `period` is typed already: « nov. 2026 – nov. 2028 »."""

    level: Level
    cooperative: str
    period: str
    language: Language


def svg(label: Label) -> str:
    """The label as an SVG of 400 by 500, whole by itself: colours fixed, for the file travels."""
    raise NotImplementedError


def png(drawn: str, pixels: int) -> bytes:
    """An SVG as a PNG so many pixels high; in the worker only, never before a fork."""
    raise NotImplementedError
