"""Every number of a portrait, one a row: what its file holds, read from the same values as its pages.

What is withheld and what is empty have no row at all.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

from assessment.referential import Axis, Language, Text, referential
from dashboards.display import Shown
from dashboards.portrait import Cell, Dimension, Influence, Likeness, Movement, Portrait
from dashboards.words import Names, capital
from pages.typography import NO_BREAK, typo

SEPARATOR = ";"  # the comma is a decimal sign in French, and both open in every spreadsheet
MARK = "\ufeff"  # without it, some spreadsheets take UTF-8 for something older
FORMULA = ("=", "+", "-", "@", "\t", "\r")
HEAD = (
    Text("partie", "section"),
    Text("axe", "axis"),
    Text("groupe", "group"),
    Text("mesure", "measure"),
    Text("valeur", "value"),
)
ANSWERED = Text("qui a répondu", "who answered")
DIAGRAM = Text("diagramme collectif", "collective diagram")
SAVOIRS = Text("savoirs", "kinds of knowledge")
STATUS = Text("le statut compte-t-il", "does status matter")
MOVEMENTS = Text("qui vient, qui part", "who came and went")
CONFIRMED = Text("ce que les pairs confirment", "what peers confirm")

MEMBERS = Text("membres", "members")
PEOPLE = Text("personnes, arrondi à 5 vers le bas", "people, rounded down to 5")
SHARE = Text("part, %", "share, %")
RECENT = Text("réponses de moins de trois mois, %", "answers under three months old, %")
STEP = Text("pas des moyennes", "step of the means")
MEAN = Text("moyenne", "mean")
LOW, HIGH = Text("au moins", "at least"), Text("au plus", "at most")
QUARTILES = (
    Text("premier quart", "first quarter"),
    Text("médiane", "median"),
    Text("dernier quart", "last quarter"),
)
BAND = Text("de {} à {}, %", "from {} to {}, %")
BANDS = ((0, 19), (20, 39), (40, 59), (60, 79), (80, 100))
ZONES = {
    "dependence": Text("dépendance, 0 à 33", "dependence, 0 to 33"),
    "between": Text("entre-deux", "in between"),
    "freedom": Text("liberté, 67 à 100", "freedom, 67 to 100"),
}
COUNTED = Text("part des personnes qui comptent, %", "share of those who count, %")
REGISTER = Text("part des membres, %", "share of the members, %")
APART = Text("écart avec les membres, %", "distance from the members, %")
WEIGHTED = Text("moyenne aux proportions des membres", "mean in the proportions of the members")
ALL_LOW = Text("si les autres étaient à 0", "if the others were at 0")
ALL_HIGH = Text("si les autres étaient à 100", "if the others were at 100")
TIED = Text("corrélation de rang, centièmes, {}", "rank correlation, hundredths, {}")
EXPLAINED = Text("part des écarts, %", "share of the differences, %")
EXPLAINED_LOW = Text("part des écarts, %, au moins", "share of the differences, %, at least")
EXPLAINED_HIGH = Text("part des écarts, %, au plus", "share of the differences, %, at most")
VERDICT = Text("en mots", "in words")
FREE = Text("membres en salariat à 75 ou plus", "employees at 75 or above")
DEPENDENT = Text("indépendants à 25 ou moins", "self-employed at 25 or below")
SINCE = Text("depuis", "since")
CHANGE = Text("changement, points", "change, points")
STAYED = Text("dû aux personnes restées, points", "from those who stayed, points")
JOINED = Text("dû aux personnes arrivées, points", "from those who joined, points")
LEFT = Text("dû aux personnes parties, points", "from those who left, points")
GROUPED = Text(f"{{}}{NO_BREAK}: {{}}", "{}: {}")

Value = int | str | None
Measures = Mapping[Text, Value]


@dataclass(frozen=True)
class Figure:
    """One number, or one word for it, and what it is about; `axis` and `group` may be empty."""

    section: Text
    axis: str
    group: str
    measure: Text
    value: int | str


def as_csv(portrait: Portrait, names: Names) -> str:
    """The portrait as a file for spreadsheets, in the language of the names.

    UTF-8 with its mark, semicolons, lines ended as RFC 4180 has them. Words of people that a spreadsheet
    would take for a formula begin with an apostrophe.
    """
    kept = StringIO()
    writer = csv.writer(kept, delimiter=SEPARATOR, lineterminator="\r\n")
    writer.writerow([text[names.language] for text in HEAD])
    for each in figures(portrait, names):
        section, measure = (
            typo(text[names.language], names.language) for text in (each.section, each.measure)
        )
        writer.writerow([safe(cell) for cell in (section, each.axis, each.group, measure, each.value)])
    return MARK + kept.getvalue()


def safe(cell: int | str) -> int | str:
    """A cell no spreadsheet computes."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def figures(portrait: Portrait, names: Names) -> Iterator[Figure]:
    """Every number of a portrait, as `story.told` gives it, in the order of its page."""
    yield from _answered(portrait, names)
    for axis, shown in portrait.axes.items():
        yield from _rows(DIAGRAM, _shown(shown, names), axis=_axis(axis, names))
    yield from _savoirs(portrait, names)
    yield from _status(portrait, names)
    for axis, moved in portrait.movements.items():
        yield from _rows(MOVEMENTS, _moved(moved), axis=_axis(axis, names))
    for axis, confirmed in portrait.confirmed.items():
        for key, share in confirmed.shares.items():
            low, high = (confirmed.intervals or {}).get(key, (None, None))
            parts: Measures = {SHARE: share, LOW: low, HIGH: high}
            yield from _rows(CONFIRMED, parts, axis=_axis(axis, names), group=names.states(key))


