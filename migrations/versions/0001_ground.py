"""Accounts, cooperatives, journal, consents, jobs: the ground everything stands on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel import walls

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables, then raise their walls."""
    make_scope()
    make_consent()
    make_cooperative()
    make_job()
    make_person()
    make_campaign()
    make_group()
    make_login()
    make_membership()
    make_token()
    make_entry()
    make_group_member()
    make_invitation()
    make_reading()
    make_role()
    for table, wall in WALLS.items():
        for statement in wall.build(table):
            op.execute(statement)


def make_scope() -> None:
    """The functions every wall asks, to know whom this transaction acts for."""
    op.execute("CREATE EXTENSION IF NOT EXISTS citext")
    op.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
    op.execute("CREATE SCHEMA app")
    for name in ("person", "cooperative", "member"):
        op.execute(
            f"CREATE FUNCTION app.{name}() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS"
            f" $$SELECT nullif(current_setting('app.{name}_id', true), '')::uuid$$"
        )
    roles = ", ".join(role.value for role in walls.Role if role is not walls.Role.OWNER)
    op.execute(f"GRANT USAGE ON SCHEMA app TO {roles}")
    op.execute(f"GRANT SELECT ON alembic_version TO {roles}")


def make_consent() -> None:
    op.create_table(
        "consent",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("axis", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_consent"),
    )
    op.create_index(
        "ix_consent_cooperative",
        "consent",
        ["person_id", "cooperative_id", "axis", "decided_at"],
        unique=False,
    )


def make_cooperative() -> None:
    op.create_table(
        "cooperative",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("floor", sa.SmallInteger(), nullable=False),
        sa.Column("next_close_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="ck_cooperative_slug"),
        sa.CheckConstraint("floor >= 10", name="ck_cooperative_floor"),
        sa.PrimaryKeyConstraint("cooperative_id", name="pk_cooperative"),
        sa.UniqueConstraint("slug", name="uq_cooperative_slug"),
    )


def make_job() -> None:
    op.create_table(
        "job",
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("ids", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("scope_id", "id", name="pk_job"),
        sa.UniqueConstraint("scope_id", "kind", "period", name="uq_job_scope_id_kind_period"),
    )
    op.create_index(
        "ix_job_due",
        "job",
        ["next_try_at"],
        unique=False,
        postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
    )


def make_person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", postgresql.CITEXT(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("language IN ('fr', 'en')", name="ck_person_language"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("email", name="uq_person_email"),
    )


def make_campaign() -> None:
    op.create_table(
        "campaign",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at_least", sa.SmallInteger(), nullable=False),
        sa.Column("portrait_possible", sa.Boolean(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["cooperative_id"],
            ["cooperative.cooperative_id"],
            name="fk_campaign_cooperative_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "id", name="pk_campaign"),
        sa.UniqueConstraint("cooperative_id", "closes_on", name="uq_campaign_cooperative_id_closes_on"),
    )


def make_group() -> None:
    op.create_table(
        "group",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("branch", "trade", "project", name="groupkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cooperative_id"],
            ["cooperative.cooperative_id"],
            name="fk_group_cooperative_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "id", name="pk_group"),
        sa.UniqueConstraint("cooperative_id", "name", name="uq_group_cooperative_id_name"),
    )


def make_login() -> None:
    op.create_table(
        "login",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_login_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_login"),
        sa.UniqueConstraint("token_hash", name="uq_login_token_hash"),
    )
    op.create_index("ix_login_person", "login", ["person_id"], unique=False)


def make_membership() -> None:
    op.create_table(
        "membership",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cooperative_id"],
            ["cooperative.cooperative_id"],
            name="fk_membership_cooperative_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_membership_person_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "id", name="pk_membership"),
        sa.UniqueConstraint("cooperative_id", "person_id", name="uq_membership_cooperative_id_person_id"),
    )
    op.create_index("ix_membership_name", "membership", ["cooperative_id", "display_name"], unique=False)
    op.create_index("ix_membership_person", "membership", ["person_id"], unique=False)


def make_token() -> None:
    op.create_table(
        "token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column(
            "purpose",
            sa.Enum("reset-password", "change-address", name="purpose", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("email", postgresql.CITEXT(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_token_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_token"),
        sa.UniqueConstraint("token_hash", name="uq_token_token_hash"),
    )
    op.create_index("ix_token_person", "token", ["person_id"], unique=False)


def make_entry() -> None:
    op.create_table(
        "entry",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("object_kind", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "actor_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_entry_cooperative_id_actor_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "subject_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_entry_cooperative_id_subject_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "id", name="pk_entry"),
    )
    op.create_index("ix_entry_at", "entry", ["cooperative_id", "at"], unique=False)


def make_group_member() -> None:
    op.create_table(
        "group_member",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "group_id"],
            ["group.cooperative_id", "group.id"],
            name="fk_group_member_cooperative_id_group_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "member_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_group_member_cooperative_id_member_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "group_id", "member_id", "since", name="pk_group_member"),
    )
    op.create_index("ix_group_member_member", "group_member", ["cooperative_id", "member_id"], unique=False)


def make_invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", postgresql.CITEXT(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "coordinator",
                "mediator",
                "data_representative",
                name="rolename",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("invited_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "invited_by_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_invitation_cooperative_id_invited_by_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id"],
            ["cooperative.cooperative_id"],
            name="fk_invitation_cooperative_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "id", name="pk_invitation"),
        sa.UniqueConstraint("cooperative_id", "token_hash", name="uq_invitation_cooperative_id_token_hash"),
    )
    op.create_index("ix_invitation_email", "invitation", ["cooperative_id", "email"], unique=False)


def make_reading() -> None:
    op.create_table(
        "reading",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "reader_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_reading_cooperative_id_reader_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "subject_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_reading_cooperative_id_subject_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "id", name="pk_reading"),
    )
    op.create_index("ix_reading_subject", "reading", ["cooperative_id", "subject_id", "at"], unique=False)


def make_role() -> None:
    op.create_table(
        "role",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "name",
            sa.Enum(
                "coordinator",
                "mediator",
                "data_representative",
                name="rolename",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "member_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_role_cooperative_id_member_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id"],
            ["cooperative.cooperative_id"],
            name="fk_role_cooperative_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "id", name="pk_role"),
    )
    op.create_index(
        "uq_role_held",
        "role",
        ["cooperative_id", "member_id", "name"],
        unique=True,
        postgresql_where=sa.text("until IS NULL"),
    )


WALLS = {
    "consent": walls.person_table(),
    "cooperative": walls.shared_table(relay=("cooperative_id", "next_close_on", "zone", "closed_at")),
    "job": walls.Enclosure(
        walls.Wall.JOB,
        (
            *(
                walls.Door(
                    role,
                    walls.KEEP,
                    "(scope_id = ANY (ARRAY[app.cooperative(), app.person()]))",
                    "(scope_id = ANY (ARRAY[app.cooperative(), app.person()]))",
                )
                for role in (walls.Role.APP, walls.Role.IDENTITY, walls.Role.MACHINE)
            ),
            walls.Door(
                walls.Role.RELAY,
                walls.KEEP,
                None,
                None,
                (
                    (
                        "SELECT",
                        (
                            "scope_id",
                            "id",
                            "kind",
                            "queue",
                            "period",
                            "next_try_at",
                            "attempts",
                            "done_at",
                            "failed_at",
                            "fault",
                        ),
                    ),
                    (
                        "INSERT",
                        (
                            "scope_id",
                            "id",
                            "kind",
                            "queue",
                            "period",
                            "next_try_at",
                            "attempts",
                            "created_at",
                        ),
                    ),
                    ("UPDATE", ("next_try_at", "attempts", "failed_at")),
                ),
            ),
            walls.Door(walls.Role.BACKUP, walls.READ, None, None),
        ),
    ),
    "person": walls.identity_table(),
    "campaign": walls.cooperative_table(app=walls.KEEP, machine=("SELECT", "UPDATE")),
    "group": walls.cooperative_table(app=walls.KEEP, machine=walls.READ),
    "login": walls.identity_table(),
    "membership": walls.cooperative_table(
        app=walls.KEEP, machine=walls.READ, identity=f"(person_id = {walls.OUR_PERSON})"
    ),
    "token": walls.identity_table(),
    "entry": walls.sealed_table(
        "actor_id", "subject_id", also="open", writes="true", app=walls.WRITE_ONCE, machine=walls.WRITE_ONCE
    ),
    "group_member": walls.cooperative_table(app=walls.OWN, machine=walls.READ),
    "invitation": walls.cooperative_table(app=walls.KEEP),
    "reading": walls.sealed_table("subject_id", "reader_id", app=walls.WRITE_ONCE, machine=walls.READ),
    "role": walls.cooperative_table(
        app=walls.KEEP,
        machine=walls.READ,
        identity=walls.of_our_membership("role"),
    ),
}
