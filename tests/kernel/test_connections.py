"""Connections that the server has ended are never used again; the others are, without asking it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, event, text

from kernel.db import Database
from kernel.settings import Settings
from kernel.walls import Role

PID = text("SELECT pg_backend_pid()")
END = text("SELECT pg_terminate_backend(:pid, 5000)")


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """A database of whose connections this test alone knows."""
    made = Database(settings)
    yield made
    made.close()


def pid(database: Database) -> int:
    with database.reading(role=Role.RELAY) as session:
        return int(session.execute(PID).scalar_one())


def test_a_connection_is_used_again(database: Database) -> None:
    assert pid(database) == pid(database)


def test_one_that_was_ended_is_not(database: Database, admin: Connection) -> None:
    first = pid(database)
    assert admin.scalar(END, {"pid": first})
    assert pid(database) != first


def test_when_one_has_ended_all_are_looked_at(database: Database, admin: Connection) -> None:
    with database.reading(role=Role.RELAY) as one, database.reading(role=Role.RELAY) as other:
        pids = {int(each.execute(PID).scalar_one()) for each in (one, other)}
    assert len(pids) == 2
    for each in pids:
        assert admin.scalar(END, {"pid": each})
    assert not {pid(database) for _turn in range(3)} & pids


def test_looking_asks_nothing(database: Database) -> None:
    pid(database)
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(database.engine(Role.RELAY), "before_cursor_execute", note)
    pid(database)
    assert asked == [PID.text]
    assert not database.engine(Role.RELAY).pool._pre_ping
