"""How many members there are of each category, as the coordination typed it."""

from sqlalchemy import select

from kernel.db import UnitOfWork
from tenants.models import Dimension, Total


def totals(session: UnitOfWork) -> dict[Dimension, dict[str, int]]:
    """The members of each category, by dimension; a dimension nobody typed is absent."""
    found: dict[Dimension, dict[str, int]] = {}
    for row in session.scalars(select(Total).order_by(Total.dimension, Total.category)):
        found.setdefault(row.dimension, {})[row.category] = row.n
    return found
