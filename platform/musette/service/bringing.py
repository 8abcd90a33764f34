"""Bringing in what was taken away elsewhere: read whole first, then each thing as its owner chose.

Nothing that is here is overwritten: a row whose id is here already stays as it is, so that the same file
brought twice, or a job done twice, changes nothing.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import SEEK_END
from typing import IO
from uuid import UUID, uuid4

from sqlalchemy import delete

from badges.luggage import Unbelieved
from badges.models import Badge
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import Invalid
from kernel.scope import Scope
from kernel.tables import Base
from musette import jobs, permissions
from musette.archives import LARGEST, NO_ARCHIVE, SWOLLEN, photo_in, read
from musette.models import Arrival, CarriedBadge, Photo, Piece, Portfolio
from musette.photos import prepared
from musette.pieces import PIECE
from musette.queries.portability import arrival, brought_file, present
from musette.queries.portfolios import own_portfolio
from musette.service import showing
from musette.service.carrying import brought
from musette.service.items import BROUGHT, revived
from sharing.models import FormerGrant, Grant

KEPT = timedelta(days=7)
AT_ONCE = 20  # things a chunk
MOST = 10_000
NEEDS = ("activity_id", "experience_id")
WORDS = ("label", "title", "home", "words")
DAYS = ("on", "review_on", "submitted_at", "said_at", "awarded_at", "changed_at", "made_at")


@dataclass(frozen=True)
class Thing:
    """One thing of a file that was brought: what it is, a few words of it, whether it is here already."""

    id: UUID
    kind: str
    words: str
    on: date | datetime | None
    here: bool


def receive(session: UnitOfWork, *, file: IO[bytes], by: Scope) -> UUID:
    """Keep a file for its owner to choose from, a few days; raises Invalid for one that is not sound."""
    permissions.BRING_IN.check(by)
    size = file.seek(0, SEEK_END)
    if size > LARGEST:
        raise Invalid(SWOLLEN, field="file")
    rows_of(file)
    made = Arrival(id=uuid4(), arrived_at=clock.now(), size=size)
    session.add(made)
    session.flush()
    file.seek(0)
    for rank in range(-(-size // PIECE)):
        held = Piece(file_id=made.id, rank=rank, body=file.read(PIECE))
        session.add(held)
        session.flush()
        session.expunge(held)
    later(session, jobs.FORGET_ARRIVAL, not_before=clock.now() + KEPT, arrival=made.id)
    return made.id


def rows_of(file: IO[bytes]) -> dict[UUID, tuple[str, Base]]:
    """Every row of an archive by its id, those others need first; raises Invalid unless all are sound."""
    document, found = read(file), {}
    for kind in BROUGHT:
        items = document.get(kind, [])
        if not isinstance(items, list) or len(items) > MOST:
            raise Invalid(NO_ARCHIVE, field="file")
        for item in items:
            row = revived(kind, item)
            showing.check(row)
            found[identity(row)] = (kind, row)
    for _kind, row in found.values():
        if not set(needed(row)) <= found.keys():
            raise Invalid(NO_ARCHIVE, field="file")
    return found


def identity(row: Base) -> UUID:
    """The id of a row; a page one composes has none, and is the only one."""
    if isinstance(row, Portfolio):
        return showing.PAGE
    found: UUID = row.id  # type: ignore[attr-defined] # all others that are brought have one
    return found


def needed(row: Base) -> list[UUID]:
    """The rows a row cannot stand without."""
    own = [each for name in NEEDS if (each := getattr(row, name, None)) is not None]
    return [*own, *showing.needed(row)]


def with_needs(chosen: Collection[UUID], rows: Mapping[UUID, Base]) -> set[UUID]:
    """Those of the rows chosen, with all that they cannot stand without."""
    wanted: set[UUID] = set()
    coming = {key for key in chosen if key in rows}
    while coming:
        wanted |= coming
        coming = {other for key in coming for other in needed(rows[key]) if other in rows} - wanted
    return wanted


def things(session: UnitOfWork, *, arrival_id: UUID) -> list[Thing]:
    """What a file holds, kind by kind; photos go with their experience."""
    rows = rows_of(brought_file(session, arrival(session, arrival_id)))
    wanted: dict[type[Base], list[UUID]] = {model: [] for model in BROUGHT.values()}
    for key, (kind, _row) in rows.items():
        wanted[BROUGHT[kind]].append(key)
    del wanted[Portfolio]  # there is one, or none
    wanted[Badge], wanted[Grant] = wanted[CarriedBadge], wanted[FormerGrant]
    here = present(session, wanted) | ({showing.PAGE} if own_portfolio(session) else set())
    told_of = [(key, kind, row) for key, (kind, row) in rows.items() if not isinstance(row, Photo)]
    return [Thing(key, kind, *told(row), here=key in here) for key, kind, row in told_of]


def absent_photos(session: UnitOfWork, *, found: Arrival) -> int:
    """How many photos that were taken in are not here: missing from the file or damaged, or removed since."""
    if not found.kept_at:
        return 0
    rows, chosen = rows_of(brought_file(session, found)), found.chosen or []
    photos = [key for key in chosen if isinstance(rows[key][1], Photo)]
    return len(photos) - len(present(session, {Photo: photos}))


def told(row: Base) -> tuple[str, date | datetime | None]:
    """A few words of a row, and its day."""
    held = vars(row)
    if isinstance(row, FormerGrant):
        return showing.code_of(row), row.made_at
    words = next((held[name] for name in WORDS if name in held), "")
    return str(words), next((held[name] for name in DAYS if name in held), None)


def choose(session: UnitOfWork, *, arrival_id: UUID, chosen: Collection[UUID], by: Scope) -> int:
    """Confirm what is taken in, and have it done; what it needs comes along. Gives how many."""
    permissions.BRING_IN.check(by)
    found = arrival(session, arrival_id)
    if found.chosen is None and settle(session, found=found, chosen=chosen):
        later(session, jobs.BRING_IN, arrival=arrival_id)
    return len(found.chosen or ())


def settle(session: UnitOfWork, *, found: Arrival, chosen: Collection[UUID]) -> int:
    """Note what is taken in of a file, and what it needs; gives how many things that makes."""
    rows = rows_of(brought_file(session, found))
    wanted = with_needs(chosen, {key: row for key, (_kind, row) in rows.items()})
    shown = {key: row for key, (_kind, row) in rows.items() if isinstance(row, Photo)}
    wanted |= {key for key, row in shown.items() if row.experience_id in wanted}
    found.chosen = [key for key in rows if key in wanted]
    return len(found.chosen)


def bring_in(
    session: UnitOfWork, *, arrival_id: UUID, done: int, origin: str, again: bool = False
) -> tuple[int, int]:
    """Take in the next things that were chosen; gives how far it is, of how much. Again, nothing doubles.

    `origin` is the address of this installation. `again`: this chunk ended its process more than once, so
    that what could have done so, badges, is not looked at any more.
    """
    found = arrival(session, arrival_id)
    file, chosen = brought_file(session, found), found.chosen or []
    rows = rows_of(file)
    for key in chosen[done : done + AT_ONCE]:
        row = rows[key][1]
        if isinstance(row, Photo):
            with suppress(Invalid):  # one that is missing or damaged keeps nothing else from coming in
                session.add_once(_painted(row, photo_in(file, str(key))))
        elif isinstance(row, FormerGrant):
            showing.bring(session, row=row)
        elif not isinstance(row, CarriedBadge):
            session.add_once(row)
        elif session.get(Badge, (session.person, key)) is None:
            _bring_badge(session, found, row, None if again else origin)
    done = min(done + AT_ONCE, len(chosen))
    if done == len(chosen):
        found.kept_at = clock.now()
    return done, len(chosen)


def forget(session: UnitOfWork, *, arrival_id: UUID) -> None:
    """Delete a file the person in scope brought."""
    session.execute(delete(Piece).where(Piece.file_id == arrival_id))
    session.execute(delete(Arrival).where(Arrival.id == arrival_id))


def _painted(row: Photo, body: bytes) -> Photo:
    """A photo with its pictures, made anew from what was brought."""
    picture = prepared(body)
    row.width, row.height = picture.width, picture.height
    row.body, row.small = picture.body, picture.small
    return row


def _bring_badge(session: UnitOfWork, found: Arrival, row: CarriedBadge, origin: str | None) -> None:
    """Take in a badge whose proof holds; another, or any without an origin, is named among those refused."""
    if origin is not None:
        with suppress(Unbelieved, Invalid):
            session.add_once(
                brought(session, file=brought_file(session, found), badge_id=row.id, origin=origin)
            )
            return
    found.refused = [*found.refused, row.title]
