"""Witnesses, pauses, people kept apart, validators, mediations, reported words, thank-yous."""

import sqlalchemy as sa
from alembic import op

from kernel import walls

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables and the columns, then raise their walls, those that changed anew."""
    make_witness()
    make_pause()
    make_block()
    make_validator()
    make_thanks()
    make_report()
    make_mediation()
    widen_request()
    widen_statement()
    widen_answer()
    widen_standing()
    op.create_index("ix_entry_object", "entry", ["cooperative_id", "object_id"], unique=False)
    for table in CHANGED:
        op.execute(LOWER.format(table=table))
    for table, wall in WALLS.items():
        for statement in wall.build(table):
            op.execute(statement)


def make_witness() -> None:
    op.create_table(
        "witness",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "request_id", "subject_id"],
            ["request.cooperative_id", "request.id", "request.subject_id"],
            name="fk_witness_cooperative_id_request_id_subject_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "id", name="pk_witness"),
    )
    op.create_index("ix_witness_request", "witness", ["cooperative_id", "request_id"], unique=False)


def make_pause() -> None:
    op.create_table(
        "pause",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "member_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_pause_cooperative_id_member_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "member_id", name="pk_pause"),
    )


def make_block() -> None:
    op.create_table(
        "block",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.CheckConstraint("member_id <> other_id", name="ck_block_not_oneself"),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "member_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_block_cooperative_id_member_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "other_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_block_cooperative_id_other_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "member_id", "other_id", name="pk_block"),
    )


def make_validator() -> None:
    op.create_table(
        "validator",
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
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "member_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_validator_cooperative_id_member_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "member_id", "axis", name="pk_validator"),
    )


def make_thanks() -> None:
    op.create_table(
        "thanks",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
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
            nullable=True,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("put_away_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("author_id <> recipient_id", name="ck_thanks_not_oneself"),
        sa.CheckConstraint("length(words) <= 500", name="ck_thanks_words"),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "author_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_thanks_cooperative_id_author_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "recipient_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_thanks_cooperative_id_recipient_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "id", name="pk_thanks"),
    )
    op.create_index("ix_thanks_recipient", "thanks", ["cooperative_id", "recipient_id"], unique=False)


def make_report() -> None:
    op.create_table(
        "report",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "request", "statement", "answer", "thanks", name="reported", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=False),
        sa.Column("mediator_id", sa.Uuid(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.CheckConstraint("mediator_id <> reporter_id", name="ck_report_third_person"),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "mediator_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_report_cooperative_id_mediator_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "reporter_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_report_cooperative_id_reporter_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "id", name="pk_report"),
        sa.UniqueConstraint(
            "cooperative_id",
            "reporter_id",
            "kind",
            "about_id",
            name="uq_report_cooperative_id_reporter_id_kind_about_id",
        ),
    )
    op.create_index("ix_report_mediator", "report", ["cooperative_id", "mediator_id"], unique=False)


def make_mediation() -> None:
    op.create_table(
        "mediation",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("mediator_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("subject_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("author_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mediator_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "ending",
            sa.Enum("outcome", "left", "declined", name="ending", native_enum=False, length=40),
            nullable=True,
        ),
        sa.CheckConstraint("length(outcome) <= 1000", name="ck_mediation_outcome"),
        sa.CheckConstraint("mediator_id NOT IN (subject_id, author_id)", name="ck_mediation_third_person"),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "author_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_mediation_cooperative_id_author_id",
            ondelete="SET NULL (author_id)",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "mediator_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_mediation_cooperative_id_mediator_id",
            ondelete="SET NULL (mediator_id)",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "statement_id"],
            ["statement.cooperative_id", "statement.id"],
            name="fk_mediation_cooperative_id_statement_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "subject_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_mediation_cooperative_id_subject_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "statement_id", name="pk_mediation"),
    )
    op.create_index("ix_mediation_mediator", "mediation", ["cooperative_id", "mediator_id"], unique=False)


def widen_request() -> None:
    op.add_column("asked", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("request", sa.Column("evidence", sa.Text(), nullable=False, server_default=""))
    op.add_column("request", sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True))
    op.alter_column("request", "evidence", server_default=None)


def widen_statement() -> None:
    op.add_column("statement", sa.Column("witness_id", sa.Uuid(), nullable=True))
    op.add_column("statement", sa.Column("outside", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("statement", sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("statement", sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "uq_statement_witness",
        "statement",
        ["cooperative_id", "witness_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_foreign_key(
        "fk_statement_cooperative_id_witness_id",
        "statement",
        "witness",
        ["cooperative_id", "witness_id"],
        ["cooperative_id", "id"],
        ondelete="SET NULL (witness_id)",
    )
    op.alter_column("statement", "outside", server_default=None)
    op.create_check_constraint("outside_is_no_member", "statement", "author_id IS NULL OR NOT outside")


def widen_answer() -> None:
    op.add_column("answer", sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_constraint("fk_answer_cooperative_id_author_id", "answer", type_="foreignkey")
    op.create_foreign_key(
        "fk_answer_cooperative_id_author_id",
        "answer",
        "membership",
        ["cooperative_id", "author_id"],
        ["cooperative_id", "id"],
        ondelete="SET NULL (author_id)",
    )


def widen_standing() -> None:
    op.add_column("standing", sa.Column("seen_higher", sa.SmallInteger(), nullable=True))


CHANGED = ("request", "statement", "answer")
LOWER = """DO $$
DECLARE each text;
BEGIN
    FOR each IN SELECT policyname FROM pg_policies WHERE schemaname = 'public' AND tablename = '{table}' LOOP
        EXECUTE format('DROP POLICY %I ON {table}', each);
    END LOOP;
