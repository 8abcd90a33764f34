"""A badge that another installation signed, as the file its owner took away from there holds it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from uuid import UUID

from badges.documents import bundles, levels
from badges.identifiers import web_document
from badges.plain import Document
from badges.signing import signed
from kernel import clock
from musette.archives import badge_names, grown
from tests.badges.cast import BADGE, COOPERATIVE, MEMBER, MEMBERS, NOW, ORIGIN, OURS, Home, made

ABOUT = f"{ORIGIN}/t/etabli-commun/badges/local-utility-4-fr.json"


def abroad(badge_id: UUID, *, over: bool = False) -> dict[str, Document]:
    """The documents of a badge, by what they are."""
    expires = clock.now() - timedelta(days=1) if over else BADGE.expires
    facts = replace(BADGE, id=f"{ORIGIN}/b/{badge_id}", achievement=ABOUT, expires=expires, identity=None)
    document = signed(levels.badge(facts), OURS, at=NOW)
    bundle = signed(bundles.bundle(f"{facts.id}#bundle", MEMBER, [document]), MEMBERS, at=NOW)
    keys = web_document(COOPERATIVE.did, Home().keys)
    return {"document": document, "bundle": bundle, "issuer": keys, "status": made("status")}


def file_of(badge_id: UUID, documents: Mapping[str, Document]) -> BytesIO:
    """An archive that holds a badge and nothing else."""
    names = badge_names(str(badge_id))
    entries = [(names[part], json.dumps(each, ensure_ascii=False)) for part, each in documents.items()]
    return BytesIO(b"".join(grown(0, b"", entries)))
