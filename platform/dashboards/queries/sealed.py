"""What was sealed of the portraits so far, read and written as the machine role."""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from sqlalchemy import select, tuple_

from assessment.referential import Axis
from dashboards.ledger import KEY, Keys, Mask, Published
from dashboards.measures.turnover import Sum
from dashboards.models import ReleaseSet, Roster
from kernel.db import UnitOfWork
from kernel.tables import Json


def rosters(session: UnitOfWork) -> Sequence[Roster]:
    """The rosters of the portraits so far, oldest first."""
    return session.scalars(select(Roster).order_by(Roster.closed_on)).all()


def last_merging(session: UnitOfWork) -> tuple[date, Json] | None:
    """How categories were put together in the last portrait, and since when; None before the first."""
    last = select(Roster.merged_on, Roster.merges).order_by(Roster.closed_on.desc()).limit(1)
    found = session.execute(last).first()
    return None if found is None else (found.merged_on, found.merges)


def published_sets(session: UnitOfWork, sizes: dict[date, int]) -> list[Published]:
    """Every set published so far, oldest first, given how many contributions each roster has."""
    columns = (
        ReleaseSet.closed_on,
        ReleaseSet.measure,
        ReleaseSet.cell,
        ReleaseSet.roster_on,
        ReleaseSet.members,
    )
    rows = session.execute(
        select(*columns).order_by(ReleaseSet.closed_on, ReleaseSet.measure, ReleaseSet.cell)
    )
    return [
        Published(day, Axis(measure), cell, roster_on, unpacked(members, sizes[roster_on]))
        for day, measure, cell, roster_on, members in rows
    ]


def sums_of(session: UnitOfWork, sets: Iterable[Published]) -> dict[Axis, Sum]:
    """How many levels each of some published sets has, and their exact sum: one set an axis."""
    wanted = [(each.day, each.axis.value, each.series) for each in sets]
    place = tuple_(ReleaseSet.closed_on, ReleaseSet.measure, ReleaseSet.cell)
    columns = (ReleaseSet.measure, ReleaseSet.n, ReleaseSet.total)
    rows = session.execute(select(*columns).where(place.in_(wanted)))
    return {Axis(measure): Sum(n, total) for measure, n, total in rows}


def keys_of(roster: Roster) -> Keys:
    """The keys of a roster, 16 bytes each."""
    return np.frombuffer(roster.keys, KEY)


def packed(mask: Mask) -> bytes:
    """A bit for each contribution of a roster, the first one highest in the first byte."""
    return np.packbits(mask).tobytes()


def unpacked(bits: bytes, size: int) -> Mask:
    """The mask of so many contributions these bits stand for."""
    return np.unpackbits(np.frombuffer(bits, np.uint8), count=size).astype(bool)
