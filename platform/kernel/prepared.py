"""Statements every request makes, put into SQL once: making them anew would cost more than running them.

Each goes to PostgreSQL by itself, in one message: no session, no transaction around it. PostgreSQL's walls
stand in front of it as of everything, so it opens those it needs for its own time, in a first part that
`opened` makes; what it reads depends on that part, row by row, and so cannot be read before. The second layer
of `kernel.db` does not see it: it names the scope it reads in by itself.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import CTE, Select, bindparam, func, select
from sqlalchemy.dialects.postgresql.psycopg import dialect
from sqlalchemy.sql import Executable
from sqlalchemy.sql.elements import CompilerElement

from kernel.db import Database
from kernel.scope import Scope
from kernel.walls import Role

DIALECT = dialect()  # type: ignore[no-untyped-call] # SQLAlchemy's own has no types
PARTS = ("person", "cooperative", "member")


class Prepared:
    """One statement that reads, in SQL; what it is asked with are its `bindparam`s without a value."""

    def __init__(self, statement: Executable, role: Role) -> None:
        """Put a statement into SQL; psycopg alone says how values are written and read."""
        if not isinstance(statement, CompilerElement):
            raise TypeError(statement)
        compiled = statement.compile(dialect=DIALECT)
        self._role, self._words = role, str(compiled)
        self._constants: Mapping[str, Any] = {
            name: value for name, value in compiled.params.items() if value is not None
        }

    def rows(self, database: Database, **values: object) -> Sequence[tuple[Any, ...]]:
        """What it finds, asked with these values."""
        return database.rows(self._role, self._words, {**self._constants, **values})


def first(statement: Select[Any], name: str) -> CTE:
    """A first part of a statement, read once and before the rest, whatever PostgreSQL would rather do."""
    return statement.cte(name).prefix_with("MATERIALIZED")


def opened() -> CTE:
    """A first part that opens the walls of a scope: its column `here` is what the rest must depend on.

    The scope is given by `scoped`. The walls are closed again when the statement ends.
    """
    set_all = (func.set_config(f"app.{part}_id", bindparam(part), True) for part in PARTS)
    return first(select(func.concat(*set_all).label("here")), "opened")


def scoped(scope: Scope) -> dict[str, str]:
    """The values a statement with `opened` is asked with: whose walls it opens."""
    held = {part: getattr(scope, part) for part in PARTS}
    return {part: value.hex if value else "" for part, value in held.items()}
