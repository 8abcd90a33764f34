"""Making a database ready: roles, database, migrations. Run by the operator, never by a request."""

from dataclasses import dataclass
from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from kernel.db import Database, address
from kernel.settings import Settings, SettingsError
from kernel.walls import Role

TIMEOUTS = {  # per role: statement, lock, idle in transaction
    Role.OWNER: ("0", "5s", "60s"),
    Role.APP: ("15s", "5s", "15s"),
    Role.IDENTITY: ("5s", "5s", "15s"),
    Role.MACHINE: ("240s", "10s", "240s"),  # a close may compute for minutes between two statements
    Role.RELAY: ("15s", "5s", "15s"),
    Role.BACKUP: ("0", "0", "0"),
}


@dataclass(frozen=True)
class Revisions:
    """Where the migrations stand: what the database has, what the code expects."""

    present: str | None
    expected: str | None

    @property
    def up_to_date(self) -> bool:
        """Whether the database is at the code's last migration."""
        return self.present == self.expected


def prepare(settings: Settings) -> None:
    """Make the roles and the database if an administrator's address is given, then migrate as the owner."""
    if settings.database_admin_url:
        make_cluster_ready(settings)
    migrate(settings)


def make_cluster_ready(settings: Settings) -> None:
    """Create or correct the six roles, and create the database if it does not exist."""
    if settings.database_admin_url is None:
        raise SettingsError("DATABASE_ADMIN_URL is missing (or DATABASE_ADMIN_URL_FILE).")
    name = address("DATABASE_URL", settings.database_url).database or "musette"
    url = address("DATABASE_ADMIN_URL", settings.database_admin_url)
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for role in Role:
            _make_role(connection, role, settings.database_passwords.get(role.name.lower()))
        make_database(connection, name)
    engine.dispose()


def make_database(connection: Connection, name: str) -> None:
    """Create a database owned by the owner role, reached by our roles only, if it does not exist."""
    exists = connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name})
    if not exists:
        connection.execute(text(f'CREATE DATABASE "{name}" OWNER {Role.OWNER} TEMPLATE template0'))
        connection.execute(text(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC'))
        for role in Role:
            connection.execute(text(f'GRANT CONNECT ON DATABASE "{name}" TO {role}'))


def _make_role(connection: Connection, role: Role, password: str | None) -> None:
    known = connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role.value})
    bypass = "BYPASSRLS" if role is Role.BACKUP else "NOBYPASSRLS"
    attributes = f"LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOINHERIT {bypass}"
    connection.execute(text(f"{'ALTER' if known else 'CREATE'} ROLE {role} {attributes}"))
    if password:
        quoted = connection.scalar(text("SELECT quote_literal(:password)"), {"password": password})
        connection.exec_driver_sql(f"ALTER ROLE {role} PASSWORD {quoted}".replace("%", "%%"))
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    for name, value in zip(names, TIMEOUTS[role], strict=True):
        connection.execute(text(f"ALTER ROLE {role} SET {name} = '{value}'"))


def migrate(settings: Settings) -> None:
    """Bring the database to the last migration, as the owner role."""
    config = configuration()
    config.attributes["url"] = Database(settings).url(Role.OWNER)
    command.upgrade(config, "head")


def revisions(connection: Connection) -> Revisions:
    """The migration the database is at, and the one the code expects."""
    expected = ScriptDirectory.from_config(configuration()).get_current_head()
    return Revisions(MigrationContext.configure(connection).get_current_revision(), expected)


def configuration() -> Config:
    """Alembic's configuration: the migrations that stand beside the platform."""
    config = Config()
    config.set_main_option("script_location", str(files("migrations")))
    return config
