"""Refusing to start on a database whose walls do not stand, or that another version has migrated."""

from kernel.audit import Finding, audit
from kernel.db import Database
from kernel.preparation import Revisions, revisions
from kernel.tables import models_of
from kernel.walls import Role
from web.tables import MODELS


class Unsafe(Exception):  # noqa: N818 - it names the state of the database
    """The application must not serve this database; the message says why."""


def findings(database: Database) -> tuple[list[Finding], Revisions]:
    """What the audit finds, and where the migrations stand; read as the application's own role."""
    models = {name: model for module in MODELS for name, model in models_of(module).items()}
    with database.engine(Role.APP).connect() as connection:
        return audit(connection, models), revisions(connection)


def check(database: Database) -> None:
    """Raise Unsafe unless the walls stand and the migrations are those of this code."""
    found, migrations = findings(database)
    database.close()  # workers are forked after this check: no connection may be carried across
    if not migrations.up_to_date:
        raise Unsafe(
            f"The database is at migration {migrations.present}, this code expects {migrations.expected}:"
            " run « musette database prepare »."
        )
    if found:
        listed = "\n".join(f"  - {each}" for each in found)
        raise Unsafe(f"The walls do not stand as declared; nothing is served.\n{listed}")
