"""Putting things where anybody may read them, and taking them away."""

import json
from collections.abc import Collection
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


def publish(session: UnitOfWork, *, path: str, kind: str, body: bytes | str | dict[str, Any]) -> None:
    """Put this at a path, in place of what stood there; what has not changed keeps its date."""
    content = written(body)
    values = {
        "path": path,
        "cooperative_id": session.cooperative,
        "type": kind,
        "body": content,
        "changed_at": clock.now(),
        "gone_at": None,
    }
    statement = insert(Published).values(values)
    changed = {name: statement.excluded[name] for name in ("type", "body", "changed_at", "gone_at")}
    differs = (Published.body != statement.excluded.body) | Published.gone_at.is_not(None)
    session.execute(
        statement.on_conflict_do_update(index_elements=(Published.path,), set_=changed, where=differs)
    )


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
