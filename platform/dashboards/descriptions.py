"""What the drawings of a portrait say, in words: the alternative texts of `dashboards.charts`."""

from collections.abc import Sequence

from assessment.descriptions import dated, named
from assessment.referential import Axis, Language, Text
from assessment.wheel import Levels, percent
from dashboards.charts import BANDS, Quartiles, TrendPoint
from dashboards.portrait import Confirmed, Influence, Movement
from dashboards.words import Names, level_words

COLLECTIVE = Text("Diagramme collectif.", "Collective diagram.")
TREND = Text("Moyennes au fil du temps.", "Means over time.")
MEAN = Text("moyenne {}", "mean {}")
HALF = Text("moitié centrale de {} à {}", "middle half from {} to {}")
WITHHELD = Text("pas de chiffre", "no figure")
BAND = Text("{} de {} à {}", "{} from {} to {}")
GROUPS = Text(
    "Moyennes par groupe, désignés par leur lettre dans le tableau.",
    "Means by group, lettered as in the table.",
)
SAVOIRS = Text("Moyennes des quatre savoirs.", "Means of the four kinds of knowledge.")
READINGS = Text("Moyennes de la seconde lecture.", "Means of the second reading.")
INFLUENCES = Text("Part des écarts.", "Share of the differences.")
CONFIRMED = Text("Ce que les pairs confirment.", "What peers confirm.")
MOVEMENTS = Text(
    "Ce qui fait le changement de la moyenne, en points.", "What makes the mean change, in points."
)
LETTERED = Text("{} {}", "{} {}")
BETWEEN = Text("de {} à {}, {}", "from {} to {}, {}")
STAYED = Text("restés {}", "stayed {}")
JOINED = Text("arrivés {}", "joined {}")
LEFT = Text("partis {}", "left {}")
MINUS = "\u2212"


def describe_collective(means: Levels, quartiles: Quartiles, language: Language) -> str:
    """The mean of each axis and its middle half, or that there is no figure, whatever the reason."""
    axes = (named(axis, _figures(means.get(axis), quartiles.get(axis), language), language) for axis in Axis)
    return " ".join([COLLECTIVE[language], *axes])


def describe_trend(axis: Axis, points: Sequence[TrendPoint], language: Language) -> str:
    """The means of one axis with their months, oldest first, then the latest middle half where shown."""
    ordered = sorted(points, key=lambda point: point.closed_on)
    means = [dated(_figure(point.mean, language), point.closed_on, language) for point in ordered]
    half = _half(ordered[-1].half, language)
    return f"{TREND[language]} {named(axis, [*means, *half], language)}"


def describe_bands(axis: Axis, shares: Sequence[int], language: Language) -> str:
    """The share of each of the five bands of one axis."""
    parts = [
        BAND[language].format(percent(share, language), low, high)
        for share, (low, high) in zip(shares, BANDS, strict=True)
    ]
    return named(axis, parts, language)


def lettered(letter: str, mean: int, language: Language) -> str:
    """A group by its letter and its mean: « A 60 % »."""
    return LETTERED[language].format(letter, level_words(mean, language))


def spread(influence: Influence, language: Language) -> str:
    """The interval of a share of the differences and its verdict: « de 0 % à 10 %, ne détermine pas »."""
    bounds = percent(influence.low, language), percent(influence.high, language)
    return BETWEEN[language].format(*bounds, Names(language).verdict(influence.verdict))


def confirmations(confirmed: Confirmed, language: Language) -> list[str]:
    """Each share of an axis with what it is: « Validé 40 % »."""
    names = Names(language)
    return [f"{names.states(key)} {percent(share, language)}" for key, share in confirmed.shares.items()]


def moves(movement: Movement, language: Language) -> list[str]:
    """What those who stayed, joined and left brought to a change: « restés +2 »."""
    said = ((STAYED, movement.stayed), (JOINED, movement.joined), (LEFT, movement.left))
    return [text[language].format(signed(points)) for text, points in said]


def signed(points: int) -> str:
    """A number of points with its sign: « +4 », « −2 », « 0 »."""
    return f"{points:+d}".replace("-", MINUS) if points else "0"


def _figures(mean: int | None, half: tuple[int, int] | None, language: Language) -> list[str]:
    if mean is None:
        return [WITHHELD[language]]
    return [MEAN[language].format(level_words(mean, language)), *_half(half, language)]


def _figure(mean: int | None, language: Language) -> str:
    return WITHHELD[language] if mean is None else level_words(mean, language)


def _half(half: tuple[int, int] | None, language: Language) -> list[str]:
    return [HALF[language].format(*(level_words(bound, language) for bound in half))] if half else []
