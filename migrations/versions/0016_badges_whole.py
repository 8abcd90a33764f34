"""Badges whole: entries given out by lot, attestations, evidence beside a badge, views signed by name."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel import walls

revision = "0016"
down_revision = "0015"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, raise their walls, then note the entries that were given out already."""
    none = sa.text("'{}'::jsonb")
    op.add_column("badge", sa.Column("along", postgresql.JSONB(), nullable=False, server_default=none))
    op.alter_column("badge", "along", server_default=None)
    make_status_entry()
    make_badge_evidence()
    make_attestation()
    make_signed_view()
    note_entries()
    for table, wall in WALLS.items():
        for statement in wall.build(table):
            op.execute(statement)


def make_status_entry() -> None:
    op.create_table(
        "status_entry",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "number"],
            ["status_list.cooperative_id", "status_list.number"],
            name="fk_status_entry_cooperative_id_number",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "number", "rank", name="pk_status_entry"),
    )


def make_badge_evidence() -> None:
    op.create_table(
        "badge_evidence",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("badge_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("experience_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("photo", sa.LargeBinary(), nullable=True),
        sa.Column("width", sa.SmallInteger(), nullable=True),
        sa.Column("height", sa.SmallInteger(), nullable=True),
        sa.Column("taken_back_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id", "badge_id"],
            ["badge.person_id", "badge.id"],
            name="fk_badge_evidence_person_id_badge_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "badge_id", "rank", name="pk_badge_evidence"),
    )
    op.create_index("ix_badge_evidence_experience", "badge_evidence", ["person_id", "experience_id"])


def make_attestation() -> None:
    op.create_table(
        "attestation",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Enum("fr", "en", native_enum=False, length=40), nullable=False),
        sa.Column("holder_name", sa.Text(), nullable=True),
        sa.Column("level", sa.SmallInteger(), nullable=True),
        sa.Column("status_number", sa.Integer(), nullable=True),
        sa.Column("status_index", sa.Integer(), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("level BETWEEN 0 AND 100", name=op.f("ck_attestation_level")),
        sa.CheckConstraint(
            "(about = 'membership') = (status_index IS NOT NULL)", name=op.f("ck_attestation_has_status")
        ),
        sa.CheckConstraint(
            "(status_number IS NULL) = (status_index IS NULL)", name=op.f("ck_attestation_status_is_whole")
        ),
        sa.PrimaryKeyConstraint("person_id", "cooperative_id", "about", name="pk_attestation"),
    )


def make_signed_view() -> None:
    op.create_table(
        "signed_view",
        *(
            sa.Column(each, sa.Uuid(), nullable=False)
            for each in ("cooperative_id", "statement_id", "badge_id", "subject_id", "author_id")
        ),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "statement_id"],
            ["statement.cooperative_id", "statement.id"],
            name="fk_signed_view_cooperative_id_statement_id",
            ondelete="CASCADE",
        ),
        *(
            sa.ForeignKeyConstraint(
                ["cooperative_id", each],
                ["membership.cooperative_id", "membership.id"],
                name=f"fk_signed_view_cooperative_id_{each}",
                ondelete="CASCADE",
            )
            for each in ("subject_id", "author_id")
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "statement_id", "badge_id", name="pk_signed_view"),
    )


def note_entries() -> None:
    """Lists were filled in order: the first `taken` entries of each are given out."""
    op.execute("ALTER TABLE status_list NO FORCE ROW LEVEL SECURITY")  # the owner reads the lists of all
    op.execute(
        "INSERT INTO status_entry (cooperative_id, number, rank)"
        " SELECT cooperative_id, number, generate_series(0, taken - 1) FROM status_list"
    )
    op.execute("ALTER TABLE status_list FORCE ROW LEVEL SECURITY")


WALLS = {
    "status_entry": walls.cooperative_table(app=walls.WRITE_ONCE),
    "badge_evidence": walls.person_table(),
    "attestation": walls.person_table(),
    "signed_view": walls.sealed_table("subject_id", "author_id", app=walls.ERASE),
}
