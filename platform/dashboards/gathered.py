"""Everything a portrait is computed from, gathered once. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from assessment.referential import Axis
from dashboards.answers import Answers, Words
from dashboards.candidates import Candidate, Earlier
from dashboards.disclosure import Floors
from dashboards.ledger import Ledger
from dashboards.measures.turnover import Sum
from dashboards.merging import Cells, Merging
from dashboards.portrait import Dimension

Tables = Mapping[str, Candidate]  # those of one axis, by what they part members by


@dataclass(frozen=True)
class Gathered:
    """What is known on the day of a close.

    `answers` are those of the members who count on one axis at least. `cells` gives the cell of each by
    dimension, as `merging` makes them, `progress` that of each by peer axis. `before` is the last portrait
    of each axis, if any, and `sums` what it was made of. `totals` are the members by category, as the
    coordination typed them.
    """

    day: date
    members: int
    floors: Floors
    answers: Answers
    ledger: Ledger
    merging: Merging | None = None
    cells: Mapping[Dimension, Words] = field(default_factory=dict)
    progress: Mapping[Axis, Words] = field(default_factory=dict)
    before: Mapping[Axis, Earlier] = field(default_factory=dict)
    sums: Mapping[Axis, Sum] = field(default_factory=dict)
    totals: Mapping[Dimension, Mapping[str, int]] = field(default_factory=dict)

    def cells_of(self, dimension: Dimension) -> Cells:
        """The cell of each category of a dimension; empty when it is not broken down."""
        return self.merging.cells.get(dimension, {}) if self.merging else {}
