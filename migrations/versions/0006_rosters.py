"""Rosters: the keys of a portrait kept once, its sets as bits over them.

What was sealed before is converted: the audit of the next portraits needs it. Rows behind forced policies are
hidden from their owner too, so the policies are lifted for the time of the conversion, in this transaction.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel import walls

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the new tables from what the old one holds, then raise their walls."""
    op.execute("ALTER TABLE release_set NO FORCE ROW LEVEL SECURITY")
    connection = op.get_bind()
    old = connection.execute(sa.text("SELECT * FROM release_set ORDER BY closed_on, measure, cell")).all()
    op.drop_table("release_set")
    make_roster()
    make_release_set()
    seal_again(connection, old)
    for table, wall in WALLS.items():
        for statement in wall.build(table):
            op.execute(statement)


def make_roster() -> None:
    op.create_table(
        "roster",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("keys", sa.LargeBinary(), nullable=False),
        sa.Column("merged_on", sa.Date(), nullable=False),
        sa.Column("merges", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id"],
            ["cooperative.cooperative_id"],
            name="fk_roster_cooperative_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "closed_on", name="pk_roster"),
    )


def make_release_set() -> None:
    op.create_table(
        "release_set",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("cell", sa.Text(), nullable=False),
        sa.Column("roster_on", sa.Date(), nullable=False),
        sa.Column("members", sa.LargeBinary(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "roster_on"],
            ["roster.cooperative_id", "roster.closed_on"],
            name="fk_release_set_cooperative_id_roster_on",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "closed_on", "measure", "cell", name="pk_release_set"),
    )


def seal_again(connection: sa.Connection, old: Sequence[sa.Row[tuple[object, ...]]]) -> None:
    """Write the rosters of these sets, and the sets as bits over them."""
    rosters: dict[tuple[UUID, date], set[UUID]] = defaultdict(set)
    for row in old:
        rosters[row.cooperative_id, row.closed_on].update(row.keys)
    for (cooperative, day), keys in rosters.items():
        connection.execute(
            sa.text("INSERT INTO roster VALUES (:cooperative, :day, :keys, :day, cast(:merges AS jsonb))"),
            {
                "cooperative": cooperative,
                "day": day,
                "keys": b"".join(key.bytes for key in sorted(keys)),
                "merges": json.dumps({}),
            },
        )
    for row in old:
        present = set(row.keys)
        bits = [key in present for key in sorted(rosters[row.cooperative_id, row.closed_on])]
        connection.execute(
            sa.text(
                "INSERT INTO release_set VALUES (:cooperative, :day, :measure, :cell, :day, :members, :n, :t)"
            ),
            {
                "cooperative": row.cooperative_id,
                "day": row.closed_on,
                "measure": row.measure,
                "cell": row.cell,
                "members": packed(bits),
                "n": len(present),
                "t": row.total,
            },
        )


def packed(bits: Sequence[bool]) -> bytes:
    """A bit for each, the first one highest in the first byte."""
    digits = "".join("1" if bit else "0" for bit in bits).ljust(-(-len(bits) // 8) * 8, "0")
    return bytes(int(digits[start : start + 8], 2) for start in range(0, len(digits), 8))


WALLS = {"roster": walls.machine_table(), "release_set": walls.machine_table()}
