"""What a person shows: grants, copies, links; who read them; a portfolio; levels typed by a helper."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel import walls

revision = "0012"
down_revision = "0011"

MOMENT = sa.DateTime(timezone=True)
ITEMS = ("profile", "axis", "history", "experience", "intention", "scenario", "portfolio")
AUDIENCES = ("peers", "person", "group", "cooperative", "link")


def upgrade() -> None:
    """Make the tables, then raise their walls."""
    op.add_column("reading", sa.Column("about_id", sa.Uuid(), nullable=True))
    op.execute("GRANT DELETE ON reading TO musette_machine")
    make_grant()
    make_shared_copy()
    make_shared_link()
    make_link_reading()
    make_portfolio()
    make_typed()
    for table, wall in WALLS.items():
        for statement in wall.build(table):
            op.execute(statement)


def make_grant() -> None:
    op.create_table(
        "grant",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Enum(*ITEMS, native_enum=False, length=40), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("audience", sa.Enum(*AUDIENCES, native_enum=False, length=40), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=True),
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("holds", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("copied_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_grant"),
    )
    op.create_index("ix_grant_made", "grant", ["person_id", "made_at"])


def make_shared_copy() -> None:
    op.create_table(
        "shared_copy",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Enum(*ITEMS, native_enum=False, length=40), nullable=False),
        sa.Column("audience", sa.Enum(*AUDIENCES, native_enum=False, length=40), nullable=False),
        sa.Column("readers", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("copied_at", MOMENT, nullable=False),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.Column("photos", postgresql.ARRAY(sa.LargeBinary()), nullable=False),
        key_to("shared_copy", "owner_id", "membership"),
        key_to("shared_copy", "group_id", "group"),
        sa.PrimaryKeyConstraint("cooperative_id", "id", name="pk_shared_copy"),
    )
    op.create_index("ix_shared_copy_owner", "shared_copy", ["cooperative_id", "owner_id"])


def make_shared_link() -> None:
    op.create_table(
        "shared_link",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.Column("photos", postgresql.ARRAY(sa.LargeBinary()), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("copied_at", MOMENT, nullable=False),
        sa.Column("gone_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_shared_link"),
    )


def make_link_reading() -> None:
    op.create_table(
        "link_reading",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("hour", MOMENT, nullable=False),
        sa.Column("item", sa.Enum(*ITEMS, native_enum=False, length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "link_id"],
            ["shared_link.person_id", "shared_link.id"],
            name="fk_link_reading_person_id_link_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "link_id", "hour", name="pk_link_reading"),
    )


def make_portfolio() -> None:
    op.create_table(
        "portfolio",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("axes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("experiences", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_portfolio"),
    )


def make_typed() -> None:
    op.create_table(
        "typed",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("helper_id", sa.Uuid(), nullable=True),
        sa.Column("levels", postgresql.JSONB(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("typed_at", MOMENT, nullable=True),
        key_to("typed", "member_id", "membership"),
        key_to("typed", "helper_id", "membership"),
        sa.PrimaryKeyConstraint("cooperative_id", "id", name="pk_typed"),
        sa.UniqueConstraint("cooperative_id", "member_id", name="uq_typed_cooperative_id_member_id"),
    )


def key_to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["cooperative_id", column],
        [f"{other}.cooperative_id", f"{other}.id"],
        name=f"fk_{table}_cooperative_id_{column}",
        ondelete="CASCADE",
    )


US = walls.OUR_MEMBER
HERE = walls.IN_OUR_COOPERATIVE
OURS = walls.OF_OUR_PERSON
READER = (
    "(((until IS NULL) OR (until > now()))"
    " AND (EXISTS ( SELECT 1 FROM membership"
    " WHERE ((membership.cooperative_id = shared_copy.cooperative_id)"
    f" AND (membership.id = {US}) AND (membership.until IS NULL))))"
    " AND (EXISTS ( SELECT 1 FROM membership"
    " WHERE ((membership.cooperative_id = shared_copy.cooperative_id)"
    " AND (membership.id = shared_copy.owner_id) AND (membership.until IS NULL))))"
    f" AND (((audience)::text = 'cooperative'::text) OR ({US} = ANY (readers))"
    " OR ((EXISTS ( SELECT 1 FROM group_member"
    " WHERE ((group_member.cooperative_id = shared_copy.cooperative_id)"
    " AND (group_member.group_id = shared_copy.group_id)"
    f" AND (group_member.member_id = {US}) AND (group_member.until IS NULL))))"
    " AND (NOT (EXISTS ( SELECT 1 FROM role"
    " WHERE ((role.cooperative_id = shared_copy.cooperative_id)"
    f" AND (role.member_id = {US}) AND (role.until IS NULL)"
    " AND (((role.name)::text = 'coordinator'::text)"
    " OR ((role.name)::text = 'branch_coordinator'::text)))))))))"
)
WALLS = {
    "grant": walls.person_table(),
    "portfolio": walls.person_table(),
    "shared_copy": walls.Enclosure(
        walls.Wall.COOPERATIVE,
        (
            walls.Door(
                walls.Role.APP,
                walls.OWN,
                f"({HERE} AND ((owner_id = {US}) OR {READER}))",
                f"({HERE} AND (owner_id = {US}))",
            ),
            walls.Door(walls.Role.MACHINE, ("SELECT", "UPDATE", "DELETE"), HERE, HERE),
            walls.Door(walls.Role.BACKUP, walls.READ, None, None),
        ),
    ),
    "shared_link": walls.Enclosure(
        walls.Wall.PERSON,
        (
            walls.Door(walls.Role.APP, walls.OWN, f"({OURS} OR (id = {US}))", OURS),
            walls.Door(walls.Role.BACKUP, walls.READ, None, None),
        ),
    ),
    "link_reading": walls.Enclosure(
        walls.Wall.PERSON,
        (
            walls.Door(
                walls.Role.APP,
                walls.ERASE,
                f"({OURS} OR (link_id = {US}))",
                f"({OURS} OR (link_id = {US}))",
            ),
            walls.Door(walls.Role.BACKUP, walls.READ, None, None),
        ),
    ),
    "typed": walls.sealed_table("member_id", "id", app=walls.OWN, machine=("SELECT", "DELETE")),
}
