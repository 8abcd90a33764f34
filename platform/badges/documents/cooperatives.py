"""What a cooperative publishes beside badges: who it is, who belongs to it, what it withdrew."""

from datetime import datetime

from assessment.referential import Language
from badges import words
from badges.claims import Issuer, MembershipFacts
from badges.documents import pieces
from badges.plain import Document
from badges.signing import stamp
from badges.status import encode
from badges.vocabulary import CREDENTIALS


def membership(facts: MembershipFacts) -> Document:
    """That the holder of a key was a member on a day: it ties what this key signs to the cooperative.

    A dated fact: leaving does not make it untrue.
    """
    cooperative, day = facts.issuer.name, words.day_words(facts.since.date(), facts.language)
    name = words.said(words.MEMBERSHIP, facts.language, cooperative=cooperative)
    return {
        "@context": pieces.contexts(),
        "id": facts.id,
        "type": [pieces.CREDENTIAL, pieces.BADGE],
        "name": name,
        "description": words.said(words.MEMBERSHIP_DAY, facts.language, cooperative=cooperative, day=day),
        "issuer": pieces.issuer_profile(facts.issuer),
        "validFrom": stamp(facts.since),
        "validUntil": stamp(facts.expires),
        "credentialSubject": {
            "id": facts.holder,
            "type": ["AchievementSubject"],
            **({"identifier": [pieces.named(facts.id, facts.holder_name)]} if facts.holder_name else {}),
            "achievement": {
                "id": facts.achievement,
                "type": ["Achievement"],
                "achievementType": "Membership",
                "inLanguage": facts.language.value,
                "name": name,
                "description": words.said(words.MEMBERSHIP_WORDS, facts.language, cooperative=cooperative),
                "criteria": {
                    "id": facts.criteria,
                    "narrative": words.said(words.MEMBERSHIP_CRITERIA, facts.language),
                },
            },
        },
        "credentialStatus": pieces.status(facts.status),
    }


def status_list(address: str, issuer: Issuer, bits: bytes, language: Language, *, at: datetime) -> Document:
    """The list of what was withdrawn, published at its address; `bits` as `status.blank` begins them."""
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": [pieces.CREDENTIAL, "BitstringStatusListCredential"],
        "name": words.said(words.STATUS_LIST, language, cooperative=issuer.name),
        "issuer": issuer.did,
        "validFrom": stamp(at),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encode(bits),
        },
    }


def profile(issuer: Issuer, language: Language, *, image: str | None = None) -> Document:
    """The cooperative as an Open Badges profile, published beside its DID document; it is not signed."""
    return {
        "@context": pieces.contexts(),
        **pieces.issuer_profile(issuer),
        "description": words.said(words.PROFILE, language),
        **({"image": {"id": image, "type": "Image"}} if image else {}),
    }
