"""A cooperative, a member and a peer, with keys that never change, and what they sign."""

import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from assessment.referential import Axis, Language
from badges import status
from badges.claims import (
    BadgeFacts,
    ContestFacts,
    EndorsementFacts,
    Endorser,
    Identity,
    Issuer,
    Level,
    MembershipFacts,
    SelfFacts,
    StatusPlace,
    Trace,
    expiry,
)
from badges.documents import bundles, cooperatives, levels, voices
from badges.identifiers import (
    NamedKey,
    did_key,
    did_key_method,
    did_web,
    did_web_method,
    public_key,
    web_document,
)
from badges.plain import Document
from badges.signing import SeedSigner, signed

ORIGIN = "https://musette.example.org"
NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
LIST = f"{ORIGIN}/t/etabli-commun/status/1"
KEY = "key-2026-1"
SEEDS = {name: bytes([number]) * 32 for number, name in enumerate(("cooperative", "member", "peer"), start=1)}

COOPERATIVE = Issuer(
    did_web("musette.example.org", "etabli-commun"), "L’Établi commun", f"{ORIGIN}/t/etabli-commun"
)
MEMBER, PEER = did_key(public_key(SEEDS["member"])), did_key(public_key(SEEDS["peer"]))
OURS = SeedSigner(SEEDS["cooperative"], did_web_method(COOPERATIVE.did, KEY))
MEMBERS = SeedSigner(SEEDS["member"], did_key_method(MEMBER))
PEERS = SeedSigner(SEEDS["peer"], did_key_method(PEER))
LEVEL = Level(Axis.LOCAL_UTILITY, 72)
CRITERIA = f"{ORIGIN}/t/etabli-commun/criteria"

BADGE = BadgeFacts(
    id=f"{ORIGIN}/b/8f14e45f",
    issuer=COOPERATIVE,
    holder=MEMBER,
    level=LEVEL,
    language=Language.FRENCH,
    confirmations=6,
    grounds={"worked_together": 4, "saw_work": 2},
    reciprocal=1,
    drawn=3,
    validated=True,
    awarded=NOW,
    valid_from=NOW,
    expires=expiry(NOW),
    status=StatusPlace(LIST, 94_567),
    image=f"{ORIGIN}/b/8f14e45f.png",
    criteria=CRITERIA,
    achievement=f"{ORIGIN}/t/etabli-commun/achievements/local-utility-4",
    holder_name="Zoë Étienne-Nuñez 🎒",
    identity=Identity("sha256$" + "ab" * 32, "a salt"),
    traces=(Trace("Carnets de chants", "Quarante carnets cousus « sans colle » ✂️, et trois ateliers."),),
)
OWN = SelfFacts(
    id=f"{ORIGIN}/s/1",
    holder=MEMBER,
    level=LEVEL,
    language=Language.FRENCH,
    valid_from=NOW,
    expires=expiry(NOW),
    criteria=CRITERIA,
    achievement=f"{ORIGIN}/t/etabli-commun/achievements/local-utility",
    image=f"{ORIGIN}/s/1.png",
    holder_name="Zoë Étienne-Nuñez 🎒",
)
KARIM = Endorser("Karim Benali", PEER, ("worked_together", "saw_work"), date(2026, 11, 2))
ENDORSEMENT = EndorsementFacts(
    id=f"{ORIGIN}/e/1",
    endorser=KARIM,
    about=OWN.id,
    about_issuer=MEMBER,
    holder=MEMBER,
    level=LEVEL,
    language=Language.FRENCH,
    achievement=OWN.achievement,
    valid_from=NOW,
    expires=expiry(NOW),
)
CONTEST = ContestFacts(
    id=f"{ORIGIN}/e/2",
    author=KARIM,
    grounds=KARIM.grounds,
    about=OWN.id,
    holder=MEMBER,
    level=Level(Axis.LOCAL_UTILITY, 30),
    reason="Je n’ai pas vu de demande venant du territoire.",
    state="open",
    language=Language.FRENCH,
    valid_from=NOW,
    expires=expiry(NOW),
)
UNNAMED = replace(CONTEST, id=f"{ORIGIN}/e/3", author=None, issuer=COOPERATIVE, status=StatusPlace(LIST, 11))
MEMBERSHIP = MembershipFacts(
    id=f"{ORIGIN}/m/1",
    issuer=COOPERATIVE,
    holder=MEMBER,
    language=Language.FRENCH,
    since=NOW,
    expires=expiry(NOW),
    status=StatusPlace(LIST, 7),
    achievement=f"{ORIGIN}/t/etabli-commun/achievements/member",
    criteria=CRITERIA,
    holder_name="Zoë Étienne-Nuñez 🎒",
)


@cache
def _everything() -> dict[str, Document]:
    found = {
        "badge": signed(levels.badge(BADGE), OURS, at=NOW),
        "english": signed(levels.badge(replace(BADGE, language=Language.ENGLISH)), OURS, at=NOW),
        "first": signed(levels.badge(FIRST), OURS, at=NOW),
        "self": signed(levels.self_assertion(OWN), MEMBERS, at=NOW),
        "endorsement": signed(voices.endorsement(ENDORSEMENT), PEERS, at=NOW),
        "contest": signed(voices.contest(CONTEST, ORIGIN), PEERS, at=NOW),
        "unnamed contest": signed(voices.contest(UNNAMED, ORIGIN), OURS, at=NOW),
        "membership": signed(cooperatives.membership(MEMBERSHIP), OURS, at=NOW),
        "status": status_list(),
    }
    parts = [found[name] for name in ("badge", "self", "endorsement", "membership")]
    found["bundle"] = signed(bundles.bundle(f"{ORIGIN}/p/1", MEMBER, parts), MEMBERS, at=NOW)
    return found


FIRST = replace(  # the least a badge can hold: one confirmation, nobody named
    BADGE,
    id=f"{ORIGIN}/b/2",
    confirmations=1,
    reciprocal=0,
    drawn=0,
    validated=False,
    grounds={"used_result": 1},
    holder_name=None,
    identity=None,
    traces=(),
)


def made(name: str) -> Document:
    """One of the signed documents, to be changed at will."""
    return copy.deepcopy(_everything()[name])


def everything() -> list[str]:
    """The names of all of them."""
    return list(_everything())


def status_list(*withdrawn: int) -> Document:
    """The signed list, these bits set."""
    bits = status.blank()
    for index in withdrawn:
        bits = status.marked(bits, index)
    return signed(cooperatives.status_list(LIST, COOPERATIVE, bits, Language.FRENCH, at=NOW), OURS, at=NOW)


@dataclass
class Home:
    """What an installation knows: one cooperative."""

    lists: dict[str, Document] = field(default_factory=lambda: {LIST: made("status")})
    gone: set[str] = field(default_factory=set)
    pages: dict[str, Document] = field(default_factory=dict)
    keys: tuple[NamedKey, ...] = (NamedKey(KEY, public_key(SEEDS["cooperative"])),)

    def did_document(self, did: str) -> Document | None:
        return web_document(did, self.keys) if did == COOPERATIVE.did else None

    def status_list(self, address: str) -> Document | None:
        return self.lists.get(address)

    def is_gone(self, address: str) -> bool:
        return address in self.gone

    def hosted(self, address: str) -> Document | None:
        return self.pages.get(address)


def leaves(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of every value of a document that holds no other."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    found = [each for key, value in pairs for each in leaves(value, (*path, key))]
    return found or [path]


def at(document: Any, path: tuple[Any, ...]) -> Any:
    """What stands at a path."""
    for key in path:
        document = document[key]
    return document
