"""How Alembic reaches the database, and the models it compares it with."""

from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from kernel.tables import Base
from web.tables import MODELS


def run() -> None:
    """Run the migrations in one transaction, as the owner role."""
    if not MODELS:
        raise RuntimeError("no model is known")
    engine = create_engine(context.config.attributes["url"], poolclass=NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata)
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
