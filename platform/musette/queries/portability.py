"""The files of a person: what they take away, what they brought."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select, union_all
from sqlalchemy.orm import undefer

from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from kernel.tables import Base
from musette.models import Archive, Arrival


def archive(session: UnitOfWork) -> Archive | None:
    """The file the person in scope asked for, ready or not."""
    return session.scalars(select(Archive).order_by(Archive.asked_at.desc()).limit(1)).first()


def own_archive(session: UnitOfWork, archive_id: UUID) -> bytes:
    """What it holds; raises Unknown until it is ready, and for another's."""
    statement = select(Archive.body).where(Archive.id == archive_id, Archive.ready_at.is_not(None))
    found = session.scalar(statement)
    if found is None:
        raise Unknown
    return found


def arrival(session: UnitOfWork, arrival_id: UUID) -> Arrival:
    """A file the person in scope brought, with what it holds; raises Unknown otherwise."""
    statement = select(Arrival).where(Arrival.id == arrival_id).options(undefer(Arrival.body))
    found = session.scalar(statement)
    if found is None:
        raise Unknown
    return found


def present(session: UnitOfWork, wanted: Mapping[type[Base], Collection[UUID]]) -> set[UUID]:
    """Those of these ids, table by table, that the person in scope has already."""
    found = [
        select(model.__table__.c.id).where(
            model.__table__.c.id.in_(ids), model.__table__.c.person_id == session.person
        )
        for model, ids in wanted.items()
        if ids
    ]
    return set(session.scalars(union_all(*found))) if found else set()
