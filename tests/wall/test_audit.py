"""The audit sees each way a wall can be broken: every mutant is applied, seen, and undone."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

import web.tables
from kernel.audit import Models, audit
from kernel.settings import Settings
from kernel.tables import models_of
from tests.servers import TEMPLATE, copy_database
from web import safety
from web.application import create_app, serve

MUTANTS = {
    "row security switched off": "ALTER TABLE membership DISABLE ROW LEVEL SECURITY",
    "row security not forced": "ALTER TABLE statement NO FORCE ROW LEVEL SECURITY",
    "a wall torn down": "DROP POLICY membership_app_wall ON membership",
    "a wall that lets all through": "ALTER POLICY contribution_machine_wall ON contribution USING (true)",
    "a wall that lets all be written": "ALTER POLICY assessment_app_wall ON assessment WITH CHECK (true)",
    "an either-or wall": "ALTER POLICY draft_app_wall ON draft"
    " USING (person_id = app.person() OR app.cooperative() IS NOT NULL)",
    "a wall made permissive": "DROP POLICY release_app_wall ON release;"
    " CREATE POLICY release_app_wall ON release AS PERMISSIVE FOR ALL TO musette_app"
    " USING (cooperative_id = app.cooperative()) WITH CHECK (cooperative_id = app.cooperative())",
    "one policy too many": "CREATE POLICY extra ON consent FOR SELECT TO musette_machine USING (true)",
    "a door for everyone": "CREATE POLICY everyone ON request FOR SELECT TO PUBLIC USING (true)",
    "a table nobody classified": "CREATE TABLE stray (id int); ALTER TABLE stray OWNER TO musette_owner",
    "a table gone": "DROP TABLE chart",
    "a view with its owner's eyes": "CREATE VIEW peek AS SELECT * FROM assessment",
    "a view that is kept": "CREATE MATERIALIZED VIEW peek AS SELECT * FROM contribution",
    "a function with its owner's eyes": "CREATE FUNCTION app.peek() RETURNS bigint LANGUAGE sql"
    " SECURITY DEFINER AS 'SELECT count(*) FROM assessment'",
    "a scope read from elsewhere": "CREATE OR REPLACE FUNCTION app.cooperative() RETURNS uuid"
    " LANGUAGE sql STABLE AS $$SELECT nullif(current_setting('app.other', true), '')::uuid$$",
    "a key that begins elsewhere": "CREATE INDEX ix_loose ON statement (author_id)",
    "a foreign key that crosses": "ALTER TABLE entry ADD CONSTRAINT fk_loose FOREIGN KEY (object_id)"
    " REFERENCES person (id)",
    "truncate granted": "GRANT TRUNCATE ON statement TO musette_app",
    "references granted": "GRANT REFERENCES ON membership TO musette_app",
    "trigger granted": "GRANT TRIGGER ON membership TO musette_machine",
    "accounts read by pages": "GRANT SELECT ON person TO musette_app",
    "one column of accounts read by pages": "GRANT SELECT (email) ON person TO musette_app",
    "contents read by the relay": "GRANT SELECT (ids) ON job TO musette_relay",
    "everyone granted": "GRANT SELECT ON release TO PUBLIC",
    "a grant taken away": "REVOKE SELECT ON release FROM musette_app",
    "assessments that change": "GRANT UPDATE ON assessment TO musette_app",
    "portraits that change": "GRANT UPDATE ON release TO musette_machine",
    "sealed sets read by pages": "GRANT SELECT ON release_set TO musette_app",
    "a journal that forgets": "GRANT DELETE ON entry TO musette_app",
    "an application above the walls": "ALTER ROLE musette_app BYPASSRLS",
    "an application that may do all": "ALTER ROLE musette_app SUPERUSER",
    "an application that makes roles": "ALTER ROLE musette_machine CREATEROLE",
    "a backup kept behind the walls": "ALTER ROLE musette_backup NOBYPASSRLS",
    "one role that may become another": "GRANT musette_identity TO musette_app",
    "another owner": "ALTER TABLE answer OWNER TO musette_app",
}


@pytest.fixture(scope="module")
def walled(settings: Settings, admin: Connection, worker_number: int) -> Iterator[Connection]:
    """A superuser's transaction in a database of its own, undone after each test."""
    name = f"musette_walls_{worker_number}"
    copy_database(admin, TEMPLATE, name)
    url = make_url(str(settings.database_admin_url)).set(drivername="postgresql+psycopg", database=name)
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def models() -> Models:
    """Every model of the platform."""
    return {name: model for module in web.tables.MODELS for name, model in models_of(module).items()}


def declared(connection: Connection, models: Models) -> list[str]:
    """What the audit finds, but for the superuser that runs it here."""
    return [str(each) for each in audit(connection, models) if not str(each).startswith("postgres:")]


def test_the_walls_stand(walled: Connection, models: Models) -> None:
    assert declared(walled, models) == []
    walled.rollback()


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_audit_sees(mutant: str, walled: Connection, models: Models) -> None:
    walled.execute(text(MUTANTS[mutant]))
    found = declared(walled, models)
    walled.rollback()
    assert found, mutant


def test_the_application_refuses_to_start(settings: Settings, admin: Connection, worker_number: int) -> None:
    name = f"musette_unsafe_{worker_number}"
    copy_database(admin, TEMPLATE, name)
    url = make_url(str(settings.database_admin_url)).set(drivername="postgresql+psycopg", database=name)
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("GRANT SELECT ON person TO musette_app"))
    engine.dispose()
    broken = make_url(settings.database_url).set(database=name).render_as_string(hide_password=False)
    app = create_app(Settings(**{**vars(settings), "database_url": broken}))
    with (
        closing(app.extensions["musette"].database) as database,
        pytest.raises(safety.Unsafe, match="musette_app holds SELECT"),
    ):
        safety.check(database)


def test_what_is_served_has_been_audited(settings: Settings) -> None:
    assert settings
    house = serve().extensions["musette"]
    with closing(house.database):
        assert house.settings.database_url == settings.database_url
