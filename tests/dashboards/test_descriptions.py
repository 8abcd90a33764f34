"""The alternative texts of a portrait's drawings, word for word."""

from datetime import date

from assessment.referential import Axis, Language
from dashboards.charts import TrendPoint
from dashboards.descriptions import describe_bands, describe_collective, describe_trend

MEANS = dict(zip(Axis, (62, 44, None, 66, 68, 64, None), strict=True))
QUARTILES = {Axis.LOCAL_UTILITY: (50, 75), Axis.COMMERCIAL_RELATION: (40, 75)}
POINTS = [
    TrendPoint(date(2026, 7, 5), 62, 50, 75),
    TrendPoint(date(2025, 7, 5), 50, 40, 60),
    TrendPoint(date(2026, 1, 5), None, 40, 60),
]


def typed(text: str) -> str:
    """French spaces as they are shown: narrow before %, full before a colon, both unbreakable."""
    return text.replace(" %", "\u202f%").replace(" :", "\u00a0:")


def test_the_collective_diagram_is_told_in_both_languages() -> None:
    french = describe_collective(MEANS, QUARTILES, Language.FRENCH)
    assert french == typed(
        "Diagramme collectif. Utilité locale : moyenne 62 %, moitié centrale de 50 % à 75 %. "
        "Temps de repos et de récupération : moyenne 44 %. Relation commerciale : pas de chiffre. "
        "Créativité : moyenne 66 %. Maîtrise des outils : moyenne 68 %. "
        "Métier complet ou émietté : moyenne 64 %. Autonomie financière : pas de chiffre."
    )
    english = describe_collective(MEANS, QUARTILES, Language.ENGLISH)
    assert english == (
        "Collective diagram. Local usefulness: mean 62%, middle half from 50% to 75%. "
        "Rest and recovery time: mean 44%. Commercial relationship: no figure. "
        "Creativity: mean 66%. Tool mastery: mean 68%. "
        "Whole or fragmented trade: mean 64%. Financial autonomy: no figure."
    )


def test_a_trend_is_told_in_both_languages() -> None:
    french = describe_trend(Axis.LOCAL_UTILITY, POINTS, Language.FRENCH)
    assert french == typed(
        "Moyennes au fil du temps. Utilité locale : 50 % en juillet 2025, pas de chiffre en janvier 2026, "
        "62 % en juillet 2026, moitié centrale de 50 % à 75 %."
    )
    english = describe_trend(Axis.LOCAL_UTILITY, POINTS, Language.ENGLISH)
    assert english == (
        "Means over time. Local usefulness: 50% in July 2025, no figure in January 2026, "
        "62% in July 2026, middle half from 50% to 75%."
    )


def test_a_withheld_mean_takes_its_middle_half_with_it() -> None:
    told = describe_trend(Axis.CREATIVITY, POINTS[1:], Language.ENGLISH)
    assert told == "Means over time. Creativity: 50% in July 2025, no figure in January 2026."


def test_bands_are_told_in_both_languages() -> None:
    shares = (10, 20, 30, 40, 0)
    french = describe_bands(Axis.CREATIVITY, shares, Language.FRENCH)
    assert french == typed(
        "Créativité : 10 % de 0 à 19, 20 % de 20 à 39, 30 % de 40 à 59, 40 % de 60 à 79, 0 % de 80 à 100."
    )
    english = describe_bands(Axis.CREATIVITY, shares, Language.ENGLISH)
    assert english == (
        "Creativity: 10% from 0 to 19, 20% from 20 to 39, 30% from 40 to 59, 40% from 60 to 79, "
        "0% from 80 to 100."
    )
