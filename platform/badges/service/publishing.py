"""Putting things where anybody may read them, and taking them away."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from badges.models import Published
from kernel import clock
from kernel.db import UnitOfWork

PAGE = "application/vnd.musette.badge+json"
DOCUMENT = "application/ld+json"
DID_DOCUMENT = "application/did+json"
EVIDENCE = "application/vnd.musette.evidence+json"
JPEG = "image/jpeg"
PNG = "image/png"
SVG = "image/svg+xml"


@dataclass(frozen=True)
class Sheet:
    """What is to stand at a path; a document is given as a dict."""

    path: str
    kind: str
    body: bytes | str | dict[str, Any]


def publish(session: UnitOfWork, *, path: str, kind: str, body: bytes | str | dict[str, Any]) -> None:
    """Put this at a path, in place of what stood there; what has not changed keeps its date."""
    publish_all(session, sheets=[Sheet(path, kind, body)])


def publish_all(session: UnitOfWork, *, sheets: Sequence[Sheet]) -> None:
    """The same for many at once, sent together."""
    home, now = session.cooperative, clock.now()
    values = [
        {
            "path": each.path,
            "cooperative_id": home,
            "type": each.kind,
            "body": written(each.body),
            "changed_at": now,
            "gone_at": None,
        }
        for each in sheets
    ]
    statement = insert(Published)
    changed = {name: statement.excluded[name] for name in ("type", "body", "changed_at", "gone_at")}
    differs = (Published.body != statement.excluded.body) | Published.gone_at.is_not(None)
    upsert = statement.on_conflict_do_update(index_elements=(Published.path,), set_=changed, where=differs)
    if values:
        session.execute(upsert, values)


def publish_once(session: UnitOfWork, *, path: str, kind: str, body: bytes) -> None:
    """Put this at a path that belongs to nobody in particular, unless it is there already."""
    row = Published(
        path=path, cooperative_id=session.cooperative, type=kind, body=body, changed_at=clock.now()
    )
    session.add_once(row)


def take_away(session: UnitOfWork, *, path: str) -> None:
    """Let a path, and all that stands under it, answer that it is gone; nothing of it is kept."""
    under = Published.path.startswith(path, autoescape=True)
    gone = update(Published).where(Published.cooperative_id == session.cooperative, under)
    session.execute(gone.values(body=b"", gone_at=clock.now(), changed_at=clock.now()))


def take_these_away(session: UnitOfWork, *, paths: Collection[str]) -> None:
    """Let these paths, and no other, answer that they are gone; nothing of them is kept."""
    these = (Published.cooperative_id == session.cooperative, Published.path.in_(paths))
    gone = update(Published).where(*these)
    session.execute(gone.values(body=b"", gone_at=clock.now(), changed_at=clock.now()))


def written(body: bytes | str | dict[str, Any]) -> bytes:
    """What is stored: JSON is written as people read it."""
    if isinstance(body, dict):
        return json.dumps(body, ensure_ascii=False, indent=2).encode() + b"\n"
    return body.encode() if isinstance(body, str) else body
