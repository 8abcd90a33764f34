"""A sheaf of badges, all different, as a cooperative would issue them; the same for all who are measured."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, islice, product

from assessment.referential import Axis, Language
from badges import status
from badges.claims import BadgeFacts, Issuer, Level, StatusPlace, expiry
from badges.documents import cooperatives, levels
from badges.identifiers import NamedKey, did_key, did_web, did_web_method, public_key, web_document
from badges.plain import Document
from badges.signing import SeedSigner, signed

ORIGIN = "https://musette.example.org"
NOW = datetime(2026, 11, 18, tzinfo=UTC)
SEED = b"a seed for measures, not secret."
COOPERATIVE = Issuer(did_web("musette.example.org", "etabli"), "L’Établi commun", f"{ORIGIN}/t/etabli")
KEY = "key-2026-1"
LIST = f"{ORIGIN}/t/etabli/status/1"
SIGNER = SeedSigner(SEED, did_web_method(COOPERATIVE.did, KEY))
KINDS = product((Axis.LOCAL_UTILITY, Axis.CREATIVITY, Axis.TOOL_MASTERY), range(10, 100, 20), Language)


@dataclass(frozen=True)
class Sheaf:
    """Badges before they are signed, and after."""

    unsigned: list[Document]
    signed: list[Document]


class Here:
    """What is known at home: one cooperative, one list in which nothing is set."""

    def __init__(self) -> None:
        self._document = web_document(COOPERATIVE.did, (NamedKey(KEY, public_key(SEED)),))
        listed = cooperatives.status_list(LIST, COOPERATIVE, status.blank(), Language.FRENCH, at=NOW)
        self._list = signed(listed, SIGNER, at=NOW)

    def did_document(self, _did: str) -> Document | None:
        """The DID document of the cooperative."""
        return self._document

    def status_list(self, _address: str) -> Document | None:
        """The signed list."""
        return self._list

    def is_gone(self, _address: str) -> bool:
        """Nothing is."""
        return False

    def hosted(self, _address: str) -> Document | None:
        """Nothing of the second edition."""
        return None


def sheaf(count: int) -> Sheaf:
    """So many badges."""
    kinds = islice(cycle(KINDS), count)
    unsigned = [levels.badge(facts(rank, *kind)) for rank, kind in enumerate(kinds)]
    return Sheaf(unsigned, [signed(each, SIGNER, at=NOW) for each in unsigned])


def facts(rank: int, axis: Axis, level: int, language: Language) -> BadgeFacts:
    """The facts of one badge."""
    place = f"{ORIGIN}/b/{rank}"
    return BadgeFacts(
        id=place,
        issuer=COOPERATIVE,
        holder=did_key(public_key(rank.to_bytes(32, "big"))),
        level=Level(axis, level),
        language=language,
        confirmations=3 + rank % 4,
        grounds={"worked_together": 2, "saw_work": 1 + rank % 4},
        reciprocal=rank % 2,
        drawn=2,
        validated=rank % 3 == 0,
        awarded=NOW,
        valid_from=NOW,
        expires=expiry(NOW),
        status=StatusPlace(LIST, rank),
        image=f"{place}.png",
        criteria=f"{ORIGIN}/t/etabli/criteria",
        achievement=f"{ORIGIN}/t/etabli/achievements/{axis}-{level}-{language}",
        holder_name=f"Zoë Étienne {rank}",
    )
