"""The commands that the local run needs, and some that show what they were given."""

import json
import os
import sys
import uuid

import psycopg
import redis
from psycopg import sql

from worker.app import answer


def prepare() -> int:
    """Make the role, the database and its table, as the superuser."""
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"], autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = 'musette'").fetchone() is None:
            connection.execute("CREATE ROLE standin LOGIN")
            connection.execute("CREATE DATABASE musette OWNER standin")
    with psycopg.connect(os.environ["DATABASE_URL"], user="standin") as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS job (name text)")
        connection.execute("CREATE TABLE IF NOT EXISTS demonstration ()")
    return 0


def load() -> int:
    """Write one row, each time it is called."""
    with psycopg.connect(os.environ["DATABASE_URL"], user="standin") as connection:
        connection.execute("INSERT INTO demonstration DEFAULT VALUES")
    return 0


def ping() -> int:
    """Wait for a worker to do one job."""
    to = str(uuid.uuid4())
    answer.apply_async((to,), queue="fast")
    return 0 if redis.Redis.from_url(os.environ["REDIS_URL"]).blpop([to], timeout=30) else 1


def count(table: str) -> int:
    """Print how many rows a table has."""
    with psycopg.connect(os.environ["DATABASE_URL"], user="standin") as connection:
        rows = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    print(rows[0] if rows else None)
    return 0


def environment() -> int:
    """Print the environment."""
    print(json.dumps(dict(os.environ)))
    return 0


COMMANDS = {
    "database": lambda words: prepare() if words == ["prepare"] else environment(),
    "demonstration": lambda _: load(),
    "ping": lambda _: ping(),
    "count": lambda words: count(*words),
    "environment": lambda _: environment(),
    "exit": lambda words: int(*words),
}

if __name__ == "__main__":
    sys.exit(COMMANDS[sys.argv[1]](sys.argv[2:]))
