"""Taking everything away: a job for each cooperative tells its part, another writes the file, photos last."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import undefer

from journal.models import Reading
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.scope import Belonging, Scope
from kernel.tables import Json
from musette import jobs, permissions
from musette.archives import begun, with_photos
from musette.models import Archive, Photo
from musette.queries.carried import said_of_me
from musette.queries.portability import own_archive
from musette.service.items import TOLD, recorded
from peer.models.requests import ReviewRequest
from peer.models.statements import Standing, Statement
from peer.models.thanks import Thanks
from tenants.queries.cooperatives import cooperative
from tenants.queries.members import own_membership

KEPT = timedelta(days=7)
AT_ONCE = 25  # photos a chunk
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
    """Have all that the person in scope has written into one file; gives its id. An earlier one goes."""
    permissions.TAKE_EVERYTHING.check(by)
    session.execute(delete(Archive))
    made = Archive(id=uuid4(), awaited=len(places), places={})
    session.add(made)
    session.flush()
    for each in places:
        place, member = each.cooperative_id, each.member_id
        later(session, jobs.TELL_PLACE, archive=made.id, cooperative=place, member=member)
    if not places:
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


def write(session: UnitOfWork, *, archive_id: UUID, done: int) -> tuple[int, int]:
    """Write the next piece of an archive: its document, then photos; gives how far it is, of how much."""
    found = session.scalar(select(Archive).where(Archive.id == archive_id).options(undefer(Archive.body)))
    if found is None:
        return 1 + done, 1 + done
    total = 1 + (session.scalar(select(func.count(Photo.id))) or 0)
    if done == 0 or found.body is None:
        found.body = begun(_document(session, found))
        done = 1
    else:
        wanted = select(Photo).order_by(Photo.added_at, Photo.id).offset(done - 1).limit(AT_ONCE)
        photos = session.scalars(wanted.options(undefer(Photo.body))).all()
        found.body = with_photos(found.body, [(str(each.id), each.body) for each in photos])
        done += max(len(photos), 1)
    if done >= total:
        found.ready_at = clock.now()
    return done, max(total, done)


def forget(session: UnitOfWork, *, archive_id: UUID) -> None:
    """Delete an archive of the person in scope."""
    session.execute(delete(Archive).where(Archive.id == archive_id))


def downloaded(session: UnitOfWork, *, archive_id: UUID, by: Scope) -> bytes:
    """The file; raises Unknown until it is ready, and for anybody else's."""
    permissions.TAKE_EVERYTHING.check(by)
    return own_archive(session, archive_id)


def _document(session: UnitOfWork, found: Archive) -> Json:
    """What the person in scope owns, kind by kind, and what each cooperative told."""
    own = {name: [recorded(row) for row in session.scalars(select(model))] for name, model in TOLD.items()}
    return {"made_at": clock.now().isoformat(), **own, "places": list(found.places.values())}


def _told(session: UnitOfWork) -> Json:
    mine = own_membership(session)
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
    name = mine.display_name if mine else ""
    since = mine.since.isoformat() if mine else None
    return {"name": cooperative(session).name, "read_as": name, "since": since, **told}
