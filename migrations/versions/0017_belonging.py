"""Belonging: badges are carried, large files are kept in pieces, what counts begins on a day."""

import sqlalchemy as sa
from alembic import op

from kernel import walls

revision = "0017"
down_revision = "0016"

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


def upgrade() -> None:
    """Make the tables and raise their walls; files that were kept for a few days are asked for again."""
    make_carried_badge()
    make_piece()
    for table in ("carried_badge", "piece"):
        for statement in walls.person_table().build(table):
            op.execute(statement)
    op.execute("TRUNCATE archive, arrival")
    for table in ("archive", "arrival"):
        op.drop_column(table, "body")
        op.add_column(table, sa.Column("size", sa.BigInteger(), nullable=False))
    op.add_column("counting", sa.Column("since", MOMENT, nullable=True))
    op.add_column("archive", sa.Column("directory", sa.LargeBinary(), nullable=False))
    op.add_column("arrival", sa.Column("refused", sa.ARRAY(sa.Text()), nullable=False))


def make_carried_badge() -> None:
    op.create_table(
        "carried_badge",
        *(sa.Column(each, sa.Uuid(), nullable=False) for each in ("person_id", "id")),
        *texts("home", "title", "issuer", "holder_name"),
        sa.Column("axis", sa.Enum(*AXES, native_enum=False, length=40), nullable=False),
        sa.Column("band", sa.SmallInteger(), nullable=False),
        sa.Column("language", sa.Enum("fr", "en", native_enum=False, length=40), nullable=False),
        *(sa.Column(each, MOMENT, nullable=False) for each in ("awarded_at", "expires_at")),
        sa.Column("brought_at", MOMENT, nullable=False),
        *(sa.Column(each, sa.ARRAY(sa.Text()), nullable=False) for each in ("doubts", "voices")),
        *texts("document", "issuer_keys", "status"),
        sa.Column("bundle", sa.Text(), nullable=True),
        *(sa.Column(each, sa.LargeBinary(), nullable=False) for each in ("png", "svg")),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_carried_badge"),
    )


def make_piece() -> None:
    op.create_table(
        "piece",
        *(sa.Column(each, sa.Uuid(), nullable=False) for each in ("person_id", "file_id")),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "file_id", "rank", name="pk_piece"),
    )


def texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(each, sa.Text(), nullable=False) for each in names)
