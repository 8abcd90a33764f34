"""What a cooperative's portraits were made of, as sets of keys."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dashboards.ledger import Keys
from dashboards.models import ReleaseSet
from dashboards.queries.sealed import keys_of, rosters, unpacked
from kernel.db import UnitOfWork


@dataclass(frozen=True)
class Sealed:
    """One set: the keys of its contributions, 16 bytes each, and the sum of their levels."""

    closed_on: date
    measure: str
    cell: str
    keys: frozenset[bytes]
    n: int
    total: int


def sealed_sets(session: UnitOfWork) -> list[Sealed]:
    """Every set of the cooperative in scope, oldest first, as the machine role."""
    keys = {each.closed_on: keys_of(each) for each in rosters(session)}
    order = (ReleaseSet.closed_on, ReleaseSet.measure, ReleaseSet.cell)
    return [
        Sealed(
            each.closed_on,
            each.measure,
            each.cell,
            _members(keys[each.roster_on], each.members),
            each.n,
            each.total,
        )
        for each in session.scalars(select(ReleaseSet).order_by(*order))
    ]


def _members(roster: Keys, bits: bytes) -> frozenset[bytes]:
    chosen = roster[unpacked(bits, len(roster))].tolist()
    return frozenset(each.ljust(16, b"\0") for each in chosen)  # numpy strips the zeros at the end