END $$"""


def in_mediation(table: str, statement: str) -> str:
    """The condition that the member in scope mediates the exchange a row is part of, while it lasts."""
    return (
        "(EXISTS ( SELECT 1 FROM mediation"
        f" WHERE ((mediation.cooperative_id = {table}.cooperative_id)"
        f" AND (mediation.statement_id = {table}.{statement})"
        f" AND (mediation.mediator_id = {walls.OUR_MEMBER})"
        " AND (mediation.agreed_at IS NOT NULL) AND (mediation.ended_at IS NULL))))"
    )


TO_OUR_WITNESS = (
    "(EXISTS ( SELECT 1 FROM statement"
    " WHERE ((statement.cooperative_id = answer.cooperative_id) AND (statement.id = answer.statement_id)"
    f" AND (statement.witness_id = {walls.OUR_MEMBER}))))"
)
READ_AND_CHANGE = ("SELECT", "UPDATE")
WALLS = {
    "witness": walls.sealed_table(
        "subject_id",
        "id",
        app=walls.OWN,
        machine=READ_AND_CHANGE,
        writes=f"(subject_id = {walls.OUR_MEMBER})",
    ),
    "pause": walls.sealed_table("member_id", app=walls.OWN),
    "block": walls.sealed_table("member_id", app=walls.OWN),
    "validator": walls.sealed_table("member_id", app=walls.OWN),
    "thanks": walls.sealed_table("author_id", "recipient_id", app=walls.KEEP, machine=READ_AND_CHANGE),
    "report": walls.sealed_table("reporter_id", "mediator_id", machine=READ_AND_CHANGE),
    "mediation": walls.sealed_table(
        "subject_id",
        "author_id",
        app=walls.KEEP,
        machine=READ_AND_CHANGE,
        also=f"((mediator_id = {walls.OUR_MEMBER}) AND (agreed_at IS NOT NULL))",
    ),
    "request": walls.sealed_table(
        "subject_id",
        app=walls.KEEP,
        machine=READ_AND_CHANGE,
        also=(
            "(EXISTS ( SELECT 1 FROM asked"
            " WHERE ((asked.cooperative_id = request.cooperative_id) AND (asked.request_id = request.id)"
            f" AND (asked.reviewer_id = {walls.OUR_MEMBER}) AND ((asked.state)::text = 'asked'::text))))"
            " OR (EXISTS ( SELECT 1 FROM witness"
            " WHERE ((witness.cooperative_id = request.cooperative_id) AND (witness.request_id = request.id)"
            f" AND (witness.id = {walls.OUR_MEMBER}))))"
        ),
        writes=f"(subject_id = {walls.OUR_MEMBER})",
    ),
    "statement": walls.sealed_table(
        "author_id",
        "witness_id",
        app=walls.KEEP,
        machine=READ_AND_CHANGE,
        also=(
            f"((subject_id = {walls.OUR_MEMBER}) AND ((stance)::text <> 'abstain'::text))"
            f" OR {in_mediation('statement', 'id')}"
        ),
        writes=f"((author_id = {walls.OUR_MEMBER}) OR (witness_id = {walls.OUR_MEMBER}))",
    ),
    "answer": walls.sealed_table(
        "subject_id",
        "author_id",
        app=walls.KEEP,
        machine=READ_AND_CHANGE,
        also=f"{TO_OUR_WITNESS} OR {in_mediation('answer', 'statement_id')}",
        writes=f"(subject_id = {walls.OUR_MEMBER})",
    ),
}
