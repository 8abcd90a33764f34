"""What a person carries: experiences, photos, intentions, scenarios, several activities; offers; evidence."""

import sqlalchemy as sa
from alembic import op

from kernel import walls

revision = "0011"
down_revision = "0010"

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
    """Make the tables, then raise their walls."""
    op.add_column("activity", sa.Column("taken_up_at", MOMENT, nullable=True))
    make_experience()
    make_photo()
    make_attached()
    make_intention()
    make_scenario()
    make_offer()
    make_evidence()
    for table, wall in WALLS.items():
        for statement in wall.build(table):
            op.execute(statement)


def make_experience() -> None:
    op.create_table(
        "experience",
        *owned("person_id"),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        axis(nullable=True),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("recognised", sa.Boolean(), nullable=False),
        sa.Column("helped", sa.Text(), nullable=False),
        sa.Column("label_hidden", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_experience"),
    )
    op.create_index("ix_experience_on", "experience", ["person_id", "on"])


def make_photo() -> None:
    op.create_table(
        "photo",
        *owned("person_id"),
        sa.Column("experience_id", sa.Uuid(), nullable=False),
        sa.Column("width", sa.SmallInteger(), nullable=False),
        sa.Column("height", sa.SmallInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("small", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        key_to("photo", "experience"),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_photo"),
    )
    op.create_index("ix_photo_experience", "photo", ["person_id", "experience_id"])


def make_attached() -> None:
    op.create_table(
        "attached",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("experience_id", sa.Uuid(), nullable=False),
        key_to("attached", "experience"),
        sa.PrimaryKeyConstraint("person_id", "cooperative_id", "evidence_id", name="pk_attached"),
    )
    op.create_index("ix_attached_experience", "attached", ["person_id", "experience_id"])


def make_intention() -> None:
    op.create_table(
        "intention",
        *owned("person_id"),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        axis(nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("level_then", sa.SmallInteger(), nullable=True),
        sa.Column("aimed", sa.SmallInteger(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("found", sa.Text(), nullable=False),
        sa.CheckConstraint("level_then BETWEEN 0 AND 100", name=op.f("ck_intention_level_then")),
        sa.CheckConstraint("aimed BETWEEN 0 AND 100", name=op.f("ck_intention_aimed")),
        key_to("intention", "activity"),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_intention"),
    )
    op.create_index("ix_intention_review", "intention", ["person_id", "review_on"])


def make_scenario() -> None:
    op.create_table(
        "scenario",
        *owned("person_id"),
        *(sa.Column(each, sa.SmallInteger(), nullable=True) for each in AXES),
        *(sa.CheckConstraint(f"{each} BETWEEN 0 AND 100", name=op.f(f"ck_scenario_{each}")) for each in AXES),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        key_to("scenario", "activity"),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_scenario"),
    )


def make_offer() -> None:
    op.create_table(
        "offer",
        *owned("cooperative_id"),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        axis(nullable=False),
        sa.Column("kind", sa.Enum("person", "workshop", native_enum=False, length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "member_id"],
            ["membership.cooperative_id", "membership.id"],
            name="fk_offer_cooperative_id_member_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "id", name="pk_offer"),
    )
    op.create_index("ix_offer_axis", "offer", ["cooperative_id", "axis"])


def make_evidence() -> None:
    op.create_table(
        "evidence",
        *owned("cooperative_id"),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("photo", sa.LargeBinary(), nullable=True),
        sa.Column("width", sa.SmallInteger(), nullable=True),
        sa.Column("height", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "request_id", "subject_id"],
            ["request.cooperative_id", "request.id", "request.subject_id"],
            name="fk_evidence_cooperative_id_request_id_subject_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "id", name="pk_evidence"),
    )
    op.create_index("ix_evidence_request", "evidence", ["cooperative_id", "request_id"])


def owned(owner: str) -> tuple[sa.Column[object], sa.Column[object]]:
    return sa.Column(owner, sa.Uuid(), nullable=False), sa.Column("id", sa.Uuid(), nullable=False)


def axis(*, nullable: bool) -> sa.Column[str]:
    return sa.Column("axis", sa.Enum(*AXES, native_enum=False, length=40), nullable=nullable)


def key_to(table: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["person_id", f"{other}_id"],
        [f"{other}.person_id", f"{other}.id"],
        name=f"fk_{table}_person_id_{other}_id",
        ondelete="CASCADE",
    )


OUR_COOPERATIVE = "(cooperative_id = app.cooperative())"
OFFERED_BY_US = f"({OUR_COOPERATIVE} AND (member_id = {walls.OUR_MEMBER}))"
WALLS = {
    **dict.fromkeys(("experience", "photo", "attached", "intention", "scenario"), walls.person_table()),
    "offer": walls.Enclosure(
        walls.Wall.COOPERATIVE,
        (
            walls.Door(walls.Role.APP, walls.OWN, OUR_COOPERATIVE, OFFERED_BY_US),
            walls.Door(walls.Role.MACHINE, ("SELECT", "DELETE"), OUR_COOPERATIVE, OUR_COOPERATIVE),
            walls.Door(walls.Role.BACKUP, walls.READ, None, None),
        ),
    ),
    "evidence": walls.sealed_table(
        "subject_id",
        app=walls.OWN,
        machine=("SELECT", "DELETE"),
        also=(
            "(EXISTS ( SELECT 1 FROM asked"
            " WHERE ((asked.cooperative_id = evidence.cooperative_id)"
            f" AND (asked.request_id = evidence.request_id) AND (asked.reviewer_id = {walls.OUR_MEMBER})"
            " AND ((asked.state)::text = 'asked'::text))))"
            " OR (EXISTS ( SELECT 1 FROM witness"
            " WHERE ((witness.cooperative_id = evidence.cooperative_id)"
            f" AND (witness.request_id = evidence.request_id) AND (witness.id = {walls.OUR_MEMBER}))))"
        ),
        writes=f"(subject_id = {walls.OUR_MEMBER})",
    ),
}
