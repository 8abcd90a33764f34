"""Going together: who goes, what each agreed to, the file; over there, the file and who has come to it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel import walls

revision = "0014"
down_revision = "0013"

MOMENT = sa.DateTime(timezone=True)
GOES_ALONG = (
    "(EXISTS ( SELECT 1 FROM companion"
    " WHERE ((companion.cooperative_id = joint_export.cooperative_id)"
    " AND (companion.joint_id = joint_export.id) AND (companion.member_id = app.member()))))"
)


def upgrade() -> None:
    """Make the tables and raise their walls."""
    make_joint_export()
    make_companion()
    make_joint_consent()
    make_joint_arrival()
    make_joint_seat()
    make_origin()
    for table, wall in WALLS.items():
        for statement in wall.build(table):
            op.execute(statement)


def make_joint_export() -> None:
    op.create_table(
        "joint_export",
        *owned("cooperative_id", "id"),
        sa.Column("opener_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("places", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("made_at", MOMENT, nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("cooperative_id", "id", name="pk_joint_export"),
        member_key("joint_export", "opener_id", "SET NULL (opener_id)"),
    )


def make_companion() -> None:
    op.create_table(
        "companion",
        *owned("cooperative_id", "joint_id", "member_id"),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("did", sa.Text(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("cooperative_id", "joint_id", "member_id", name="pk_companion"),
        member_key("companion", "member_id"),
        key_to("companion", "joint_id", "joint_export.id"),
    )
    op.create_index("ix_companion_member", "companion", ["cooperative_id", "member_id"])


def make_joint_consent() -> None:
    op.create_table(
        "joint_consent",
        *owned("person_id", "id", "joint_id", "cooperative_id", "member_id"),
        sa.Column("home", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("leaves", sa.Boolean(), nullable=False),
        sa.Column("chosen", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("agreed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_joint_consent"),
        sa.UniqueConstraint("person_id", "joint_id", name="uq_joint_consent_person_id_joint_id"),
    )


def make_joint_arrival() -> None:
    op.create_table(
        "joint_arrival",
        *owned("cooperative_id", "id"),
        sa.Column("brought_by_id", sa.Uuid(), nullable=True),
        sa.Column("arrived_at", MOMENT, nullable=False),
        sa.Column("begun_at", MOMENT, nullable=True),
        sa.Column("checked_at", MOMENT, nullable=True),
        sa.Column("refused", sa.Text(), nullable=True),
        sa.Column("home", sa.Text(), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("people", sa.SmallInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("cooperative_id", "id", name="pk_joint_arrival"),
        member_key("joint_arrival", "brought_by_id", "SET NULL (brought_by_id)"),
    )


def make_joint_seat() -> None:
    op.create_table(
        "joint_seat",
        *owned("cooperative_id", "arrival_id"),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        *owned("member_id", "file_id"),
        sa.Column("home", sa.Text(), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("seated_at", MOMENT, nullable=False),
        sa.Column("hears", sa.Boolean(), nullable=False),
        sa.Column("speaks", sa.Boolean(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("said", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("cooperative_id", "arrival_id", "place", name="pk_joint_seat"),
        sa.UniqueConstraint(
            "cooperative_id",
            "arrival_id",
            "member_id",
            name="uq_joint_seat_cooperative_id_arrival_id_member_id",
        ),
        member_key("joint_seat", "member_id"),
        key_to("joint_seat", "arrival_id", "joint_arrival.id"),
    )
    op.create_index("ix_joint_seat_member", "joint_seat", ["cooperative_id", "member_id"])


def make_origin() -> None:
    op.create_table(
        "origin",
        *owned("cooperative_id", "statement_id", "subject_id"),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("home", sa.Text(), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("brought_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("cooperative_id", "statement_id", name="pk_origin"),
        member_key("origin", "subject_id"),
        member_key("origin", "author_id", "SET NULL (author_id)"),
        key_to("origin", "statement_id", "statement.id"),
    )
    op.create_index("ix_origin_subject", "origin", ["cooperative_id", "subject_id"])


def owned(*columns: str) -> tuple[sa.Column[object], ...]:
    return tuple(sa.Column(each, sa.Uuid(), nullable=False) for each in columns)


def member_key(table: str, column: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return key_to(table, column, "membership.id", ondelete)


def key_to(table: str, column: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["cooperative_id", column],
        [f"{other.partition('.')[0]}.cooperative_id", other],
        name=f"fk_{table}_cooperative_id_{column}",
        ondelete=ondelete,
    )


OWN = walls.OWN
WALLS = {
    "joint_export": walls.sealed_table(
        "opener_id", "id", app=OWN, machine=("SELECT", "UPDATE", "DELETE"), also=GOES_ALONG
    ),
    "companion": walls.sealed_table("member_id", "joint_id", app=OWN, machine=("SELECT", "UPDATE", "DELETE")),
    "joint_consent": walls.person_table(),
    "joint_arrival": walls.sealed_table("brought_by_id", "id", app=OWN, machine=("SELECT", "DELETE")),
    "joint_seat": walls.sealed_table("member_id", app=OWN, machine=("SELECT", "UPDATE", "DELETE")),
    "origin": walls.sealed_table("subject_id", "author_id", app=walls.ERASE),
}
