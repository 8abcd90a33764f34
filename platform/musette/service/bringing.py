"""Bringing in what was taken away elsewhere: read whole first, then each thing as its owner chose.

Nothing that is here is overwritten: a row whose id is here already stays as it is, so that the same file
brought twice, or a job done twice, changes nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete

from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import Invalid
from kernel.scope import Scope
from kernel.tables import Base
from musette import jobs, permissions
from musette.archives import LARGEST, NO_ARCHIVE, SWOLLEN, photo_in, read
from musette.models import Arrival, Photo
from musette.photos import prepared
from musette.queries.portability import arrival, present
from musette.service.items import BROUGHT, revived

KEPT = timedelta(days=7)
AT_ONCE = 20  # things a chunk
MOST = 10_000
NEEDS = ("activity_id", "experience_id")
WORDS = ("label", "home", "words")
DAYS = ("on", "review_on", "submitted_at", "said_at")


@dataclass(frozen=True)
class Thing:
    """One thing of a file that was brought: what it is, a few words of it, whether it is here already."""

    id: UUID
    kind: str
    words: str
    on: date | datetime | None
    here: bool


def receive(session: UnitOfWork, *, body: bytes, by: Scope) -> UUID:
    """Keep a file for its owner to choose from, a few days; raises Invalid for one that is not sound."""
    permissions.BRING_IN.check(by)
    if len(body) > LARGEST:
        raise Invalid(SWOLLEN, field="file")
    rows_of(body)
    made = Arrival(id=uuid4(), arrived_at=clock.now(), body=body)
    session.add(made)
    session.flush()
    later(session, jobs.FORGET_ARRIVAL, not_before=clock.now() + KEPT, arrival=made.id)
    return made.id


def rows_of(body: bytes) -> dict[UUID, tuple[str, Base]]:
    """Every row of an archive by its id, those others need first; raises Invalid unless all are sound."""
    document, found = read(body), {}
    for kind in BROUGHT:
        items = document.get(kind, [])
        if not isinstance(items, list) or len(items) > MOST:
            raise Invalid(NO_ARCHIVE, field="file")
        for item in items:
            row = revived(kind, item)
            found[identity(row)] = (kind, row)
    for _kind, row in found.values():
        if not set(needed(row)) <= found.keys():
            raise Invalid(NO_ARCHIVE, field="file")
    return found


def identity(row: Base) -> UUID:
    """The id of a row."""
    found: UUID = row.id  # type: ignore[attr-defined] # all that is brought has one
    return found


def needed(row: Base) -> list[UUID]:
    """The rows a row cannot stand without."""
    return [each for name in NEEDS if (each := getattr(row, name, None)) is not None]


def things(session: UnitOfWork, *, arrival_id: UUID) -> list[Thing]:
    """What a file holds, kind by kind; photos go with their experience."""
    rows = rows_of(arrival(session, arrival_id).body)
    wanted: dict[type[Base], list[UUID]] = {model: [] for model in BROUGHT.values()}
    for key, (kind, _row) in rows.items():
        wanted[BROUGHT[kind]].append(key)
    here = present(session, wanted)
    told_of = [(key, kind, row) for key, (kind, row) in rows.items() if not isinstance(row, Photo)]
    return [Thing(key, kind, *told(row), here=key in here) for key, kind, row in told_of]


def told(row: Base) -> tuple[str, date | datetime | None]:
    """A few words of a row, and its day."""
    held = vars(row)
    words = next((held[name] for name in WORDS if name in held), "")
    return str(words), next((held[name] for name in DAYS if name in held), None)


def choose(session: UnitOfWork, *, arrival_id: UUID, chosen: Collection[UUID], by: Scope) -> int:
    """Confirm what is taken in, and have it done; what it needs comes along. Gives how many."""
    permissions.BRING_IN.check(by)
    found = arrival(session, arrival_id)
    if found.chosen is None and settle(found, chosen):
        later(session, jobs.BRING_IN, arrival=arrival_id)
    return len(found.chosen or ())


def settle(found: Arrival, chosen: Collection[UUID]) -> int:
    """Note what is taken in of a file, and what it needs; gives how many things that makes."""
    rows = rows_of(found.body)
    wanted = {key for key in chosen if key in rows}
    wanted |= {other for key in wanted for other in needed(rows[key][1])}
    shown = {key: row for key, (_kind, row) in rows.items() if isinstance(row, Photo)}
    wanted |= {key for key, row in shown.items() if row.experience_id in wanted}
    found.chosen = [key for key in rows if key in wanted]
    return len(found.chosen)


def bring_in(session: UnitOfWork, *, arrival_id: UUID, done: int) -> tuple[int, int]:
    """Take in the next things that were chosen; gives how far it is, of how much. Again, nothing doubles."""
    found = arrival(session, arrival_id)
    rows, chosen = rows_of(found.body), found.chosen or []
    for key in chosen[done : done + AT_ONCE]:
        row = rows[key][1]
        if isinstance(row, Photo):
            picture = prepared(photo_in(found.body, str(key)))
            row.width, row.height = picture.width, picture.height
            row.body, row.small = picture.body, picture.small
        session.add_once(row)
    done = min(done + AT_ONCE, len(chosen))
    if done == len(chosen):
        found.kept_at = clock.now()
    return done, len(chosen)


def forget(session: UnitOfWork, *, arrival_id: UUID) -> None:
    """Delete a file the person in scope brought."""
    session.execute(delete(Arrival).where(Arrival.id == arrival_id))
