"""Campaigns: how many contributed to each portrait."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"


def upgrade() -> None:
    """Widen what a campaign remembers."""
    widen_campaign()


def widen_campaign() -> None:
    op.alter_column("campaign", "answered_at_least", type_=sa.Integer(), existing_type=sa.SmallInteger())
    op.add_column("campaign", sa.Column("contributors", sa.Integer(), nullable=True))
