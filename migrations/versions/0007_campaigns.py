"""Campaigns: contributors, the reminder, notes and commitments; who the members are; branches."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel import walls

revision = "0007"
down_revision = "0005"


def upgrade() -> None:
    """Widen what a campaign remembers, make the tables, then raise their walls."""
    widen_campaign()
    widen_role()
    make_total()
    make_reminder_stop()
    for table, wall in WALLS.items():
        for statement in wall.build(table):
            op.execute(statement)


def widen_campaign() -> None:
    op.alter_column("campaign", "answered_at_least", type_=sa.Integer(), existing_type=sa.SmallInteger())
    op.add_column("campaign", sa.Column("contributors", sa.Integer(), nullable=True))
    op.add_column("campaign", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("campaign", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "campaign",
        sa.Column("commitments", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"),
    )
    op.alter_column("campaign", "note", server_default=None)
    op.alter_column("campaign", "commitments", server_default=None)


def widen_role() -> None:
    op.add_column("role", sa.Column("group_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        "fk_role_cooperative_id_group_id",
        "role",
        "group",
        ["cooperative_id", "group_id"],
        ["cooperative_id", "id"],
        ondelete="CASCADE",
    )
    op.create_check_constraint("branch", "role", "(name = 'branch_coordinator') = (group_id IS NOT NULL)")


def make_total() -> None:
    op.create_table(
        "total",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column(
            "dimension",
            sa.Enum("status", "seniority", name="dimension", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("n >= 0", name="ck_total_n"),
        sa.ForeignKeyConstraint(
            ["cooperative_id"],
            ["cooperative.cooperative_id"],
            name="fk_total_cooperative_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "dimension", "category", name="pk_total"),
    )


def make_reminder_stop() -> None:
    op.create_table(
        "reminder_stop",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "member_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_reminder_stop_cooperative_id_member_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "member_id", name="pk_reminder_stop"),
    )


WALLS = {
    "total": walls.cooperative_table(app=walls.OWN, machine=walls.READ),
    "reminder_stop": walls.sealed_table("member_id", app=walls.OWN),
}
