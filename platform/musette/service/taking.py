"""Taking everything away: a job for each cooperative tells its part, another writes the file, photos last.

The file is kept in pieces: each chunk adds its own and reads none of the others.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import chain
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import undefer

from badges.queries.own import own_attestations
from journal.models import Reading
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.scope import Belonging, Scope
from kernel.tables import Json
from musette import jobs, permissions
from musette.archives import Entry, first_entries, grown, names_in, photo_name
from musette.models import Archive, CarriedBadge, Photo, Piece
from musette.queries.carried import said_of_me
from musette.queries.portability import Whole, badge_places, own_archive
from musette.service.carrying import attested, badges_of, entries_of
from musette.service.items import TOLD, recorded
from peer.models.requests import ReviewRequest
from peer.models.statements import Standing, Statement
from peer.models.thanks import Thanks
from sharing.models import Grant
from tenants.queries.cooperatives import cooperative
from tenants.queries.members import own_membership

KEPT = timedelta(days=7)
AT_ONCE = 25  # photos a chunk
FIRST = 2  # chunks before photos: the document, the badges
OTHERS = (
    "cooperative_id",
    "author_id",
    "witness_id",
    "subject_id",
    "request_id",
    "recipient_id",
    "member_id",
    "reader_id",
)


def ask(session: UnitOfWork, *, places: list[Belonging], by: Scope) -> UUID:
    """Have all that the person in scope has written into one file; gives its id. An earlier one goes.

    Besides the cooperatives they belong to, those they left tell what they need: the badges kept from there.
    """
    permissions.TAKE_EVERYTHING.check(by)
    session.execute(delete(Piece).where(Piece.file_id.in_(select(Archive.id))))
    session.execute(delete(Archive))
    told = {each.cooperative_id: each.member_id for each in places}
    told = {**badge_places(session), **told}
    made = Archive(id=uuid4(), awaited=len(told), places={})
    session.add(made)
    session.flush()
    for place, member in told.items():
        later(session, jobs.TELL_PLACE, archive=made.id, cooperative=place, member=member)
    if not told:
        later(session, jobs.EXPORT, archive=made.id)
    later(session, jobs.FORGET_ARCHIVE, not_before=clock.now() + KEPT, archive=made.id)
    return made.id


def tell_place(session: UnitOfWork, *, archive_id: UUID) -> None:
    """Write what the cooperative in scope holds of the person into their archive; the last begins the file.

    Nobody else is named: what they said of the member, and the member of them, is theirs too.
    """
    archive = session.scalar(select(Archive).where(Archive.id == archive_id).with_for_update())
    if archive is None:
        return
    archive.places = {**archive.places, str(session.cooperative): _told(session)}
    if len(archive.places) == archive.awaited:
        later(session, jobs.EXPORT, archive=archive_id)


def write(session: UnitOfWork, *, archive_id: UUID, done: int, origin: str) -> tuple[int, int]:
    """Write the next piece of an archive: its document, then badges, then photos; how far it is, of how much.

    `origin` is the address of this installation, which badges were signed for.
    """
    found = session.scalar(
        select(Archive).where(Archive.id == archive_id).options(undefer(Archive.directory))
    )
    if found is None:
        return 1 + done, 1 + done
    photos = _photos_to_come(session, found)
    if done < FIRST:
        badges = badges_of(session, origin=origin)
        signed = attested(session, origin=origin, rows=own_attestations(session))
        first = first_entries(_document(session, found, badges)) if done == 0 else ()
        _grow(session, found, first or chain(_files(badges), signed))
        done, total = done + 1, FIRST + len(photos)
    else:
        wanted = select(Photo).where(Photo.id.in_(photos[:AT_ONCE])).options(undefer(Photo.body))
        some = session.scalars(wanted.order_by(Photo.added_at, Photo.id)).all()
        _grow(session, found, ((photo_name(str(each.id)), each.body) for each in some))
        done += max(len(some), 1)
        total = done + len(photos[AT_ONCE:])
    if done == total:
        found.ready_at = clock.now()
    return done, total


def forget(session: UnitOfWork, *, archive_id: UUID) -> None:
    """Delete an archive of the person in scope."""
    session.execute(delete(Piece).where(Piece.file_id == archive_id))
    session.execute(delete(Archive).where(Archive.id == archive_id))


def downloaded(session: UnitOfWork, *, archive_id: UUID, by: Scope) -> Whole:
    """The file, to be read piece by piece; raises Unknown until it is ready, and for anybody else's."""
    permissions.TAKE_EVERYTHING.check(by)
    return own_archive(session, archive_id)


def _photos_to_come(session: UnitOfWork, found: Archive) -> list[UUID]:
    """The photos that are not in an archive yet, by what it holds: one may be removed while it is written."""
    held = names_in(found.size, found.directory)
    every = session.scalars(select(Photo.id).order_by(Photo.added_at, Photo.id))
    return [each for each in every if photo_name(str(each)) not in held]


def _grow(session: UnitOfWork, found: Archive, entries: Iterable[Entry]) -> None:
    """Write entries behind those of an archive: what was written before is not read again."""
    body, found.directory = grown(found.size, found.directory, entries)
    if body:
        rank = session.scalar(select(func.count(Piece.rank)).where(Piece.file_id == found.id)) or 0
        session.add(Piece(file_id=found.id, rank=rank, body=body))
        found.size += len(body)


def _files(badges: list[CarriedBadge]) -> Iterator[Entry]:
    for each in badges:
        yield from entries_of(each)


def _document(session: UnitOfWork, found: Archive, badges: list[CarriedBadge]) -> Json:
    """What the person in scope owns, kind by kind, and what each cooperative told."""
    own = {name: [recorded(row) for row in session.scalars(select(model))] for name, model in TOLD.items()}
    own["badges"] = [recorded(each) for each in badges]
    own["grants"] += [recorded(each) for each in session.scalars(select(Grant))]
    places = [each for each in found.places.values() if each]
    return {"made_at": clock.now().isoformat(), **own, "places": places}


def _told(session: UnitOfWork) -> Json:
    mine = own_membership(session)
    if mine is None or mine.until is not None:
        return {}
    me = session.member
    rows = {
        "requests": select(ReviewRequest).where(ReviewRequest.subject_id == me),
        "standings": select(Standing).where(Standing.member_id == me),
        "said_of_others": select(Statement).where(Statement.author_id == me),
        "thanks_written": select(Thanks).where(Thanks.author_id == me),
        "thanks_received": select(Thanks).where(Thanks.recipient_id == me),
        "readings": select(Reading).where(Reading.subject_id == me),
    }
    told: Json = {
        name: [recorded(row, *OTHERS) for row in session.scalars(wanted)] for name, wanted in rows.items()
    }
    told["said_of_me"] = [
        {**recorded(said, *OTHERS), "answer": recorded(answer, *OTHERS) if answer else None}
        for said, answer in said_of_me(session)
    ]
    own = {"read_as": mine.display_name, "since": mine.since.isoformat()}
    return {"name": cooperative(session).name, **own, **told}
