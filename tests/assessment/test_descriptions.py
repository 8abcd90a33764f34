"""The alternative texts of a person's drawings, word for word."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from assessment.descriptions import describe_line, describe_profile
from assessment.referential import Axis, Language, referential

NOW = dict(zip(Axis, (72, None, 64, 81, 58, 0, 100), strict=True))
PEERS = {Axis.LOCAL_UTILITY: 76, Axis.CREATIVITY: 78}
PAST = {Axis.LOCAL_UTILITY: 55, Axis.REST_TIME: 52, Axis.CREATIVITY: None}

FRENCH = (
    "Diagramme à sept branches. Utilité locale : 72 %, 76 % selon les pairs, 55 % auparavant. "
    "Temps de repos et de récupération : sans réponse, 52 % auparavant. Relation commerciale : 64 %. "
    "Créativité : 81 %, 78 % selon les pairs. Maîtrise des outils : 58 %. "
    "Métier complet ou émietté : 0 %. Autonomie financière : 100 %."
)
ENGLISH = (
    "Diagram with seven branches. Local usefulness: 72%, 76% according to peers, 55% before. "
    "Rest and recovery time: no answer, 52% before. Commercial relationship: 64%. "
    "Creativity: 81%, 78% according to peers. Tool mastery: 58%. "
    "Whole or fragmented trade: 0%. Financial autonomy: 100%."
)
DAYS = (date(2025, 11, 14), date(2026, 5, 14), date(2026, 11, 14))
POINTS = list(zip(DAYS, (55, 63, 72), strict=True))


def typed(text: str) -> str:
    """French spaces as they are shown: narrow before %, full before a colon, both unbreakable."""
    return text.replace(" %", "\u202f%").replace(" :", "\u00a0:")


def test_a_profile_is_told_in_both_languages() -> None:
    assert describe_profile(NOW, PEERS, PAST, Language.FRENCH) == typed(FRENCH)
    assert describe_profile(NOW, PEERS, PAST, Language.ENGLISH) == ENGLISH


@given(
    st.dictionaries(st.sampled_from(Axis), st.none() | st.integers(0, 100)),
    st.sampled_from(Language),
)
def test_every_axis_is_told_and_a_skip_is_never_a_0(now: dict[Axis, int | None], language: Language) -> None:
    told = describe_profile(now, {}, None, language)
    sheets = referential().sheets.values()
    assert all(sheet.label[language] in told for sheet in sheets)
    skipped = {"fr": "sans réponse", "en": "no answer"}[language]
    assert told.count(skipped) == sum(now.get(axis) is None for axis in Axis)
    assert told.count("%") == sum(now.get(axis) is not None for axis in Axis)


def test_a_line_is_told_in_both_languages() -> None:
    events = [date(2026, 6, 15), date(2020, 1, 1)]
    french = describe_line(Axis.LOCAL_UTILITY, POINTS[::-1], events, Language.FRENCH)
    assert french == typed(
        "Utilité locale : 55 % en novembre 2025, 63 % en mai 2026, 72 % en novembre 2026. "
        "Évènements de vie : juin 2026."
    )
    english = describe_line(Axis.LOCAL_UTILITY, POINTS, events, Language.ENGLISH)
    assert english == (
        "Local usefulness: 55% in November 2025, 63% in May 2026, 72% in November 2026. "
        "Life events: June 2026."
    )


def test_without_a_drawn_event_none_is_told() -> None:
    told = describe_line(Axis.CREATIVITY, POINTS, [date(2030, 1, 1)], Language.ENGLISH)
    assert told == "Creativity: 55% in November 2025, 63% in May 2026, 72% in November 2026."
