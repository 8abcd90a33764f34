"""Open Badges 2.0, hosted: what older displayers read. Nothing is signed: the address is the proof.

Source: IMS « Open Badges v2.0 » (Assertion, BadgeClass, Profile; hosted verification).
"""

import hashlib

from badges import words
from badges.claims import BadgeFacts, Identity, Issuer
from badges.documents.pieces import issuer_profile
from badges.plain import Document
from badges.signing import stamp

CONTEXT = "https://w3id.org/openbadges/v2"


def identity_hash(identifier: str, salt: str) -> Identity:
    """A mail address as badges carry it: `sha256$`, then the SHA-256 of the address and the salt, in hex."""
    digest = hashlib.sha256((identifier + salt).encode()).hexdigest()
    return Identity(hashed=f"sha256${digest}", salt=salt)


def assertion(facts: BadgeFacts, *, address: str, badge_class: str) -> Document:
    """The assertion published at `address`; it refers to the badge class published at its own."""
    if facts.identity:
        hashed = {"identity": facts.identity.hashed, "salt": facts.identity.salt}
        recipient = {"type": "email", "hashed": True, **hashed}
    else:
        recipient = {"type": "id", "hashed": False, "identity": facts.holder}
    tally = words.tally(facts.confirmations, facts.drawn, facts.reciprocal, facts.language)
    return {
        "@context": CONTEXT,
        "type": "Assertion",
        "id": address,
        "recipient": recipient,
        "badge": badge_class,
        "image": facts.image,
        "issuedOn": stamp(facts.valid_from),
        "expires": stamp(facts.expires),
        "narrative": tally,
        "evidence": [{"id": facts.id, "narrative": tally}, *_traces(facts)],
        "verification": {"type": "hosted"},
    }


def _traces(facts: BadgeFacts) -> list[Document]:
    """The pieces of work that the member joined."""
    return [
        {
            **({"id": each.url} if each.url else {}),
            "type": "Evidence",
            "name": each.name,
            "narrative": each.words or each.name,
            "genre": words.genre(pictured=each.pictured, language=facts.language),
        }
        for each in facts.traces
    ]


def badge_class(facts: BadgeFacts, *, address: str, issuer: str) -> Document:
    """What the badge is about, published at `address`; it refers to the issuer published at its own."""
    return {
        "@context": CONTEXT,
        "type": "BadgeClass",
        "id": address,
        "@language": facts.language.value,
        "name": words.title(facts.level, facts.language),
        "description": words.description(facts.level, facts.language),
        "image": facts.image,
        "criteria": {"id": facts.criteria, "narrative": words.criteria(facts.language)},
        "issuer": issuer,
    }


def issuer(issuer: Issuer, *, address: str, contact: str | None = None) -> Document:
    """The cooperative, published at `address`; `contact` is a public mail address, if it has one."""
    found = issuer_profile(issuer)
    return {
        "@context": CONTEXT,
        "type": "Issuer",
        "id": address,
        "name": found["name"],
        "url": found["url"],
        **({"email": contact} if contact else {}),
    }
