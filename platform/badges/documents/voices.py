"""What peers say, each in a document of their own that they sign: never inside the badge.

Embedded, their statements would merge with those of the badge, and its issuer would sign their words.
"""

from assessment.referential import Language
from badges import words
from badges.claims import ContestFacts, EndorsementFacts, Endorser
from badges.documents import pieces
from badges.plain import Document
from badges.signing import stamp
from badges.vocabulary import CONTEST_PATH


def endorsement(facts: EndorsementFacts) -> Document:
    """A peer confirms one level: the claim it is about is told again, so that one knows what was endorsed."""
    axis = words.axis_name(facts.level, facts.language)
    claim = {
        "id": facts.holder,
        "type": ["AchievementSubject"],
        "achievement": {"id": facts.achievement, "type": ["Achievement"], "name": axis},
        "result": [pieces.in_band(facts.id, facts.achievement, facts.level)],
    }
    return {
        "@context": pieces.contexts(),
        "id": facts.id,
        "type": [pieces.CREDENTIAL, "EndorsementCredential"],
        "name": words.said(words.ENDORSEMENT, facts.language, axis=axis),
        "issuer": pieces.person_profile(facts.endorser.did, facts.endorser.name),
        "awardedDate": stamp_of_day(facts.endorser),
        "validFrom": stamp(facts.valid_from),
        "validUntil": stamp(facts.expires),
        "credentialSubject": {
            "id": facts.about,
            "type": ["EndorsementSubject", pieces.CREDENTIAL],
            "issuer": facts.about_issuer,
            "endorsementComment": grounds(facts.endorser, facts.language),
            "credentialSubject": claim,
        },
    }


def contest(facts: ContestFacts, origin: str) -> Document:
    """A peer sees it differently: a type of our own, so that no displayer takes it for an approval.

    `origin` is the address of this installation (`https://host`), which publishes the context of contests.
    """
    axis = words.axis_name(facts.level, facts.language)
    author = pieces.person_profile(facts.author.did, facts.author.name) if facts.author else None
    issuer = author or (pieces.issuer_profile(facts.issuer) if facts.issuer else None)
    result = pieces.in_band(facts.id, f"{facts.about}#{facts.level.axis.value}", facts.level)
    return {
        "@context": [*pieces.contexts(), origin + CONTEST_PATH],
        "id": facts.id,
        "type": [pieces.CREDENTIAL, "ContestCredential"],
        "name": words.said(words.CONTEST, facts.language, axis=axis),
        "issuer": issuer,
        "validFrom": stamp(facts.valid_from),
        "validUntil": stamp(facts.expires),
        "credentialSubject": {
            "id": facts.holder,
            "type": ["ContestSubject"],
            "about": facts.about,
            "ground": list(facts.grounds),
            "reason": facts.reason,
            "state": facts.state,
            "result": [result],
        },
        **({"credentialStatus": pieces.status(facts.status)} if facts.status else {}),
    }


def grounds(endorser: Endorser, language: Language) -> str:
    """What a peer bases their word on, in the words of the referential."""
    return " · ".join(words.ground_words(each, language) for each in endorser.grounds)


def stamp_of_day(endorser: Endorser) -> str:
    """The day a peer spoke; the hour is nobody's business."""
    return f"{endorser.on.isoformat()}T00:00:00Z"
