"""Writing rows by COPY, as the administrator: PostgreSQL refuses COPY FROM to roles behind the walls."""

from dataclasses import dataclass
from typing import Any, cast

from psycopg import Connection as PsycopgConnection
from psycopg import sql
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from assessment.models import Contribution
from demo.large.cooperatives import large, slug, small
from demo.large.rows import ZONE, Rows
from demo.large.sizes import Size
from kernel import clock
from kernel.db import address
from kernel.keys import new_token
from kernel.settings import Settings, SettingsError
from people.passwords import hashed
from tenants.models import Cooperative, Membership

NO_ADMINISTRATOR = (
    "DATABASE_ADMIN_URL is missing (or DATABASE_ADMIN_URL_FILE): large cooperatives are loaded by COPY, which"
    " PostgreSQL refuses to the roles behind the walls."
)
PRESENT = text("SELECT 1 FROM cooperative WHERE slug = :slug")


@dataclass(frozen=True)
class Loaded:
    """How many rows were written."""

    cooperatives: int
    members: int
    contributions: int


def load(settings: Settings, size: Size) -> Loaded | None:
    """Load what a size stands for, whole or not at all; gives None when it is there already.

    Raises SettingsError without the administrator's address.
    """
    if settings.database_admin_url is None:
        raise SettingsError(NO_ADMINISTRATOR)
    name = address("DATABASE_URL", settings.database_url).database
    url = address("DATABASE_ADMIN_URL", settings.database_admin_url).set(database=name)
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    with engine.begin() as connection:
        if connection.scalar(PRESENT, {"slug": slug(size)}):
            return None
        return _write(connection, size)


def _write(connection: Connection, size: Size) -> Loaded:
    today, password = clock.today(ZONE), hashed(new_token())
    written: dict[str, int] = {}
    for rows in (*large(size, today, password), *small(size, today, password)):
        table = rows.model.__tablename__
        copy(cast("PsycopgConnection[Any]", connection.connection.driver_connection), rows)
        written[table] = written.get(table, 0) + len(rows)
    for table in written:
        connection.execute(text(f'ANALYZE "{table}"'))
    counted = (Cooperative, Membership, Contribution)
    return Loaded(*(written[model.__tablename__] for model in counted))


def copy(connection: PsycopgConnection[Any], rows: Rows) -> None:
    """Write rows into their table."""
    columns = sql.SQL(", ").join(map(sql.Identifier, rows.columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(rows.model.__tablename__), columns)
    with connection.cursor() as cursor, cursor.copy(statement) as stream:
        for row in zip(*rows.columns.values(), strict=True):
            stream.write_row(row)
