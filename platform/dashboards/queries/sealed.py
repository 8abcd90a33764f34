"""What was sealed of the portraits so far, read and written as the machine role."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from sqlalchemy import select

from assessment.referential import Axis
from dashboards.ledger import KEY, Keys, Mask, Published
from dashboards.models import ReleaseSet, Roster
from kernel.db import UnitOfWork


def rosters(session: UnitOfWork) -> Sequence[Roster]:
    """The rosters of the portraits so far, oldest first."""
    return session.scalars(select(Roster).order_by(Roster.closed_on)).all()


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


def sums_of(session: UnitOfWork, published: Published) -> tuple[int, int]:
    """How many levels a published set has, and their exact sum."""
    statement = select(ReleaseSet.n, ReleaseSet.total).where(
        ReleaseSet.closed_on == published.day,
        ReleaseSet.measure == published.axis.value,
        ReleaseSet.cell == published.series,
    )
    n, total = session.execute(statement).one()
    return n, total


def keys_of(roster: Roster) -> Keys:
    """The keys of a roster, 16 bytes each."""
    return np.frombuffer(roster.keys, KEY)


def packed(mask: Mask) -> bytes:
    """A bit for each contribution of a roster, the first one highest in the first byte."""
    return np.packbits(mask).tobytes()


def unpacked(bits: bytes, size: int) -> Mask:
    """The mask of so many contributions these bits stand for."""
    return np.unpackbits(np.frombuffer(bits, np.uint8), count=size).astype(bool)
