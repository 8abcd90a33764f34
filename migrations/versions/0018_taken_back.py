"""Taken back: what a cooperative signed of a view that differs has an entry of its own."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Let go of the bundles signed before that may hold such a view: they are made again when asked for."""
    none = sa.text("'{}'::jsonb")
    op.add_column("badge", sa.Column("contests", postgresql.JSONB(), nullable=False, server_default=none))
    op.alter_column("badge", "contests", server_default=None)
    op.execute("ALTER TABLE badge NO FORCE ROW LEVEL SECURITY")  # the owner reaches every row
    op.execute("UPDATE badge SET bundle = NULL WHERE along -> 'views' <> '[]'::jsonb")
    op.execute("ALTER TABLE badge FORCE ROW LEVEL SECURITY")
