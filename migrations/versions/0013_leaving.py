"""Leaving with everything: what peers said is carried away, what a cooperative held dies."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel import walls

revision = "0013"
down_revision = "0012"

AXES = (
    "local_utility",
    "rest_time",
    "commercial_relation",
    "creativity",
    "tool_mastery",
    "trade_completeness",
    "financial_autonomy",
)
MOMENT = sa.DateTime(timezone=True)
# What jobs may delete once a member has left; `membership` and `invitation` follow.
DELETED = ("request", "standing", "pause", "validator", "block", "thanks", "report", "reminder_stop")


def upgrade() -> None:
    """Make the tables, raise their walls, and let the machine role delete what a departure leaves behind."""
    make_carried_statement()
    make_onward()
    make_archive()
    make_arrival()
    for table, wall in WALLS.items():
        for statement in wall.build(table):
            op.execute(statement)
    for table in DELETED:
        op.execute(f'GRANT DELETE ON "{table}" TO musette_machine')
    op.execute("GRANT UPDATE ON membership TO musette_machine")
    follow_invitations()


def follow_invitations() -> None:
    """Say who accepted an invitation, so that the address dies with the membership."""
    op.add_column("invitation", sa.Column("accepted_by_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        "fk_invitation_cooperative_id_accepted_by_id",
        "invitation",
        "membership",
        ["cooperative_id", "accepted_by_id"],
        ["cooperative_id", "id"],
        ondelete="CASCADE",
    )
    for statement in walls.cooperative_table(app=walls.KEEP, machine=("SELECT", "DELETE")).build(
        "invitation"
    ):
        if "musette_machine" in statement:
            op.execute(statement)


def make_carried_statement() -> None:
    op.create_table(
        "carried_statement",
        *owned("person_id", "id"),
        sa.Column("home", sa.Text(), nullable=False),
        sa.Column("axis", sa.Enum(*AXES, native_enum=False, length=40), nullable=False),
        sa.Column("stance", words("endorse", "contest", "abstain"), nullable=False),
        sa.Column("level_seen", sa.SmallInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=True),
        sa.Column("grounds", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("answer", words("keep", "adjust", "mediate"), nullable=True),
        sa.Column("answer_level", sa.SmallInteger(), nullable=True),
        sa.Column("answer_words", sa.Text(), nullable=False),
        sa.Column("carried_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_carried_statement"),
    )


def make_onward() -> None:
    op.create_table(
        "onward",
        *owned("cooperative_id", "statement_id"),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        *(member_key(each) for each in ("subject_id", "author_id")),
        sa.PrimaryKeyConstraint("cooperative_id", "statement_id", name="pk_onward"),
    )
    op.create_index("ix_onward_author", "onward", ["cooperative_id", "author_id"])


def make_archive() -> None:
    op.create_table(
        "archive",
        *owned("person_id", "id"),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("awaited", sa.SmallInteger(), nullable=False),
        sa.Column("places", postgresql.JSONB(), nullable=False),
        sa.Column("ready_at", MOMENT, nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_archive"),
    )


def make_arrival() -> None:
    op.create_table(
        "arrival",
        *owned("person_id", "id"),
        sa.Column("arrived_at", MOMENT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("chosen", sa.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("kept_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_arrival"),
    )


def owned(*columns: str) -> tuple[sa.Column[object], ...]:
    return tuple(sa.Column(each, sa.Uuid(), nullable=False) for each in columns)


def words(*each: str) -> sa.Enum:
    return sa.Enum(*each, native_enum=False, length=40)


def member_key(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["cooperative_id", column],
        ["membership.cooperative_id", "membership.id"],
        name=f"fk_onward_cooperative_id_{column}",
        ondelete="CASCADE",
    )


WALLS = {
    **dict.fromkeys(("carried_statement", "archive", "arrival"), walls.person_table()),
    "onward": walls.sealed_table("subject_id", "author_id", app=walls.ERASE),
}
