"""The commands that the local run needs, and some that show what they were given."""

import json
import os
import runpy
import signal
import sys
from functools import partial

import psycopg
from psycopg import sql

ROLE = "standin"


def prepare() -> int:
    """Make the role, the database and its tables, as the superuser."""
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"], autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = 'musette'").fetchone() is None:
            connection.execute("CREATE ROLE standin LOGIN")
            connection.execute("CREATE DATABASE musette OWNER standin")
    with psycopg.connect(os.environ["DATABASE_URL"], user=ROLE) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS job (name text)")
        connection.execute("CREATE TABLE IF NOT EXISTS demonstration ()")
    return 0


def load() -> int:
    """Write one row, each time it is called."""
    with psycopg.connect(os.environ["DATABASE_URL"], user=ROLE) as connection:
        connection.execute("INSERT INTO demonstration DEFAULT VALUES")
    return 0


def ping() -> int:
    """Ask a worker for one job and wait for its answer."""
    runpy.run_module("kernel.ping", run_name="__main__")
    return 0


def count(table: str) -> int:
    """Print how many rows a table has."""
    with psycopg.connect(os.environ["DATABASE_URL"], user=ROLE) as connection:
        rows = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        return show(rows.fetchall()[0][0])


def wait() -> int:
    """Wait for a signal."""
    show("waiting")
    signal.pause()
    return 0


def show(value: object) -> int:
    """Print it."""
    sys.stdout.write(f"{value}\n")
    sys.stdout.flush()
    return 0


def environment() -> int:
    """Print the environment."""
    return show(json.dumps(dict(os.environ)))


COMMANDS = {
    "ping": ping,
    "database prepare": prepare,
    "demo": load,
    "count demonstration": partial(count, "demonstration"),
    "count job": partial(count, "job"),
    "exit 7": partial(int, 7),
    "wait": wait,
    "environment": environment,
    "database environment": environment,
}

if __name__ == "__main__":
    sys.exit(COMMANDS[" ".join(sys.argv[1:])]())
