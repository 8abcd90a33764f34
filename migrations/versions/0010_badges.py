"""Badges: keys, status lists, what members publish. Peers may be named; since when a level stands so."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel import walls

revision = "0010"
down_revision = "0009"

AXES = sa.Enum(
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
)
LANGUAGES = sa.Enum("fr", "en", name="language", native_enum=False, length=40)


def upgrade() -> None:
    """Make the tables, then raise their walls; widen what peers say and where levels stand."""
    make_member_key()
    make_issuer_key()
    make_status_list()
    make_badge()
    make_published()
    for table, wall in WALLS.items():
        for statement in wall.build(table):
            op.execute(statement)
    widen_statement()
    widen_standing()


def make_member_key() -> None:
    op.create_table(
        "member_key",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed", sa.LargeBinary(), nullable=True),
        sa.Column("handed_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("person_id", "cooperative_id", name="pk_member_key"),
    )


def make_issuer_key() -> None:
    op.create_table(
        "issuer_key",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id"], ["cooperative.cooperative_id"], name="fk_issuer_key_cooperative_id"
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "name", name="pk_issuer_key"),
    )


def make_status_list() -> None:
    op.create_table(
        "status_list",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("bits", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id"], ["cooperative.cooperative_id"], name="fk_status_list_cooperative_id"
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "number", name="pk_status_list"),
    )


def make_badge() -> None:
    op.create_table(
        "badge",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("axis", AXES, nullable=False),
        sa.Column("band", sa.SmallInteger(), nullable=False),
        sa.Column("language", LANGUAGES, nullable=False),
        sa.Column("holder_name", sa.Text(), nullable=True),
        sa.Column("identity", sa.Text(), nullable=True),
        sa.Column("salt", sa.Text(), nullable=True),
        sa.Column("status_number", sa.Integer(), nullable=False),
        sa.Column("status_index", sa.Integer(), nullable=False),
        sa.Column("awarded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", postgresql.JSONB(), nullable=False),
        sa.Column("voices", postgresql.JSONB(), nullable=False),
        sa.Column("bundle", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("band BETWEEN 1 AND 5", name=op.f("ck_badge_band")),
        sa.CheckConstraint("(identity IS NULL) = (salt IS NULL)", name=op.f("ck_badge_identity_is_salted")),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_badge"),
        sa.UniqueConstraint(
            "person_id",
            "cooperative_id",
            "status_number",
            "status_index",
            name="uq_badge_person_id_cooperative_id_status_number_status_index",
        ),
    )
    op.create_index("ix_badge_place", "badge", ["person_id", "cooperative_id", "axis"], unique=False)


def make_published() -> None:
    op.create_table(
        "published",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["cooperative_id"], ["cooperative.cooperative_id"], name="fk_published_cooperative_id"
        ),
        sa.PrimaryKeyConstraint("path", name="pk_published"),
    )
    op.create_index("ix_published_place", "published", ["cooperative_id", "path"], unique=False)


def widen_statement() -> None:
    """Nobody who spoke before had agreed to be named."""
    op.add_column(
        "statement", sa.Column("named", sa.Boolean(), nullable=False, server_default=sa.text("false"))
    )
    op.alter_column("statement", "named", server_default=None)


def widen_standing() -> None:
    """What stood before is taken to have stood so since it was last settled."""
    op.add_column("standing", sa.Column("since", sa.DateTime(timezone=True), nullable=True))
    op.execute("ALTER TABLE standing NO FORCE ROW LEVEL SECURITY")  # the owner fills the column of every row
    op.execute("UPDATE standing SET since = settled_at")
    op.alter_column("standing", "since", nullable=False)
    op.execute("ALTER TABLE standing FORCE ROW LEVEL SECURITY")


WALLS = {
    "member_key": walls.person_table(),
    "issuer_key": walls.cooperative_table(app=walls.WRITE_ONCE, machine=walls.KEEP),
    "status_list": walls.cooperative_table(app=walls.KEEP, machine=walls.KEEP),
    "badge": walls.person_table(),
    "published": walls.published_table(),
}
