"""What documents say in words, in both languages. They are read elsewhere: typography is set here."""

from collections.abc import Mapping
from datetime import date

from babel.dates import format_date

from assessment.referential import Language, Text, referential
from badges.claims import Level, anchor, bounds
from pages.typography import NARROW, typo

TITLE = Text("{axis} : {anchor}", "{axis}: {anchor}")
CONFIRMED_BY_ONE = Text("confirmé par 1 pair", "confirmed by 1 peer")
CONFIRMED_BY = Text("confirmé par {count} pairs", "confirmed by {count} peers")
VALIDATED = Text("validé", "validated")
BAND = Text(f"de {{low}} à {{high}}{NARROW}%", "{low} to {high}%")
SHORT_BAND = Text(f"{{low}}–{{high}}{NARROW}%", "{low}–{high}%")
DRAWN = Text("dont tirage au sort : {count}", "of which drawn by lot: {count}")
RECIPROCAL = Text("dont réciproques : {count}", "of which reciprocal: {count}")
DESCRIPTION = Text(
    "Un niveau {band} sur l'axe « {axis} » du diagramme de liberté et de dépendance au travail. {anchor} "
    "Ce badge ne compare personne et ne dit rien des autres axes ; un niveau plus haut ne serait pas "
    "meilleur.",
    "A level of {band} on the axis “{axis}” of the diagram of freedom and dependence at work. {anchor} "
    "This badge compares nobody and says nothing of the other axes; a higher level would not be better.",
)
CRITERIA = Text(
    "La personne a placé elle-même son niveau ; des pairs qui ont vu le travail l'ont confirmé, à 15 points "
    "près, en disant sur quoi ils se fondent. {credit}",
    "The person set their own level; peers who have seen the work confirmed it, within 15 points, saying "
    "what they base it on. {credit}",
)
SELF_CRITERIA = Text(
    "La personne a placé elle-même son niveau. {credit}",
    "The person set their own level. {credit}",
)
RUBRIC = Text("Niveau, par tranches de vingt points", "Level, in bands of twenty points")
PERCENT = Text("Niveau, de 0 à 100", "Level, from 0 to 100")
STATE = Text("État", "State")
CONFIRMATIONS = Text("Confirmations de pairs indépendants", "Confirmations by independent peers")
RECIPROCALS = Text("Confirmations réciproques parmi elles", "Reciprocal confirmations among them")
CONFIRMED = Text("Confirmé par des pairs", "Confirmed by peers")
CONFIRMED_AND_VALIDATED = Text("Validé par des pairs", "Validated by peers")
ONE_CONFIRMATION = Text("Une confirmation.", "One confirmation.")
SOME_CONFIRMATIONS = Text("{count} confirmations.", "{count} confirmations.")
SELF_TITLE = Text("{axis}, selon la personne elle-même", "{axis}, by the person's own account")
ENDORSEMENT = Text("{axis} : niveau confirmé par un pair", "{axis}: level confirmed by a peer")
CONTEST = Text("{axis} : un pair voit les choses autrement", "{axis}: a peer sees it differently")
MEMBERSHIP = Text("Membre de {cooperative}", "Member of {cooperative}")
MEMBERSHIP_WORDS = Text(
    "Qui détient la clé nommée dans ce document était membre de {cooperative} le jour où il a été signé.",
    "Whoever holds the key named in this document was a member of {cooperative} the day it was signed.",
)
MEMBERSHIP_DAY = Text(
    "Le {day}, la clé nommée ici était celle d'un membre de {cooperative}. Ce document ne dit rien d'un "
    "autre jour, ni d'aucun niveau.",
    "On {day}, the key named here was that of a member of {cooperative}. This document says nothing of "
    "any other day, nor of any level.",
)
MEMBERSHIP_CRITERIA = Text(
    "Avoir accepté l'invitation de la coopérative.", "Having accepted the invitation of the cooperative."
)
PICTURED = Text("Récit et photographie", "Account and photograph")
ACCOUNT = Text("Récit", "Account")
STATUS_LIST = Text("Badges retirés par {cooperative}", "Badges withdrawn by {cooperative}")
PROFILE = Text(
    "Coopérative. Ses badges disent un niveau et combien de pairs l'ont confirmé.",
    "Cooperative. Its badges say a level, and how many peers confirmed it.",
)


