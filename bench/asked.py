"""What is asked of PostgreSQL, as psycopg sends it: through SQLAlchemy or beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import psycopg

BEGINS = "BEGIN"  # opening the walls is told with what begins a transaction: no statement of its own


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements sent by this process within the block, those that begin a transaction apart."""
    noted: list[str] = []
    execute = psycopg.Cursor.execute

    def note(cursor: Any, query: Any, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - whatever it takes and gives
        words = query.decode() if isinstance(query, bytes) else str(query)
        if not words.startswith(BEGINS):
            noted.append(words)
        return execute(cursor, query, *arguments, **options)

    with patch.object(psycopg.Cursor, "execute", note):
        yield noted
