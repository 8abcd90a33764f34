"""Campaigns: how many contributed to each portrait, the one reminder and who wants none."""

import sqlalchemy as sa
from alembic import op

from kernel import walls

revision = "0007"
down_revision = "0005"


def upgrade() -> None:
    """Widen what a campaign remembers, make the tables, then raise their walls."""
    widen_campaign()
    make_reminder_stop()
    for table, wall in WALLS.items():
        for statement in wall.build(table):
            op.execute(statement)


def widen_campaign() -> None:
    op.alter_column("campaign", "answered_at_least", type_=sa.Integer(), existing_type=sa.SmallInteger())
    op.add_column("campaign", sa.Column("contributors", sa.Integer(), nullable=True))
    op.add_column("campaign", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))


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
    "reminder_stop": walls.sealed_table("member_id", app=walls.OWN),
}
