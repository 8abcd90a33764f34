"""The plates of a portrait: every drawing on rulers, with what it says in words, by name.

A plate exists only where the portrait shows figures for it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

import altair as alt

from assessment.descriptions import NAMED
from assessment.referential import Axis, Family, Language, Strand, Text, referential
from assessment.wheel import LABELS, Width, colour
from dashboards.descriptions import (
    CONFIRMED,
    GROUPS,
    INFLUENCES,
    MOVEMENTS,
    READINGS,
    SAVOIRS,
    confirmations,
    lettered,
    moves,
    spread,
)
from dashboards.portrait import JOINED, Breakdown, Dimension, Influence, Portrait
from dashboards.rulers import Dot, Parts, Ruler, Span, changes, rulers, shares, spans
from dashboards.words import Names, bare_level, level_words
from peer.rules import Progress

LETTERS = ascii_uppercase[:12]  # of more groups, only the table is read
THRESHOLD = 6  # per cent of the differences under which a dimension does not determine
TINTS = {Progress.VALIDATED: 1.0, Progress.IN_PROGRESS: 0.38, Progress.NONE: 0.0}
MOVES = (1.0, 0.38, 0.0)  # who stayed, who joined, who left


@dataclass(frozen=True)
class Plate:
    """One drawing: its name, how it is drawn at a width, and its alternative text."""

    name: str
    draw: Callable[[Width], alt.LayerChart]
    label: str


def plates(portrait: Portrait, language: Language) -> Iterator[Plate]:
    """The plates of what a portrait shows."""
    for dimension, breakdown in portrait.breakdowns.items():
        if len(breakdown.cells) <= len(LETTERS):
            rows = _groups(portrait, breakdown, language)
            yield _levels(f"groups-{dimension}", GROUPS, rows, language)
    if portrait.savoirs:
        yield _levels("savoirs", SAVOIRS, _savoirs(portrait.savoirs, language), language)
    if portrait.strands:
        yield _levels("readings", READINGS, _readings(portrait.strands, language), language)
    for dimension, influences in portrait.influences.items():
        yield _influences(dimension, influences, language)
    if portrait.confirmed:
        yield _confirmed(portrait, language)
    if portrait.movements:
        yield _movements(portrait, language)


def _levels(name: str, intro: Text, rows: Sequence[Ruler], language: Language) -> Plate:
    ends = referential().low[language], referential().high[language]
    said = [(row.name, [dot.said for dot in row.dots]) for row in rows]
    return Plate(name, lambda width: rulers(rows, ends, width), _label(intro, said, language))


def _groups(portrait: Portrait, breakdown: Breakdown, language: Language) -> list[Ruler]:
    return [
        Ruler(
            _short(axis, language),
            tuple(
                Dot(mean, lettered(letter, mean, language), letter)
                for letter, mean in zip(LETTERS, breakdown.means[axis], strict=False)
            ),
            portrait.axes[axis].mean if axis in portrait.axes else None,
        )
        for axis in Axis
        if axis in breakdown.means
    ]


def _savoirs(savoirs: Mapping[Family, int], language: Language) -> list[Ruler]:
    names = Names(language)
    return [
        _lone(names.family(each), savoirs[each], colour(each), language) for each in Family if each in savoirs
    ]


def _readings(readings: Mapping[Strand, int], language: Language) -> list[Ruler]:
    names = Names(language)
    return [
        _lone(names.reading(each), readings[each], "var(--ink)", language)
        for each in Strand
        if each in readings
    ]


def _lone(name: str, mean: int, paint: str, language: Language) -> Ruler:
    return Ruler(
        name, (Dot(mean, level_words(mean, language), fill=paint, figure=bare_level(mean, language)),)
    )


def _influences(dimension: Dimension, influences: Mapping[Axis, Influence], language: Language) -> Plate:
    rows = [
        Span(_short(axis, language), each.low, each.high, each.share, spread(each, language))
        for axis in Axis
        if (each := influences.get(axis))
    ]
    said = [(row.name, [row.said]) for row in rows]
    return Plate(
        f"influence-{dimension}",
        lambda width: spans(rows, THRESHOLD, width),
        _label(INFLUENCES, said, language),
    )


def _confirmed(portrait: Portrait, language: Language) -> Plate:
    rows = [
        Parts(
            _short(axis, language),
            tuple(each.shares.values()),
            tuple(_tint(key) for key in each.shares),
            tuple(confirmations(each, language)),
        )
        for axis in Axis
        if (each := portrait.confirmed.get(axis))
    ]
    return Plate("confirmed", lambda width: shares(rows, width), _parts(CONFIRMED, rows, language))


def _movements(portrait: Portrait, language: Language) -> Plate:
    rows = [
        Parts(
            _short(axis, language),
            (each.stayed, each.joined, each.left),
            MOVES,
            tuple(moves(each, language)),
        )
        for axis in Axis
        if (each := portrait.movements.get(axis))
    ]
    return Plate("movements", lambda width: changes(rows, width), _parts(MOVEMENTS, rows, language))


def _tint(key: str) -> float:
    """The ink of a part; of states counted together, half-way."""
    tints = [TINTS[Progress(state.strip())] for state in key.split(JOINED)]
    return round(sum(tints) / len(tints), 2)


def _parts(intro: Text, rows: Sequence[Parts], language: Language) -> str:
    return _label(intro, [(row.name, list(row.said)) for row in rows], language)


def _label(intro: Text, rows: Sequence[tuple[str, Sequence[str]]], language: Language) -> str:
    told = (NAMED[language].format(name, ", ".join(said)) for name, said in rows)
    return " ".join([intro[language], *told])


def _short(axis: Axis, language: Language) -> str:
    return LABELS[axis][language].replace("\n", " ")
