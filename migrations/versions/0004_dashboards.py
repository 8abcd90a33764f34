"""Portraits, their charts, and their sealed sets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel import walls

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables, then raise their walls."""
    make_release()
    make_release_set()
    make_chart()
    for table, wall in WALLS.items():
        for statement in wall.build(table):
            op.execute(statement)


def make_release() -> None:
    op.create_table(
        "release",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id"],
            ["cooperative.cooperative_id"],
            name="fk_release_cooperative_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "closed_on", name="pk_release"),
    )


def make_release_set() -> None:
    op.create_table(
        "release_set",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("cell", sa.Text(), nullable=False),
        sa.Column("keys", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("squares", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id"],
            ["cooperative.cooperative_id"],
            name="fk_release_set_cooperative_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "closed_on", "measure", "cell", name="pk_release_set"),
    )


def make_chart() -> None:
    op.create_table(
        "chart",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("svg", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "closed_on"],
            ["release.cooperative_id", "release.closed_on"],
            name="fk_chart_cooperative_id_closed_on",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "closed_on", "name", "language", name="pk_chart"),
    )


WALLS = {
    "release": walls.cooperative_table(app=walls.READ, machine=walls.WRITE_ONCE),
    "release_set": walls.machine_table(),
    "chart": walls.cooperative_table(app=walls.READ, machine=walls.WRITE_ONCE),
}
