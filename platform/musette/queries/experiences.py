"""One's own experiences and photos, and what peers confirmed of them in the cooperative in scope."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from musette.models import Attached, Experience, Photo
from musette.rules import confirmed
from peer.models.statements import Statement
from peer.queries.levels import live
from peer.rules import Stance
from tenants.models import GroupMember


@dataclass(frozen=True)
class Kept:
    """An experience, its photos as they were added, and whether three peers of two groups confirmed it."""

    row: Experience
    photos: tuple[Photo, ...]
    confirmed: bool = False

    @property
    def labelled(self) -> bool:
        """Whether the quality label shows: it stands, and its owner has not put it away."""
        return self.confirmed and not self.row.label_hidden


def experiences(session: UnitOfWork) -> list[Kept]:
    """Every experience of the person in scope, the last day first."""
    statement = select(Experience).order_by(Experience.on.desc(), Experience.created_at.desc(), Experience.id)
    return _kept(session, session.scalars(statement).all())


def told_days(session: UnitOfWork) -> list[tuple[UUID, date, str]]:
    """The id, the day and the words of every experience of the person in scope, the last day first."""
    statement = select(Experience.id, Experience.on, Experience.words).order_by(
        Experience.on.desc(), Experience.id
    )
    return [(row.id, row.on, row.words) for row in session.execute(statement)]


def experience(session: UnitOfWork, experience_id: UUID) -> Kept:
    """One experience of the person in scope; raises Unknown otherwise."""
    return _kept(session, [own_experience(session, experience_id)])[0]


def own_experience(session: UnitOfWork, experience_id: UUID) -> Experience:
    """The row alone; raises Unknown for another's, as for none."""
    found = session.scalar(select(Experience).where(Experience.id == experience_id))
    if found is None:
        raise Unknown
    return found


def photo(session: UnitOfWork, photo_id: UUID, *, small: bool = False) -> Photo:
    """A photo of the person in scope, with its picture at one of the two sizes; raises Unknown otherwise."""
    wanted = Photo.small if small else Photo.body
    found = session.scalar(select(Photo).where(Photo.id == photo_id).options(undefer(wanted)))
    if found is None:
        raise Unknown
    return found


def first_photo(session: UnitOfWork, experience_id: UUID) -> Photo | None:
    """The first photo of an experience, with its picture, if there is one."""
    statement = select(Photo).where(Photo.experience_id == experience_id).options(undefer(Photo.body))
    return session.scalars(statement.order_by(Photo.added_at, Photo.id).limit(1)).first()


def photo_count(session: UnitOfWork, experience_id: UUID) -> int:
    """How many photos an experience has."""
    return session.scalar(select(func.count(Photo.id)).where(Photo.experience_id == experience_id)) or 0


def attachments(session: UnitOfWork, experience_id: UUID) -> Sequence[Attached]:
    """Where copies of an experience went, in whichever cooperative."""
    return session.scalars(select(Attached).where(Attached.experience_id == experience_id)).all()


def attached_here(session: UnitOfWork) -> dict[UUID, Attached]:
    """What went into requests of the cooperative in scope, by the id of the evidence."""
    statement = select(Attached).where(Attached.cooperative_id == session.scope.cooperative)
    return {each.evidence_id: each for each in session.scalars(statement)}


def _kept(session: UnitOfWork, rows: Sequence[Experience]) -> list[Kept]:
    photos: dict[UUID, list[Photo]] = {}
    ids = [each.id for each in rows]
    statement = select(Photo).where(Photo.experience_id.in_(ids)).order_by(Photo.added_at, Photo.id)
    for each in session.scalars(statement):
        photos.setdefault(each.experience_id, []).append(each)
    voices = _voices(session, ids) if session.scope.member and ids else {}
    return [
        Kept(each, tuple(photos.get(each.id, ())), each.id in voices and confirmed(voices[each.id]))
        for each in rows
    ]


def _voices(session: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, dict[UUID, set[UUID]]]:
    """Who confirmed a level on a request that held each experience, and stands by it, with their groups."""
    rows = session.execute(
        select(Attached.experience_id, Statement.author_id, GroupMember.group_id)
        .join(Statement, Statement.request_id == Attached.request_id)
        .outerjoin(GroupMember, GroupMember.member_id == Statement.author_id)
        .where(
            Attached.experience_id.in_(ids),
            Attached.cooperative_id == session.cooperative,
            Statement.subject_id == session.member,
            Statement.stance == Stance.ENDORSE,
            live(session),
        )
    )
    found: dict[UUID, dict[UUID, set[UUID]]] = {}
    for experience_id, author, group in rows:
        if author is None:
            continue
        groups = found.setdefault(experience_id, {}).setdefault(author, set())
        if group is not None:
            groups.add(group)
    return found
