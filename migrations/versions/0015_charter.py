"""A charter for each cooperative, written in versions; unused accounts announced, then erased."""

import sqlalchemy as sa
from alembic import op

from kernel import walls

revision = "0015"
down_revision = "0014"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the charters, write the first of each cooperative, date the use of accounts, raise the walls."""
    make_charter()
    make_charter_draft()
    make_charter_read()
    begin_charters()
    make_erased()
    date_accounts()
    for table, wall in WALLS.items():
        for statement in wall.build(table):
            op.execute(statement)


def begin_charters() -> None:
    """The first version says what has been true in each cooperative until now, and is its one source."""
    op.execute("ALTER TABLE cooperative NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "INSERT INTO charter (cooperative_id, number, edition, floor, notice_days, closes_a_year, closed,"
        " coordinators, mediators, controller, words, published_at)"
        " SELECT cooperative_id, 1, gen_random_uuid(), floor, 21, 4, '{}', 2, 1, '', '', created_at"
        " FROM cooperative"
    )
    op.execute("ALTER TABLE cooperative FORCE ROW LEVEL SECURITY")
    op.drop_column("cooperative", "floor")


def date_accounts() -> None:
    """Each account was last used when one of its sign-ins was, or when it was opened."""
    op.add_column(
        "person", sa.Column("last_seen_at", MOMENT, server_default=sa.text("now()"), nullable=False)
    )
    op.add_column("person", sa.Column("notices", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("person", sa.Column("noticed_at", MOMENT, nullable=True))
    op.create_check_constraint(op.f("ck_person_notices"), "person", "notices BETWEEN 0 AND 2")
    op.create_index("ix_person_last_seen_at", "person", ["last_seen_at"])
    op.execute(
        "UPDATE person SET last_seen_at = greatest(created_at,"
        " (SELECT max(login.last_seen_at) FROM login WHERE login.person_id = person.id))"
    )


def make_charter() -> None:
    op.create_table(
        "charter",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        *decided(),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("previous", sa.SmallInteger(), nullable=True),
        sa.Column("previous_floor", sa.SmallInteger(), nullable=True),
        sa.Column("edition", sa.Uuid(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("cooperative_id", "number", name="pk_charter"),
        sa.UniqueConstraint(
            "cooperative_id", "number", "floor", name="uq_charter_cooperative_id_number_floor"
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "previous", "previous_floor"],
            ["charter.cooperative_id", "charter.number", "charter.floor"],
            name="fk_charter_cooperative_id_previous_previous_floor",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint(
            "CASE WHEN number = 1 THEN num_nulls(previous, previous_floor) = 2 ELSE num_nulls(previous,"
            " previous_floor) = 0 AND previous = number - 1 AND floor >= previous_floor END",
            name=op.f("ck_charter_never_lowered"),
        ),
        *bounded("charter"),
    )


def make_charter_draft() -> None:
    op.create_table(
        "charter_draft",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        *decided(),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("edition", sa.Uuid(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("cooperative_id", name="pk_charter_draft"),
        *bounded("charter_draft"),
    )


def make_charter_read() -> None:
    op.create_table(
        "charter_read",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("cooperative_id", "member_id", name="pk_charter_read"),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "member_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_charter_read_cooperative_id_member_id",
            ondelete="CASCADE",
        ),
    )


def make_erased() -> None:
    op.create_table(
        "erased",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", name="pk_erased"),
    )


def decided() -> tuple[sa.Column[object], ...]:
    return (
        *map(figure, ("floor", "notice_days", "closes_a_year", "coordinators", "mediators")),
        sa.Column("closed", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("controller", sa.Text(), nullable=False),
        sa.Column("consulted_on", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
    )


def figure(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.SmallInteger(), nullable=False)


def bounded(table: str) -> tuple[sa.Constraint, ...]:
    checks = {
        "floor": "floor >= 10",
        "notice_days": "notice_days >= 21",
        "closes_a_year": "closes_a_year BETWEEN 1 AND 4",
        "closed": "closed <@ ARRAY['group', 'cooperative', 'link']",
        "words": "char_length(controller) <= 200 AND char_length(words) <= 20000",
    }
    return (
        *(sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}")) for name, words in checks.items()),
        sa.ForeignKeyConstraint(
            ["cooperative_id"],
            ["cooperative.cooperative_id"],
            name=f"fk_{table}_cooperative_id",
            ondelete="CASCADE",
        ),
    )


WALLS = {
    "charter": walls.cooperative_table(app=walls.WRITE_ONCE, machine=walls.READ),
    "charter_draft": walls.cooperative_table(app=walls.OWN),
    "charter_read": walls.sealed_table("member_id", app=walls.KEEP, machine=("SELECT", "DELETE")),
    "erased": walls.identity_table("SELECT", "INSERT", "UPDATE"),
}
