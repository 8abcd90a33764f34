"""Requests, statements, answers and standings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel import walls

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables, then raise their walls."""
    make_request()
    make_standing()
    make_asked()
    make_statement()
    make_answer()
    for table, wall in WALLS.items():
        for statement in wall.build(table):
            op.execute(statement)


def make_request() -> None:
    op.create_table(
        "request",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column(
            "axis",
            sa.Enum(
                "local_utility",
                "rest_time",
                "commercial_relation",
                "creativity",
                "tool_mastery",
                "trade_completeness",
                "financial_autonomy",
                name="axis",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("level_seen", sa.SmallInteger(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("level_seen BETWEEN 0 AND 100", name="ck_request_level_seen"),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "subject_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_request_cooperative_id_subject_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "id", name="pk_request"),
        sa.UniqueConstraint(
            "cooperative_id", "id", "subject_id", name="uq_request_cooperative_id_id_subject_id"
        ),
    )
    op.create_index("ix_request_subject", "request", ["cooperative_id", "subject_id", "axis"], unique=False)


def make_standing() -> None:
    op.create_table(
        "standing",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "axis",
            sa.Enum(
                "local_utility",
                "rest_time",
                "commercial_relation",
                "creativity",
                "tool_mastery",
                "trade_completeness",
                "financial_autonomy",
                name="axis",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "validated", "contested", "in_progress", name="standingstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("value", sa.SmallInteger(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("confirmations", sa.SmallInteger(), nullable=False),
        sa.Column("missing", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "member_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_standing_cooperative_id_member_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "member_id", "axis", name="pk_standing"),
    )


def make_asked() -> None:
    op.create_table(
        "asked",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "reserve", "named", "asked", "set_aside", name="askedstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reviewer_id <> subject_id", name="ck_asked_not_oneself"),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "request_id", "subject_id"],
            ["request.cooperative_id", "request.id", "request.subject_id"],
            name="fk_asked_cooperative_id_request_id_subject_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "reviewer_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_asked_cooperative_id_reviewer_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "id", name="pk_asked"),
        sa.UniqueConstraint(
            "cooperative_id",
            "request_id",
            "reviewer_id",
            name="uq_asked_cooperative_id_request_id_reviewer_id",
        ),
    )
    op.create_index("ix_asked_reviewer", "asked", ["cooperative_id", "reviewer_id"], unique=False)


def make_statement() -> None:
    op.create_table(
        "statement",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column(
            "axis",
            sa.Enum(
                "local_utility",
                "rest_time",
                "commercial_relation",
                "creativity",
                "tool_mastery",
                "trade_completeness",
                "financial_autonomy",
                name="axis",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum("endorse", "contest", "abstain", name="stance", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("level_seen", sa.SmallInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=True),
        sa.Column("grounds", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(stance = 'contest') = (level IS NOT NULL)", name="ck_statement_contest_has_level"
        ),
        sa.CheckConstraint("author_id <> subject_id", name="ck_statement_not_oneself"),
        sa.CheckConstraint("length(words) <= 500", name="ck_statement_words"),
        sa.CheckConstraint("level BETWEEN 0 AND 100", name="ck_statement_level"),
        sa.CheckConstraint("level_seen BETWEEN 0 AND 100", name="ck_statement_level_seen"),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "author_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_statement_cooperative_id_author_id",
            ondelete="SET NULL (author_id)",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "request_id"],
            ["request.cooperative_id", "request.id"],
            name="fk_statement_cooperative_id_request_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "subject_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_statement_cooperative_id_subject_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "id", name="pk_statement"),
    )
    op.create_index("ix_statement_author", "statement", ["cooperative_id", "author_id"], unique=False)
    op.create_index(
        "uq_statement_standing",
        "statement",
        ["cooperative_id", "subject_id", "author_id", "axis", "period"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )


def make_answer() -> None:
    op.create_table(
        "answer",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind", sa.Enum("keep", "adjust", name="answerkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("level", sa.SmallInteger(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(words) <= 500", name="ck_answer_words"),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "author_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_answer_cooperative_id_author_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "statement_id"],
            ["statement.cooperative_id", "statement.id"],
            name="fk_answer_cooperative_id_statement_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "subject_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_answer_cooperative_id_subject_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "statement_id", name="pk_answer"),
    )


WALLS = {
    "request": walls.sealed_table(
        "subject_id",
        app=walls.KEEP,
        machine=("SELECT", "UPDATE"),
        also=(
            "(EXISTS ( SELECT 1 FROM asked"
            " WHERE ((asked.cooperative_id = request.cooperative_id) AND (asked.request_id = request.id)"
            f" AND (asked.reviewer_id = {walls.OUR_MEMBER}) AND ((asked.state)::text = 'asked'::text))))"
        ),
        writes=f"(subject_id = {walls.OUR_MEMBER})",
    ),
    "standing": walls.sealed_table("member_id", app=walls.KEEP),
    "asked": walls.sealed_table(
        "subject_id",
        app=walls.OWN,
        machine=walls.KEEP,
        also=f"((reviewer_id = {walls.OUR_MEMBER}) AND ((state)::text = 'asked'::text))",
        writes=f"(subject_id = {walls.OUR_MEMBER})",
    ),
    "statement": walls.sealed_table(
        "author_id",
        app=walls.KEEP,
        machine=("SELECT", "UPDATE"),
        also=f"((subject_id = {walls.OUR_MEMBER}) AND ((stance)::text <> 'abstain'::text))",
        writes=f"(author_id = {walls.OUR_MEMBER})",
    ),
    "answer": walls.sealed_table(
        "subject_id", "author_id", app=("SELECT", "INSERT"), writes=f"(subject_id = {walls.OUR_MEMBER})"
    ),
}
