"""What the wall asks of every page, and nothing else: whose sign-in, which memberships, one row of theirs.

Two transactions on the platform's own tables, in the two roles a request needs, by psycopg without
SQLAlchemy: no cookie is read, no permission checked, no page made. No page behind the wall can be answered
faster. Source: psycopg's documentation, « Basic module usage ». Served by the same gunicorn.
"""

import os
import threading
from uuid import UUID

import psycopg
from flask import Flask
from sqlalchemy.engine import make_url

from kernel.db import beginning
from kernel.scope import Scope
from kernel.walls import Role

SOURCE = "psycopg documentation, « Basic module usage », on the platform's tables"
WHO = """SELECT person.id, person.email, person.language, set_config('app.person_id', person.id::text, true)
    FROM person JOIN login ON login.person_id = person.id WHERE login.token_hash = %s"""
WHERE = "SELECT id, display_name FROM membership WHERE until IS NULL"
WHAT = "SELECT published_at FROM release WHERE cooperative_id = %s"
SOMEBODY = UUID(int=5)

app = Flask("wall")
url = make_url(os.environ.get("DATABASE_URL", "postgresql:///none")).set(drivername="postgresql")
links = threading.local()


@app.get("/")
def page() -> str:
    """A word, once the wall has been asked."""
    identity, ours = _link(Role.IDENTITY), _link(Role.APP)
    identity.execute("BEGIN READ ONLY")
    identity.execute(WHO, ("nobody",)).fetchall()
    identity.execute(WHERE).fetchall()
    identity.execute("ROLLBACK")
    ours.execute(beginning(Scope(SOMEBODY, SOMEBODY, SOMEBODY), read_only=True), prepare=False)
    ours.execute(WHAT, (SOMEBODY,)).fetchall()
    ours.execute("ROLLBACK")
    return "<p>Hello, World!</p>"


def _link(role: Role) -> "psycopg.Connection[tuple[object, ...]]":
    """The connection of this thread in a role."""
    if not hasattr(links, role.name):
        address = url.set(username=role.value).render_as_string(hide_password=False)
        setattr(links, role.name, psycopg.connect(address, autocommit=True))
    found: psycopg.Connection[tuple[object, ...]] = getattr(links, role.name)
    return found
