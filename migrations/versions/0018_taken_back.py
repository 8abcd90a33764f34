"""Last gaps: a signed view that differs has an entry of its own; what was shown elsewhere is kept closed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel import walls

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
    make_former_grant()
    for table in ("joint_arrival", "joint_seat"):
        no = sa.false()
        op.add_column(table, sa.Column("vouched", sa.Boolean(), nullable=False, server_default=no))
        op.alter_column(table, "vouched", server_default=None)


def make_former_grant() -> None:
    """What somebody was showing where they come from."""
    op.create_table(
        "former_grant",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Enum(*ITEMS, native_enum=False, length=40), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("audience", sa.Enum(*AUDIENCES, native_enum=False, length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_former_grant"),
    )
    for statement in walls.person_table().build("former_grant"):
        op.execute(statement)


ITEMS = ("profile", "axis", "history", "experience", "intention", "scenario", "portfolio")
AUDIENCES = ("peers", "person", "group", "cooperative", "link")
