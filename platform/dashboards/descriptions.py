"""What the drawings of a portrait say, in words: the alternative texts of `dashboards.charts`."""

from collections.abc import Sequence

from assessment.descriptions import dated, named
from assessment.referential import Axis, Language, Text
from assessment.wheel import Levels, percent
from dashboards.charts import BANDS, Quartiles, TrendPoint

COLLECTIVE = Text("Diagramme collectif.", "Collective diagram.")
TREND = Text("Moyennes au fil du temps.", "Means over time.")
MEAN = Text("moyenne {}", "mean {}")
HALF = Text("moitié centrale de {} à {}", "middle half from {} to {}")
WITHHELD = Text("pas de chiffre", "no figure")
BAND = Text("{} de {} à {}", "{} from {} to {}")


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


def _figures(mean: int | None, half: tuple[int, int] | None, language: Language) -> list[str]:
    if mean is None:
        return [WITHHELD[language]]
    return [MEAN[language].format(percent(mean, language)), *_half(half, language)]


def _figure(mean: int | None, language: Language) -> str:
    return WITHHELD[language] if mean is None else percent(mean, language)


def _half(half: tuple[int, int] | None, language: Language) -> list[str]:
    return [HALF[language].format(*(percent(bound, language) for bound in half))] if half else []
