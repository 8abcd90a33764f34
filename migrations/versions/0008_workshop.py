"""Workshops: a day, words, and common marks once everyone has agreed."""

import sqlalchemy as sa
from alembic import op

from kernel import walls

revision = "0008"
down_revision = "0007"

AXES = (
    "local_utility",
    "rest_time",
    "commercial_relation",
    "creativity",
    "tool_mastery",
    "trade_completeness",
    "financial_autonomy",
)


def upgrade() -> None:
    """Make the table, then raise its wall."""
    op.create_table(
        "workshop",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facilitator_id", sa.Uuid(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("join_word", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(axis, sa.SmallInteger(), nullable=True) for axis in AXES),
        *(sa.CheckConstraint(f"{axis} BETWEEN 0 AND 100", name=op.f(f"ck_workshop_{axis}")) for axis in AXES),
        sa.CheckConstraint("length(words) <= 2000", name=op.f("ck_workshop_words")),
        sa.CheckConstraint(
            f"ended_at IS NOT NULL OR num_nonnulls({', '.join(AXES)}) = 0",
            name=op.f("ck_workshop_marks_in_the_end"),
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id"],
            ["cooperative.cooperative_id"],
            name="fk_workshop_cooperative_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "facilitator_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_workshop_cooperative_id_facilitator_id",
            ondelete="SET NULL (facilitator_id)",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "id", name="pk_workshop"),
    )
    op.create_index(
        "uq_workshop_join_word",
        "workshop",
        ["cooperative_id", "join_word"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    for statement in walls.cooperative_table(app=walls.KEEP).build("workshop"):
        op.execute(statement)
