"""Statements every request makes, put into SQL once: making them anew would cost more than running them.

They go straight to PostgreSQL. Its walls stand in front of them as of everything; the second layer of
`kernel.db` does not see them, so each names the scope it reads in by itself.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects.postgresql.psycopg import dialect
from sqlalchemy.sql import Executable
from sqlalchemy.sql.elements import CompilerElement

from kernel.db import Glance

DIALECT = dialect()  # type: ignore[no-untyped-call] # SQLAlchemy's own has no types


class Prepared:
    """One statement, in SQL; what it is asked with are its `bindparam`s without a value."""

    def __init__(self, statement: Executable) -> None:
        """Put a statement into SQL; psycopg alone says how values are written and read."""
        if not isinstance(statement, CompilerElement):
            raise TypeError(statement)
        compiled = statement.compile(dialect=DIALECT)
        self._words = str(compiled)
        self._constants: Mapping[str, Any] = {
            name: value for name, value in compiled.params.items() if value is not None
        }

    def rows(self, glance: Glance, **values: object) -> Sequence[tuple[Any, ...]]:
        """What it finds, asked with these values."""
        return glance.link.execute(self._words, {**self._constants, **values}).fetchall()
