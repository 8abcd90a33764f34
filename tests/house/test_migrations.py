"""One history, and models equal to what it makes."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import web.tables
from kernel.house import House
from kernel.preparation import configuration, revisions
from kernel.tables import Base
from kernel.walls import Role


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(configuration()).get_heads()) == 1


def test_models_equal_migrations(house: House) -> None:
    assert web.tables.MODELS
    with house.database.engine(Role.OWNER).connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []
        assert revisions(connection).up_to_date
