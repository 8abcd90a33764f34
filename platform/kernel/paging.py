"""Long lists, one page at a time: as long in a cooperative of 35,000 as in one of 30."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, TypeVarTuple

from sqlalchemy import Row, Select, func, select

from kernel.db import UnitOfWork

SIZE = 50  # rows a page

One = TypeVar("One")
Other = TypeVar("Other")
Columns = TypeVarTuple("Columns")


@dataclass(frozen=True)
class Page(Generic[One]):
    """The page of this `number`, from 0, of a list that has `total` rows in all."""

    rows: Sequence[One]
    total: int
    number: int = 0

    @property
    def count(self) -> int:
        """How many pages there are; one at least."""
        return max(1, -(-self.total // SIZE))

    def of(self, made: Callable[[One], Other]) -> "Page[Other]":
        """The same page, of what is made of each row."""
        return Page([made(each) for each in self.rows], self.total, self.number)


def page_of(session: UnitOfWork, ordered: Select[*Columns], number: int) -> Page[Row[*Columns]]:
    """A page of what a statement finds, in its order; the last one when there are fewer."""
    total = session.scalar(select(func.count()).select_from(ordered.order_by(None).subquery())) or 0
    kept = min(max(number, 0), max(0, (total - 1) // SIZE))
    return Page(session.execute(ordered.offset(kept * SIZE).limit(SIZE)).all(), total, kept)
