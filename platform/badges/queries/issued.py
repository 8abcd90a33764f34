"""What anybody may read, and what a cooperative signs with."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, func, select

from badges.models import IssuerKey, Published, StatusList
from kernel.db import UnitOfWork


def standing_at(session: UnitOfWork, path: str) -> Published | None:
    """What stands at a path after what was just published; None when nothing ever did."""
    return session.get(Published, path, populate_existing=True)


def standing_at_all(session: UnitOfWork, paths: Collection[str]) -> dict[str, bytes]:
    """What stands at each of these paths, but for those where nothing does, or no more."""
    wanted = select(Published.path, Published.body).where(
        Published.path.in_(paths), Published.gone_at.is_(None)
    )
    return {row.path: row.body for row in session.execute(wanted)}


def published_document(session: UnitOfWork, path: str) -> dict[str, Any] | None:
    """The JSON that stands at a path, None when there is none or no more."""
    found = standing_at(session, path)
    if found is None or found.gone_at is not None:
        return None
    document: dict[str, Any] = json.loads(found.body)
    return document


def files_of(session: UnitOfWork, path: str) -> list[Published]:
    """What the cooperative in scope published at a path and under it: a badge, its files, its voices."""
    under = Published.path.startswith(path, autoescape=True)
    return list(
        session.scalars(select(Published).where(Published.cooperative_id == session.cooperative, under))
    )


def issuer_keys(session: UnitOfWork) -> list[IssuerKey]:
    """The keys of the cooperative in scope, oldest first: the last one signs."""
    return list(session.scalars(select(IssuerKey).order_by(IssuerKey.made_at, IssuerKey.name)))


def last_list(session: UnitOfWork) -> StatusList | None:
    """The status list of the cooperative in scope that is being filled; nobody else fills it meanwhile."""
    return session.scalar(select(StatusList).order_by(StatusList.number.desc()).limit(1).with_for_update())


def signed_count(session: UnitOfWork) -> int:
    """How many badges the cooperative in scope has published."""
    return session.scalar(select(func.count()).select_from(_pages(session).subquery())) or 0


def signed_pages(session: UnitOfWork, start: int, most: int) -> Sequence[Published]:
    """Some of them, as the rows of their pages, in order."""
    return session.scalars(_pages(session).order_by(Published.path).offset(start).limit(most)).all()


def _pages(session: UnitOfWork) -> Select[Published]:
    ours = select(Published).where(Published.cooperative_id == session.cooperative)
    return ours.where(
        Published.path.like("b/%"), Published.path.not_like("b/%.%"), Published.path.not_like("b/%/%")
    )
