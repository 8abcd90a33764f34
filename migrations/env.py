"""How Alembic reaches the database, and the models it compares it with."""

from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

import journal.models
import kernel.jobs
import people.models
import sharing.models
import tenants.models
from kernel.tables import Base

ROOMS = (
    journal.models,
    kernel.jobs,
    people.models,
    sharing.models,
    tenants.models,
)  # every module that holds models; a house test compares it with the tree


def run() -> None:
    """Run the migrations in one transaction, as the owner role."""
    engine = create_engine(context.config.attributes["url"], poolclass=NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata)
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
