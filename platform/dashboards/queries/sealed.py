"""What was sealed of the portraits so far, read and written as the machine role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on

from assessment.referential import Axis
from dashboards.candidates import ALL
from dashboards.ledger import KEY, Keys, Ledger, Mask, Published
from dashboards.measures.turnover import Sum
from dashboards.models import ReleaseSet, Roster
from kernel.db import UnitOfWork
from kernel.tables import Json


@dataclass(frozen=True)
class Last:
    """The last portrait of an axis: its roster, who of it was counted, and the sum of their levels."""

    day: date
    roster: Keys
    everyone: Mask
    sum: Sum


def ledger(session: UnitOfWork, day: date, keys: Keys) -> Ledger:
    """All that was published before a release in the making, which has these contributions."""
    return Ledger(
        lambda: {**{each.closed_on: keys_of(each) for each in rosters(session)}, day: keys},
        lambda axis: published_sets(session, axis),
    )


def rosters(session: UnitOfWork) -> Sequence[Roster]:
    """The rosters of the portraits so far, oldest first."""
    return session.scalars(select(Roster).order_by(Roster.closed_on)).all()


def last_portraits(session: UnitOfWork) -> dict[Axis, Last]:
    """The last portrait of each axis that had one."""
    last = (
        select(ReleaseSet, Roster)
        .join(Roster, Roster.closed_on == ReleaseSet.roster_on)
        .where(ReleaseSet.cell == ALL)
        .ext(distinct_on(ReleaseSet.measure))
        .order_by(ReleaseSet.measure, ReleaseSet.closed_on.desc())
    )
    found = {}
    for sealed, roster in session.execute(last):
        keys = keys_of(roster)
        everyone = unpacked(sealed.members, len(keys))
        found[Axis(sealed.measure)] = Last(roster.closed_on, keys, everyone, Sum(sealed.n, sealed.total))
    return found


def last_merging(session: UnitOfWork) -> tuple[date, Json] | None:
    """How categories were put together in the last portrait, and since when; None before the first."""
    last = select(Roster.merged_on, Roster.merges).order_by(Roster.closed_on.desc()).limit(1)
    found = session.execute(last).first()
    return None if found is None else (found.merged_on, found.merges)


def published_sets(session: UnitOfWork, axis: Axis) -> list[Published]:
    """Every set of an axis published so far, oldest first."""
    columns = (ReleaseSet.closed_on, ReleaseSet.cell, ReleaseSet.roster_on, ReleaseSet.members)
    sets = select(*columns, func.length(Roster.keys)).join(Roster, Roster.closed_on == ReleaseSet.roster_on)
    rows = session.execute(
        sets.where(ReleaseSet.measure == axis.value).order_by(ReleaseSet.closed_on, ReleaseSet.cell)
    )
    return [
        Published(day, axis, cell, roster_on, unpacked(members, length // KEY.itemsize))
        for day, cell, roster_on, members, length in rows
    ]


def keys_of(roster: Roster) -> Keys:
    """The keys of a roster, 16 bytes each."""
    return np.frombuffer(roster.keys, KEY)


def packed(mask: Mask) -> bytes:
    """A bit for each contribution of a roster, the first one highest in the first byte."""
    return np.packbits(mask).tobytes()


def unpacked(bits: bytes, size: int) -> Mask:
    """The mask of so many contributions these bits stand for."""
    return np.unpackbits(np.frombuffer(bits, np.uint8), count=size).astype(bool)
