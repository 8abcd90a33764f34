"""Taking stock: activities, drafts, assessments, life events, and what a cooperative may count."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel import walls

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables, then raise their walls."""
    make_activity()
    make_event()
    make_assessment()
    make_counting()
    make_draft()
    make_contribution()
    for table, wall in WALLS.items():
        for statement in wall.build(table):
            op.execute(statement)


def make_activity() -> None:
    op.create_table(
        "activity",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("trade", sa.Text(), nullable=True),
        sa.Column("seniority", sa.Text(), nullable=True),
        sa.Column("territory", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_activity"),
    )


def make_event() -> None:
    op.create_table(
        "event",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_event"),
    )


def make_assessment() -> None:
    op.create_table(
        "assessment",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("referential", sa.Text(), nullable=False),
        sa.Column("suggestions", postgresql.JSONB(), nullable=False),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.Column("skips", postgresql.JSONB(), nullable=False),
        sa.Column("notes", postgresql.JSONB(), nullable=False),
        sa.Column("local_utility", sa.SmallInteger(), nullable=True),
        sa.Column("rest_time", sa.SmallInteger(), nullable=True),
        sa.Column("commercial_relation", sa.SmallInteger(), nullable=True),
        sa.Column("creativity", sa.SmallInteger(), nullable=True),
        sa.Column("tool_mastery", sa.SmallInteger(), nullable=True),
        sa.Column("trade_completeness", sa.SmallInteger(), nullable=True),
        sa.Column("financial_autonomy", sa.SmallInteger(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("trade", sa.Text(), nullable=True),
        sa.Column("seniority", sa.Text(), nullable=True),
        sa.Column("territory", sa.Text(), nullable=True),
        sa.CheckConstraint("commercial_relation BETWEEN 0 AND 100", name="ck_assessment_commercial_relation"),
        sa.CheckConstraint("creativity BETWEEN 0 AND 100", name="ck_assessment_creativity"),
        sa.CheckConstraint("financial_autonomy BETWEEN 0 AND 100", name="ck_assessment_financial_autonomy"),
        sa.CheckConstraint("local_utility BETWEEN 0 AND 100", name="ck_assessment_local_utility"),
        sa.CheckConstraint("rest_time BETWEEN 0 AND 100", name="ck_assessment_rest_time"),
        sa.CheckConstraint("tool_mastery BETWEEN 0 AND 100", name="ck_assessment_tool_mastery"),
        sa.CheckConstraint("trade_completeness BETWEEN 0 AND 100", name="ck_assessment_trade_completeness"),
        sa.ForeignKeyConstraint(
            ["person_id", "activity_id"],
            ["activity.person_id", "activity.id"],
            name="fk_assessment_person_id_activity_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_assessment"),
    )
    op.create_index("ix_assessment_submitted", "assessment", ["person_id", "submitted_at"], unique=False)


def make_counting() -> None:
    op.create_table(
        "counting",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "activity_id"],
            ["activity.person_id", "activity.id"],
            name="fk_counting_person_id_activity_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "cooperative_id", name="pk_counting"),
    )


def make_draft() -> None:
    op.create_table(
        "draft",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "activity_id"],
            ["activity.person_id", "activity.id"],
            name="fk_draft_person_id_activity_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_draft"),
        sa.UniqueConstraint("person_id", "activity_id", name="uq_draft_person_id_activity_id"),
    )


def make_contribution() -> None:
    op.create_table(
        "contribution",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("local_utility", sa.SmallInteger(), nullable=True),
        sa.Column("rest_time", sa.SmallInteger(), nullable=True),
        sa.Column("commercial_relation", sa.SmallInteger(), nullable=True),
        sa.Column("creativity", sa.SmallInteger(), nullable=True),
        sa.Column("tool_mastery", sa.SmallInteger(), nullable=True),
        sa.Column("trade_completeness", sa.SmallInteger(), nullable=True),
        sa.Column("financial_autonomy", sa.SmallInteger(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("trade", sa.Text(), nullable=True),
        sa.Column("seniority", sa.Text(), nullable=True),
        sa.Column("territory", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "commercial_relation BETWEEN 0 AND 100", name="ck_contribution_commercial_relation"
        ),
        sa.CheckConstraint("creativity BETWEEN 0 AND 100", name="ck_contribution_creativity"),
        sa.CheckConstraint("financial_autonomy BETWEEN 0 AND 100", name="ck_contribution_financial_autonomy"),
        sa.CheckConstraint("local_utility BETWEEN 0 AND 100", name="ck_contribution_local_utility"),
        sa.CheckConstraint("rest_time BETWEEN 0 AND 100", name="ck_contribution_rest_time"),
        sa.CheckConstraint("tool_mastery BETWEEN 0 AND 100", name="ck_contribution_tool_mastery"),
        sa.CheckConstraint("trade_completeness BETWEEN 0 AND 100", name="ck_contribution_trade_completeness"),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "member_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_contribution_cooperative_id_member_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "member_id", "period", name="pk_contribution"),
        sa.UniqueConstraint("cooperative_id", "key", name="uq_contribution_cooperative_id_key"),
    )
    op.create_index(
        "ix_contribution_submitted", "contribution", ["cooperative_id", "submitted_at"], unique=False
    )


WALLS = {
    "activity": walls.person_table(),
    "event": walls.person_table(),
    "assessment": walls.person_table(walls.ERASE),
    "counting": walls.person_table(),
    "draft": walls.person_table(),
    "contribution": walls.sealed_table("member_id", app=walls.OWN, machine=("SELECT", "DELETE")),
}
