"""Connections that wait in a pool: one whose server has gone is let go of before it is used.

A server that leaves (stopped, crashed, or ending an idle session) closes its end, and nothing else is ever
said on a connection that waits: something to read means it is over. Looking takes a microsecond, where asking
the server (SQLAlchemy's `pool_pre_ping`) takes a round trip, one for each unit of work.
"""

import select

from psycopg import Connection
from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError


def discard_closed(engine: Engine) -> None:
    """Have an engine let go of a connection that is over, rather than hand it over."""
    event.listen(engine, "checkout", _check)


def _check(connection: "Connection[object]", _record: object, _proxy: object) -> None:
    """Raise InvalidatePoolError when a connection is over: the pool then makes new ones."""
    if connection.closed or _has_been_written_to(connection.pgconn.socket):
        raise InvalidatePoolError("the server has left")


def _has_been_written_to(socket: int) -> bool:
    waiting = select.poll()
    waiting.register(socket, select.POLLIN)
    return bool(waiting.poll(0))
