"""What the wall asks of every page, and nothing else: whose sign-in, which memberships, one row of theirs.

Two statements on the platform's own tables, each in one message, in the two roles a request needs, by psycopg
without SQLAlchemy: no cookie is read, no permission checked, no page made. No page behind the wall can be
answered faster. Source: psycopg's documentation, « Basic module usage ». Served by the same gunicorn.
"""

import os
import threading
from uuid import UUID

import psycopg
from flask import Flask
from sqlalchemy.engine import make_url

from kernel.walls import Role

SOURCE = "psycopg documentation, « Basic module usage », on the platform's tables"
WHO = """WITH who AS MATERIALIZED (
        SELECT person.id, person.email, person.language,
            set_config('app.person_id', person.id::text, true) AS here
        FROM person JOIN login ON login.person_id = person.id WHERE login.token_hash = %s)
    SELECT who.*, (SELECT count(*) FROM membership WHERE until IS NULL AND who.here IS NOT NULL) FROM who"""
WHAT = """WITH opened AS MATERIALIZED (SELECT set_config('app.cooperative_id', %(home)s, true) AS here)
    SELECT (SELECT max(published_at) FROM release WHERE cooperative_id = %(home)s::uuid AND opened.here <> '')
    FROM opened"""
SOMEWHERE = UUID(int=5).hex

app = Flask("wall")
url = make_url(os.environ.get("DATABASE_URL", "postgresql:///none")).set(drivername="postgresql")
links = threading.local()


@app.get("/")
def page() -> str:
    """A word, once the wall has been asked."""
    _link(Role.IDENTITY).execute(WHO, ("nobody",)).fetchall()
    _link(Role.APP).execute(WHAT, {"home": SOMEWHERE}).fetchall()
    return "<p>Hello, World!</p>"


def _link(role: Role) -> "psycopg.Connection[tuple[object, ...]]":
    """The connection of this thread in a role."""
    if not hasattr(links, role.name):
        address = url.set(username=role.value).render_as_string(hide_password=False)
        setattr(links, role.name, psycopg.connect(address, autocommit=True))
    found: psycopg.Connection[tuple[object, ...]] = getattr(links, role.name)
    return found
