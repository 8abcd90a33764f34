"""The pieces that documents share: achievements, rubrics, results, issuers."""

from assessment.referential import Language
from badges import words
from badges.claims import BANDS, Issuer, Level, StatusPlace
from badges.plain import Document
from badges.vocabulary import CREDENTIALS, OPEN_BADGES

CONTEXTS = (CREDENTIALS, OPEN_BADGES)
CREDENTIAL = "VerifiableCredential"
BADGE = "OpenBadgeCredential"
COMPLETED = "Completed"
PROVISIONAL = "Provisional"
RUBRIC, STATE, PERCENT, CONFIRMATIONS, RECIPROCAL = (
    "rubric",
    "state",
    "percent",
    "confirmations",
    "reciprocal",
)
MOST_CONFIRMATIONS = 999


def contexts() -> list[str]:
    """The contexts of a badge, in the order the schema asks for."""
    return list(CONTEXTS)


def issuer_profile(issuer: Issuer) -> Document:
    """The cooperative, as the issuer of a document."""
    return {"id": issuer.did, "type": ["Profile"], "name": issuer.name, "url": issuer.url}


def person_profile(did: str, name: str | None) -> Document:
    """A member or a peer, as the issuer of a document; named only if they agreed to be."""
    return {"id": did, "type": ["Profile"], **({"name": name} if name else {})}


def status(place: StatusPlace) -> Document:
    """Where the revocation bit of a document stands."""
    return {
        "id": f"{place.url}#{place.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place.index),
        "statusListCredential": place.url,
    }


def achievement(
    address: str, level: Level, language: Language, *, criteria: str, image: str | None, own: bool
) -> Document:
    """What a badge is about: one axis, and the rubric of its five bands. `own`: by the person alone."""
    name = words.self_title(level, language) if own else words.title(level, language)
    return {
        "id": address,
        "type": ["Achievement"],
        "achievementType": "Assessment" if own else "Badge",
        "inLanguage": language.value,
        "name": name,
        "description": words.description(level, language),
        "criteria": {
            "id": criteria,
            "narrative": words.self_criteria(language) if own else words.criteria(language),
        },
        **({"image": {"id": image, "type": "Image", "caption": name}} if image else {}),
        "resultDescription": _own_results(address, language, level)
        if own
        else _results(address, language, level),
    }


def described(address: str, name: str) -> str:
    """The address of the description of a result, within that of its achievement."""
    return f"{address}#{name}"


def rubric_level(address: str, band: int) -> str:
    """The address of a band, within that of its achievement."""
    return f"{address}#band-{band}"


def in_band(of: str, address: str, level: Level) -> Document:
    """The result of the document `of` that gives the band of a level."""
    return {**_result(of, address, RUBRIC), "achievedLevel": rubric_level(address, level.band)}


def counted(of: str, address: str, name: str, value: int) -> Document:
    """The result that gives a number, as text."""
    return {**_result(of, address, name), "value": str(value)}


def in_state(of: str, address: str, state: str) -> Document:
    """The result that gives a state: `Completed` or `Provisional`."""
    return {**_result(of, address, STATE), "status": state}


def named(of: str, name: str) -> Document:
    """The name of who holds a document; the salt makes it unlike those of other documents (see `linked`)."""
    shown = {"hashed": False, "identityHash": name, "identityType": "name"}
    return {"type": "IdentityObject", **shown, "salt": of}


def _result(of: str, address: str, name: str) -> Document:
    return {
        "id": f"{of}#result-{name}",
        "type": ["Result"],
        "resultDescription": described(address, name),
    }


def _results(address: str, language: Language, level: Level) -> list[Document]:
    return [
        _rubric(address, language, level),
        _number(address, CONFIRMATIONS, words.said(words.CONFIRMATIONS, language), 1, MOST_CONFIRMATIONS),
        _number(address, RECIPROCAL, words.said(words.RECIPROCALS, language), 0, MOST_CONFIRMATIONS),
        _description(address, STATE, words.said(words.STATE, language), "Status"),
    ]


def _own_results(address: str, language: Language, level: Level) -> list[Document]:
    percent = _number(address, PERCENT, words.said(words.PERCENT, language), 0, 100)
    return [
        {**percent, "resultType": "Percent"},
        _rubric(address, language, level),
        _description(address, STATE, words.said(words.STATE, language), "Status"),
    ]


def _rubric(address: str, language: Language, level: Level) -> Document:
    found = _description(address, RUBRIC, words.said(words.RUBRIC, language), "RubricCriterionLevel")
    return {**found, "rubricCriterionLevel": [_band(address, language, level, each) for each in _bands()]}


def _bands() -> range:
    return range(1, BANDS + 1)


def _band(address: str, language: Language, level: Level, band: int) -> Document:
    same_axis = Level(level.axis, (band - 1) * 20)
    return {
        "id": rubric_level(address, band),
        "type": ["RubricCriterionLevel"],
        "name": words.band_figures(band, language),
        "description": words.anchor_words(same_axis, language),
        "level": str(band),
    }


def _number(address: str, name: str, title: str, low: int, high: int) -> Document:
    found = _description(address, name, title, "Result")
    return {**found, "valueMin": str(low), "valueMax": str(high)}


def _description(address: str, name: str, title: str, kind: str) -> Document:
    return {
        "id": described(address, name),
        "type": ["ResultDescription"],
        "name": title,
        "resultType": kind,
    }
