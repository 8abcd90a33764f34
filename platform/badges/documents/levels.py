"""What is said of a level: by the person alone, then by the cooperative when peers confirmed it."""

from badges import words
from badges.claims import BadgeFacts, Identity, SelfFacts
from badges.documents import pieces
from badges.plain import Document
from badges.signing import stamp

HASHED = "emailAddress"


def self_assertion(facts: SelfFacts) -> Document:
    """The member's own level, provisional: percent, band and words; signed by the key of their membership."""
    about = pieces.achievement(
        facts.achievement, facts.level, facts.language, criteria=facts.criteria, image=facts.image, own=True
    )
    results = [
        pieces.counted(facts.id, facts.achievement, pieces.PERCENT, facts.level.level),
        pieces.in_band(facts.id, facts.achievement, facts.level),
        pieces.in_state(facts.id, facts.achievement, pieces.PROVISIONAL),
    ]
    return {
        "@context": pieces.contexts(),
        "id": facts.id,
        "type": [pieces.CREDENTIAL, pieces.BADGE],
        "name": about["name"],
        "issuer": pieces.person_profile(facts.holder, None),  # the same person as the subject, named there
        "validFrom": stamp(facts.valid_from),
        "validUntil": stamp(facts.expires),
        "credentialSubject": _subject(facts, about, results),
    }


def badge(facts: BadgeFacts) -> Document:
    """The badge of the cooperative: band, independent confirmations, their grounds, reciprocal ones, end."""
    about = pieces.achievement(
        facts.achievement, facts.level, facts.language, criteria=facts.criteria, image=facts.image, own=False
    )
    tally = words.tally(facts.confirmations, facts.drawn, facts.reciprocal, facts.language)
    return {
        "@context": pieces.contexts(),
        "id": facts.id,
        "type": [pieces.CREDENTIAL, pieces.BADGE],
        "name": about["name"],
        "description": tally,
        "issuer": pieces.issuer_profile(facts.issuer),
        "awardedDate": stamp(facts.awarded),
        "validFrom": stamp(facts.valid_from),
        "validUntil": stamp(facts.expires),
        "credentialSubject": _subject(facts, about, _results(facts), facts.identity),
        "credentialStatus": pieces.status(facts.status),
        "evidence": [_confirmations(facts, tally), *_grounds(facts), *_traces(facts)],
    }


def _results(facts: BadgeFacts) -> list[Document]:
    return [
        pieces.in_band(facts.id, facts.achievement, facts.level),
        pieces.counted(facts.id, facts.achievement, pieces.CONFIRMATIONS, facts.confirmations),
        pieces.counted(facts.id, facts.achievement, pieces.RECIPROCAL, facts.reciprocal),
        pieces.in_state(facts.id, facts.achievement, pieces.COMPLETED),
    ]


def _subject(
    facts: BadgeFacts | SelfFacts, about: Document, results: list[Document], identity: Identity | None = None
) -> Document:
    known = [pieces.named(facts.id, facts.holder_name)] if facts.holder_name else []
    known += [_hashed(identity)] if identity else []
    return {
        "id": facts.holder,
        "type": ["AchievementSubject"],
        **({"identifier": known} if known else {}),
        "achievement": about,
        "result": results,
    }


def _hashed(identity: Identity) -> Document:
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": identity.hashed,
        "identityType": HASHED,
        "salt": identity.salt,
    }


def _confirmations(facts: BadgeFacts, tally: str) -> Document:
    name = words.CONFIRMED_AND_VALIDATED if facts.validated else words.CONFIRMED
    return {
        "id": f"{facts.id}#confirmations",
        "type": ["Evidence"],
        "name": words.said(name, facts.language),
        "narrative": tally,
    }


def _grounds(facts: BadgeFacts) -> list[Document]:
    return [
        {
            "id": f"{facts.id}#{ground}",
            "type": ["Evidence"],
            "name": words.ground_words(ground, facts.language),
            "description": words.counted(count, facts.language),
        }
        for ground, count in words.grounds_named(facts.grounds)
    ]


def _traces(facts: BadgeFacts) -> list[Document]:
    return [
        {
            "id": each.url or f"{facts.id}#work-{rank}",
            "type": ["Evidence"],
            "name": each.name,
            **({"narrative": each.words} if each.words else {}),
            "genre": words.genre(pictured=each.pictured, language=facts.language),
        }
        for rank, each in enumerate(facts.traces, start=1)
    ]