def day_words(day: date, language: Language) -> str:
    """« 18 novembre 2026 »."""
    return format_date(day, "d MMMM y", locale=language.value)


def said(text: Text, language: Language, **facts: object) -> str:
    """A sentence filled with its facts, as it should be read; the facts keep the letters they came with."""
    return typo(text[language], language).format(**facts)


def axis_name(level: Level, language: Language) -> str:
    """The axis in words."""
    return typo(referential().sheets[level.axis].label[language], language)


def anchor_words(level: Level, language: Language) -> str:
    """What the band means, in a sentence."""
    return typo(anchor(level.axis, level.band).text[language], language)


def anchor_title(level: Level, language: Language) -> str:
    """The same in a few words: « Contribution suivie »; what stands before the colon, or the first clause."""
    words = anchor(level.axis, level.band).text[language]
    for mark in (":", ";", ","):
        words = words.partition(mark)[0].strip()
    return typo(words.rstrip("."), language)


def band_words(band: int, language: Language) -> str:
    """« de 60 à 80 % »."""
    low, high = bounds(band)
    return said(BAND, language, low=low, high=high)


def band_figures(band: int, language: Language) -> str:
    """« 60–80 % », as labels show it."""
    low, high = bounds(band)
    return SHORT_BAND[language].format(low=low, high=high)


def criteria(language: Language) -> str:
    """How levels are confirmed, with the credit of the matrix."""
    return said(CRITERIA, language, credit=referential().credit[language])


def self_criteria(language: Language) -> str:
    """The same for what the person says alone."""
    return said(SELF_CRITERIA, language, credit=referential().credit[language])


def genre(*, pictured: bool, language: Language) -> str:
    """What kind of thing a piece of work is."""
    return said(PICTURED if pictured else ACCOUNT, language)


def self_title(level: Level, language: Language) -> str:
    """« Utilité locale, selon la personne elle-même »."""
    return said(SELF_TITLE, language, axis=axis_name(level, language))


def description(level: Level, language: Language) -> str:
    """What a level means, and what the badge does not say."""
    band, axis = band_words(level.band, language), axis_name(level, language)
    return said(DESCRIPTION, language, band=band, axis=axis, anchor=anchor_words(level, language))


def title(level: Level, language: Language) -> str:
    """« Utilité locale : contribution suivie »."""
    words = anchor_title(level, language)
    return said(TITLE, language, axis=axis_name(level, language), anchor=words[:1].lower() + words[1:])


def confirmed_by(count: int, language: Language) -> str:
    """« confirmé par 3 pairs »."""
    return said(CONFIRMED_BY_ONE if count == 1 else CONFIRMED_BY, language, count=count)


def ground_words(ground: str, language: Language) -> str:
    """A ground in the words that the peer chose; raises KeyError for one that the referential has not."""
    return typo({each.id: each.text for each in referential().grounds}[ground][language], language)


def counted(count: int, language: Language) -> str:
    """« Une confirmation. », « 3 confirmations. »."""
    return said(ONE_CONFIRMATION if count == 1 else SOME_CONFIRMATIONS, language, count=count)


def tally(confirmations: int, drawn: int, reciprocal: int, language: Language) -> str:
    """« Confirmé par 6 pairs, dont tirage au sort : 3, dont réciproques : 1. »: facts, and no suspicion."""
    parts = [confirmed_by(confirmations, language)]
    parts += [said(DRAWN, language, count=drawn)] if drawn else []
    parts += [said(RECIPROCAL, language, count=reciprocal)] if reciprocal else []
    words = ", ".join(parts)
    return words[:1].upper() + words[1:] + "."


def grounds_named(grounds: Mapping[str, int]) -> list[tuple[str, int]]:
    """The grounds somebody named, in the order of the referential, each with how many did."""
    return [(each.id, grounds[each.id]) for each in referential().grounds if grounds.get(each.id)]
