"""Which tables of an axis a portrait may hold, after all that was published before. Pure.

The three guards of a release, in order: every cell is large enough; no combination of its releases isolates
a few contributions (`disclosure`); and with every other table of the axis, of this portrait and of those
before, no contribution is determined nor tied to another (`audit`).
"""

from collections.abc import Sequence

from dashboards.audit import admitted
from dashboards.candidates import Candidate
from dashboards.disclosure import Floors, may_publish
from dashboards.ledger import Ledger


def admissible(ledger: Ledger, tables: Sequence[Candidate], floors: Floors) -> list[Candidate]:
    """Those of these tables of one axis that may be published together, the first ones first.

    The first holds everybody: without it, there is no other.
    """
    large = [table for table in tables if _steady(ledger, table, floors)]
    verdicts = [True] * len(large)
    for block in ledger.blocks(large):
        found = admitted(block.published, block.candidates, block.concerned)
        verdicts = [one and other for one, other in zip(verdicts, found, strict=True)]
    allowed = [table for table, verdict in zip(large, verdicts, strict=True) if verdict]
    return allowed if allowed[:1] == list(tables[:1]) else []


def _steady(ledger: Ledger, table: Candidate, floors: Floors) -> bool:
    return bool(table) and all(may_publish(ledger.presence(cell), floors) for cell in table)
