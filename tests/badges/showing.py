"""Badges as they are published, with keys of our own: what the public pages read, whoever wrote it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from assessment.referential import Axis, Language
from badges import hosted, labels, status
from badges.baking import Edition, bake_png, bake_svg
from badges.claims import BadgeFacts, EndorsementFacts, Endorser, Issuer, Level, StatusPlace, expiry
from badges.documents import cooperatives, levels, voices
from badges.identifiers import (
    NamedKey,
    did_key,
    did_key_method,
    did_web,
    did_web_method,
    public_key,
    web_document,
)
from badges.models import Published
from badges.signing import SeedSigner, signed
from kernel import clock
from kernel.scope import Scope
from tests.world import World

KEY = "key-2026-1"
FACTS, DOCUMENT, OLD = "application/vnd.musette.badge+json", "application/ld+json", "application/json"
BEGUN = datetime.now(UTC).replace(microsecond=0) - timedelta(days=3)
PEER_SEED, HOLDER_SEED = b"p" * 32, b"h" * 32


@dataclass
class Shop:
    """A cooperative of the world that publishes badges."""

    world: World
    cooperative: UUID
    slug: str
    name: str
    bits: bytes = field(default_factory=status.blank)

    @property
    def origin(self) -> str:
        return self.world.house.settings.public_url

    @property
    def issuer(self) -> Issuer:
        host = self.world.house.settings.host
        return Issuer(did_web(host, self.slug), self.name, f"{self.origin}/t/{self.slug}")

    @property
    def signer(self) -> SeedSigner:
        return SeedSigner(self.seed, did_web_method(self.issuer.did, KEY))

    @property
    def seed(self) -> bytes:
        return self.cooperative.bytes * 2

    def open(self) -> "Shop":
        """Publish who it is and what was withdrawn, which is nothing yet."""
        keys = (NamedKey(KEY, public_key(self.seed)),)
        self.write("did.json", web_document(self.issuer.did, keys), OLD)
        self.write("profile.json", cooperatives.profile(self.issuer, Language.FRENCH), DOCUMENT)
        self.list_withdrawn()
        return self

    def list_withdrawn(self, *indices: int) -> None:
        """Publish the list of what was withdrawn."""
        for index in indices:
            self.bits = status.marked(self.bits, index)
        address = f"{self.origin}/t/{self.slug}/status/1.json"
        listed = cooperatives.status_list(address, self.issuer, self.bits, Language.FRENCH, at=BEGUN)
        self.write("status/1.json", signed(listed, self.signer, at=BEGUN), DOCUMENT)

    def write(self, name: str, document: Mapping[str, Any], kind: str) -> None:
        self.put(f"t/{self.slug}/{name}", json.dumps(document).encode(), kind)

    def put(self, path: str, body: bytes, kind: str, *, gone: bool = False) -> None:
        """Publish something at a path, in place of what was there."""
        at = clock.now() if gone else None
        with self.world.house.database.unit_of_work(Scope(cooperative=self.cooperative)) as session:
            row = Published(path=path, cooperative_id=self.cooperative, type=kind, body=body, gone_at=at)
            session.merge(row)

    def badge(self, **changed: Any) -> "Shown":
        """Publish a badge that three peers confirm, one of whom is named, and all its files."""
        made = Shown(self, uuid4(), self.facts(uuid4()))
        made = replace(made, facts=replace(self.facts(made.id), **changed))
        made.publish()
        return made

    def facts(self, badge_id: UUID) -> BadgeFacts:
        """What such a badge says."""
        page = f"{self.origin}/b/{badge_id}"
        return BadgeFacts(
            id=page,
            issuer=self.issuer,
            holder=did_key(public_key(HOLDER_SEED)),
            level=Level(Axis.LOCAL_UTILITY, 72),
            language=Language.FRENCH,
            confirmations=3,
            grounds={"worked_together": 2, "saw_work": 1, "used_result": 1},
            reciprocal=1,
            drawn=2,
            validated=True,
            awarded=BEGUN,
            valid_from=BEGUN,
            expires=expiry(BEGUN),
            status=StatusPlace(f"{self.origin}/t/{self.slug}/status/1.json", badge_id.int % 1000),
            image=f"{page}.png",
            criteria=f"{self.issuer.url}#criteria",
            achievement=f"{self.issuer.url}/badges/local-utility-4-fr.json",
            holder_name="Zoë Étienne-Nuñez 🎒",
        )


@dataclass(frozen=True)
class Shown:
    """A published badge."""

    shop: Shop
    id: UUID
    facts: BadgeFacts

    @property
    def path(self) -> str:
        return f"b/{self.id}"

    @property
    def document(self) -> dict[str, Any]:
        return signed(levels.badge(self.facts), self.shop.signer, at=BEGUN)

    @property
    def told(self) -> dict[str, Any]:
        """What the human page is made of."""
        facts = self.facts
        named = {
            "name": "Karim Benali",
            "grounds": ["worked_together", "saw_work"],
            "on": "2026-11-02",
            "document": f"{self.path}/endorsements/1.json",
            "drawn": True,
            "reciprocal": False,
        }
        silent: dict[str, Any] = {"name": None, "grounds": [], "on": None, "document": None}
        return {
            "id": str(self.id),
            "axis": facts.level.axis.value,
            "band": facts.level.band,
            "language": facts.language.value,
            "cooperative": {"slug": self.shop.slug, "name": self.shop.name},
            "holder_name": facts.holder_name,
            "state": "current",
            "validated": facts.validated,
            "confirmations": facts.confirmations,
            "drawn": facts.drawn,
            "reciprocal": facts.reciprocal,
            "grounds": dict(facts.grounds),
            "voices": [named, *[silent] * (facts.confirmations - 1)],
            "awarded": facts.awarded.isoformat(),
            "issued": facts.valid_from.isoformat(),
            "expires": facts.expires.isoformat(),
            "withdrawn_at": None,
        }

    def tell(self, **changed: object) -> None:
        """Publish the facts of its page."""
        self.shop.put(self.path, json.dumps({**self.told, **changed}).encode(), FACTS)

    def publish(self) -> None:
        """Publish its page and all its files."""
        self.tell()
        signed_, drawn = json.dumps(self.document), self.drawn
        old = hosted.assertion(
            self.facts, address=self.facts.id + ".ob2.json", badge_class=self.facts.achievement
        )
        png = labels.png(drawn, 500)
        self.put(".json", signed_.encode(), DOCUMENT)
        self.put(".svg", bake_svg(drawn, signed_).encode(), "image/svg+xml")
        self.put(".png", bake_png(png, signed_), "image/png")
        self.put(".ob2.json", json.dumps(old).encode(), OLD)
        self.put(".ob2.png", bake_png(png, old["id"], edition=Edition.V2), "image/png")
        self.put("/endorsements/1.json", json.dumps(self.endorsement).encode(), DOCUMENT)

    def put(self, ending: str, body: bytes, kind: str) -> None:
        self.shop.put(self.path + ending, body, kind)

    @property
    def drawn(self) -> str:
        label = labels.Label(self.facts.level, self.shop.name, "nov. 2026 – nov. 2028", self.facts.language)
        return labels.svg(label)

    @property
    def endorsement(self) -> dict[str, Any]:
        """What the peer who is named signed."""
        peer = did_key(public_key(PEER_SEED))
        said = EndorsementFacts(
            id=f"{self.facts.id}/endorsements/1.json",
            endorser=Endorser("Karim Benali", peer, ("worked_together", "saw_work"), BEGUN.date()),
            about=self.facts.id,
            about_issuer=self.facts.issuer.did,
            holder=self.facts.holder,
            level=self.facts.level,
            language=self.facts.language,
            achievement=self.facts.achievement,
            valid_from=BEGUN,
            expires=self.facts.expires,
        )
        return signed(voices.endorsement(said), SeedSigner(PEER_SEED, did_key_method(peer)), at=BEGUN)

    def withdraw(self) -> None:
        """What is published once its owner has withdrawn it."""
        self.tell(state="withdrawn", withdrawn_at=clock.now().isoformat())
        self.shop.list_withdrawn(self.facts.status.index)
        over = {
            "@context": hosted.CONTEXT,
            "type": "Assertion",
            "id": f"{self.facts.id}.ob2.json",
            "revoked": True,
        }
        self.put(".ob2.json", json.dumps(over).encode(), OLD)

    def erase(self) -> None:
        """What is left once it is erased."""
        for ending in ("", ".json", ".svg", ".png", ".ob2.json", ".ob2.png", "/endorsements/1.json"):
            self.shop.put(self.path + ending, b"", FACTS, gone=True)


def shop(world: World) -> Shop:
    """A new cooperative that publishes badges."""
    made = world.cooperative()
    member = world.member(made, "Awa Diallo")
    return Shop(world, made, member.slug, member.belonging.name).open()
