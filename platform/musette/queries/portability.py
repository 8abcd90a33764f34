"""The files of a person: what they take away, what they brought."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from io import BufferedReader
from typing import IO
from uuid import UUID

from sqlalchemy import func, select, union_all

from badges.models import Badge
from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from kernel.tables import Base
from musette.models import Archive, Arrival, Piece
from musette.pieces import Pieced


def archive(session: UnitOfWork) -> Archive | None:
    """The file the person in scope asked for, ready or not."""
    return session.scalars(select(Archive).order_by(Archive.asked_at.desc()).limit(1)).first()


@dataclass(frozen=True)
class Whole:
    """A file to be read piece by piece: its first `size` bytes are pieces by rank, `end` comes after."""

    file_id: UUID
    size: int
    pieces: int
    end: bytes


def own_archive(session: UnitOfWork, archive_id: UUID) -> Whole:
    """An archive of the person in scope; raises Unknown until it is ready, and for another's."""
    wanted = select(Archive.size, Archive.directory)
    found = session.execute(wanted.where(Archive.id == archive_id, Archive.ready_at.is_not(None))).first()
    if found is None:
        raise Unknown
    count = select(func.count(Piece.rank)).where(Piece.file_id == archive_id)
    return Whole(archive_id, found.size, session.scalars(count).one(), found.directory)


def piece(session: UnitOfWork, file_id: UUID, rank: int) -> bytes:
    """One piece of a file of the person in scope; raises Unknown once the file is deleted."""
    wanted = select(Piece.body).where(Piece.file_id == file_id, Piece.rank == rank)
    found = session.scalar(wanted)
    if found is None:
        raise Unknown
    return bytes(found)


def arrival(session: UnitOfWork, arrival_id: UUID) -> Arrival:
    """A file the person in scope brought; raises Unknown otherwise."""
    found = session.scalar(select(Arrival).where(Arrival.id == arrival_id))
    if found is None:
        raise Unknown
    return found


def brought_file(session: UnitOfWork, found: Arrival) -> IO[bytes]:
    """What a file that was brought holds, read piece by piece."""
    return BufferedReader(Pieced(found.size, lambda rank: piece(session, found.id, rank)))


def badge_places(session: UnitOfWork) -> dict[UUID, UUID]:
    """The cooperatives that issued badges to the person in scope, each with who they are or were there."""
    rows = session.execute(select(Badge.cooperative_id, Badge.member_id).distinct())
    return {row.cooperative_id: row.member_id for row in rows}


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
