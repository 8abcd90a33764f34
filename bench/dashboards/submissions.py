"""Taking stock: what of a submission is spent waiting for PostgreSQL, beside a bare insert."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import psycopg
from sqlalchemy import delete, text
from sqlalchemy.engine import make_url

from assessment.models import Assessment
from bench.baselines import bare_insert
from bench.dashboards.ground import Ground
from bench.dashboards.visitors import LEVELS, Visitor, visitors
from bench.goals import Bound, Goal, Reached
from kernel.walls import Role

TIMES, WARM = 150, 10
NOTHING = ("suggestions", "answers", "skips", "notes")
ALONE = "  the assessment alone, behind its wall: {alone:.2f} of a bare insert"
SUBMISSION = Goal("submission, database part, to a bare insert", Bound.AT_MOST, 1.5)


class Waiting:
    """How long this process has waited for PostgreSQL's answers, in seconds."""

    seconds = 0.0

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Within this, every wait of psycopg is counted."""
        real = psycopg.Connection.wait

        def wait(connection: Any, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - whatever it takes and gives
            start = perf_counter()
            try:
                return real(connection, *arguments, **options)
            finally:
                self.seconds += perf_counter() - start

        with patch.object(psycopg.Connection, "wait", wait):
            yield

    def during(self, act: Callable[[], object]) -> float:
        """How much of it was spent in an act."""
        before = self.seconds
        act()
        return self.seconds - before


def submissions(ground: Ground, bare: Ground, home: UUID) -> Iterator[Reached]:
    """The row of the submission: medians, in turns, each on a connection that is open."""
    with bare.administrator() as connection:
        connection.execute(text(bare_insert.MAKE))
        connection.execute(text(bare_insert.OPEN))
    members = visitors(ground, home, WARM + TIMES)
    waiting, taken = Waiting(), []
    plain = psycopg.connect(_address(bare))
    with waiting.watched(), plain:
        for each in members:
            alone, ours = _alone(each, waiting), _submission(each, waiting)
            taken.append((ours, alone, waiting.during(partial(bare_insert.insert, plain))))
    ours, alone, theirs = (median(each) for each in zip(*taken[WARM:], strict=True))
    print(ALONE.format(alone=alone / theirs))
    yield Reached(SUBMISSION, ours / theirs)


def _alone(visitor: Visitor, waiting: Waiting) -> float:
    """The row of the assessment and nothing else, behind its wall; it is taken away again, unmeasured."""
    database, made = visitor.ground.house.database, uuid4()
    activity = visitor.draft().activity_id
    row = Assessment(id=made, activity_id=activity, referential="matrix 1", **{key: {} for key in NOTHING})
    row.levels = {axis: each.level for axis, each in LEVELS.items()}

    def insert() -> None:
        with database.unit_of_work(visitor.scope) as session:
            session.add(row)

    taken = waiting.during(insert)
    with database.unit_of_work(visitor.scope) as session:
        session.execute(delete(Assessment).where(Assessment.id == made))
    return taken


def _submission(visitor: Visitor, waiting: Waiting) -> float:
    draft = visitor.draft()

    def submit() -> None:
        with visitor.ground.house.database.unit_of_work(visitor.scope) as session:
            visitor.submit(session, draft)
            session.info["after_commit"].clear()

    return waiting.during(submit)


def _address(bare: Ground) -> str:
    url = make_url(bare.settings.database_url).set(drivername="postgresql", username=Role.APP.value)
    return url.render_as_string(hide_password=False)