def _answered(portrait: Portrait, names: Names) -> Iterator[Figure]:
    whole: Measures = {
        MEMBERS: portrait.members,
        PEOPLE: portrait.contributors,
        SHARE: portrait.share,
        RECENT: portrait.recent,
        STEP: portrait.step,
    }
    yield from _rows(ANSWERED, whole)
    for dimension, likeness in portrait.likeness.items():
        yield from _likeness(dimension, likeness, names)
    for axis, caution in portrait.cautions.items():
        low, high = caution.bounds
        means: Measures = {WEIGHTED: caution.weighted, ALL_LOW: low, ALL_HIGH: high}
        yield from _rows(ANSWERED, means, axis=_axis(axis, names))


def _likeness(dimension: Dimension, likeness: Likeness, names: Names) -> Iterator[Figure]:
    for place, cell in enumerate(likeness.cells):
        found = {
            PEOPLE: cell.contributors,
            COUNTED: likeness.counted[place],
            REGISTER: likeness.members[place] if likeness.members else None,
        }
        yield from _rows(ANSWERED, found, group=_group(dimension, cell, names))
    yield from _rows(ANSWERED, {APART: likeness.apart}, group=capital(names.dimension(dimension)))


def _shown(shown: Shown, names: Names) -> Measures:
    low, high = shown.interval or (None, None)
    zones = {
        text: names.portion(getattr(shown.zones, name)) if shown.zones else None
        for name, text in ZONES.items()
    }
    return {
        PEOPLE: shown.contributors,
        SHARE: shown.share,
        MEAN: shown.mean,
        LOW: low,
        HIGH: high,
        **dict(zip(QUARTILES, shown.quartiles or (), strict=False)),
        **zones,
        **dict(zip(map(_band, BANDS), shown.bands or (), strict=False)),
    }


def _savoirs(portrait: Portrait, names: Names) -> Iterator[Figure]:
    for family, mean in (portrait.savoirs or {}).items():
        yield from _rows(SAVOIRS, {MEAN: mean}, group=names.family(family))
    for reading, mean in (portrait.strands or {}).items():
        yield from _rows(SAVOIRS, {MEAN: mean}, group=names.reading(reading))
    for tie in portrait.ties:
        bounds = {_tied(LOW): tie.low, _tied(HIGH): tie.high}
        yield from _rows(SAVOIRS, bounds, axis=f"{_axis(tie.one, names)}, {_axis(tie.other, names)}")


def _status(portrait: Portrait, names: Names) -> Iterator[Figure]:
    for dimension, influences in portrait.influences.items():
        for axis, each in influences.items():
            group = capital(names.dimension(dimension))
            yield from _rows(STATUS, _influence(each, names), axis=_axis(axis, names), group=group)
    for example in portrait.examples:
        counts: Measures = {FREE: example.employees_free, DEPENDENT: example.independents_dependent}
        yield from _rows(STATUS, counts, axis=_axis(example.axis, names))
    for dimension, breakdown in portrait.breakdowns.items():
        for place, cell in enumerate(breakdown.cells):
            group = _group(dimension, cell, names)
            yield from _rows(STATUS, {PEOPLE: cell.contributors}, group=group)
            for axis, means in breakdown.means.items():
                yield from _rows(STATUS, {MEAN: means[place]}, axis=_axis(axis, names), group=group)


def _influence(influence: Influence, names: Names) -> Measures:
    return {
        EXPLAINED: influence.share,
        EXPLAINED_LOW: influence.low,
        EXPLAINED_HIGH: influence.high,
        VERDICT: names.verdict(influence.verdict),
    }


def _moved(moved: Movement) -> Measures:
    return {
        SINCE: moved.since.isoformat(),
        CHANGE: moved.change,
        STAYED: moved.stayed,
        JOINED: moved.joined,
        LEFT: moved.left,
    }


def _rows(section: Text, measures: Measures, *, axis: str = "", group: str = "") -> Iterator[Figure]:
    for measure, value in measures.items():
        if value is not None:
            yield Figure(section, axis, group, measure, value)


def _axis(axis: Axis, names: Names) -> str:
    return referential().sheets[axis].label[names.language]


def _group(dimension: Dimension, cell: Cell, names: Names) -> str:
    return GROUPED[names.language].format(capital(names.dimension(dimension)), names.cell(dimension, cell))


def _tied(bound: Text) -> Text:
    return Text(*(TIED[each].format(bound[each]) for each in Language))


def _band(band: tuple[int, int]) -> Text:
    return Text(*(BAND[each].format(*band) for each in Language))
