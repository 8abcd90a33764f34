"""Long jobs say how far they are; done jobs are forgotten after a month."""

import sqlalchemy as sa
from alembic import op

from kernel import walls

revision = "0009"
down_revision = "0007"


def upgrade() -> None:
    """Widen the job table, then raise its wall anew."""
    widen_job()
    for statement in (LOWER, *WALL.build("job")):
        op.execute(statement)


def widen_job() -> None:
    op.add_column("job", sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("job", sa.Column("progress", sa.Integer(), nullable=True))
    op.add_column("job", sa.Column("total", sa.Integer(), nullable=True))
    op.execute("ALTER TABLE job NO FORCE ROW LEVEL SECURITY")  # the owner fills the column of every row
    op.execute("UPDATE job SET moved_at = next_try_at")
    op.alter_column("job", "moved_at", nullable=False)
    op.create_index(
        "ix_job_planned",
        "job",
        ["kind", "period"],
        unique=False,
        postgresql_where=sa.text("period IS NOT NULL"),
    )


LOWER = """DO $$
DECLARE each text;
BEGIN
    FOR each IN SELECT policyname FROM pg_policies WHERE schemaname = 'public' AND tablename = 'job' LOOP
        EXECUTE format('DROP POLICY %I ON job', each);
    END LOOP;
END $$"""
IN_SCOPE = "(scope_id = ANY (ARRAY[app.cooperative(), app.person()]))"
ENVELOPE = ("scope_id", "id", "kind", "queue", "period", "next_try_at", "attempts", "moved_at")
WALL = walls.Enclosure(
    walls.Wall.JOB,
    (
        *(
            walls.Door(role, walls.KEEP, IN_SCOPE, IN_SCOPE)
            for role in (walls.Role.APP, walls.Role.IDENTITY, walls.Role.MACHINE)
        ),
        walls.Door(
            walls.Role.RELAY,
            walls.OWN,
            None,
            None,
            (
                ("SELECT", (*ENVELOPE, "done_at", "failed_at", "fault", "progress", "total")),
                ("INSERT", (*ENVELOPE, "created_at")),
                ("UPDATE", ("next_try_at", "attempts", "moved_at", "failed_at")),
            ),
            deletes="(done_at < (now() - '30 days'::interval))",
        ),
        walls.Door(walls.Role.BACKUP, walls.READ, None, None),
    ),
)
