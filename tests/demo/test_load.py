"""What the load makes: the same rows every time, within the walls, through the services."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from assessment.jobs import CONTRIBUTE
from badges.service.keys import desk_of
from dashboards.jobs import DRAW_CHARTS
from demo.load import load
from kernel import clock
from kernel.db import Database, UnitOfWork
from kernel.house import House
from kernel.jobs import Job
from kernel.scope import Scope
from kernel.settings import Settings
from kernel.tables import Base, models_of
from kernel.walls import Role
from musette.jobs import CLOSE_JOINT, FORGET_JOINT, FORGET_JOINT_CONSENT
from sharing.jobs import END
from tenants.models import Cooperative
from tenants.queries.members import member_count
from web.safety import findings
from web.tables import MODELS
from worker.jobs import ACTS

RANDOM = {  # made by the services under keys nobody can foresee, or not the load's to decide
    "asked": {"id"},
    "attestation": {"id", "status_index", "body"},
    "charter": {"edition"},
    "contribution": {"key"},
    "entry": {"id"},
    "job": {"id", "next_try_at", "moved_at", "attempts", "fault"},
    "badge": {"status_index"},
    "issuer_key": {"public", "sealed"},
    "member_key": {"did", "sealed"},
    "person": {"password_hash"},
    "published": {"body"},
    "release_set": {"members"},
    "roster": {"keys"},
    "status_entry": {"rank"},
    "status_list": {"bits"},
}


class Interrupted(Exception):  # noqa: N818 - it is what happened
    """Somebody pulled the plug."""


class Failing(Database):
    """A database that goes away at the end of some unit of work, before it is kept."""

    left = 0

    @contextmanager
    def unit_of_work(self, *arguments: Any, **options: Any) -> Iterator[UnitOfWork]:
        with super().unit_of_work(*arguments, **options) as session:
            yield session
            self.left -= 1
            if self.left == 0:
                raise Interrupted


def everything(database: Database) -> dict[str, list[str]]:
    """All rows of all tables, as the backup role reads them, without what is random."""
    models: dict[str, type[Base]] = {}
    for module in MODELS:
        models |= models_of(module)
    found = {}
    with database.engine(Role.BACKUP).connect() as connection:
        for name, model in models.items():
            columns = [each for each in model.__table__.columns if each.name not in RANDOM.get(name, ())]
            found[name] = sorted(str(tuple(row)) for row in connection.execute(select(*columns)))
    return found


def known(database: Database) -> list[Cooperative]:
    with database.reading() as session:
        return list(session.scalars(select(Cooperative).order_by(Cooperative.slug)))


def test_the_walls_stand(pristine: House) -> None:
    found, migrations = findings(pristine.database)
    assert found == []
    assert migrations.up_to_date


def test_three_cooperatives_of_the_sizes_promised(pristine: House) -> None:
    sizes = {}
    for each in known(pristine.database):
        with pristine.database.reading(Scope(cooperative=each.cooperative_id)) as session:
            sizes[each.slug] = member_count(session)
    assert sizes == {"l-etabli-commun": 24, "la-petite-fournee": 8, "grand-large": 180}


def test_loading_again_does_nothing(pristine: House) -> None:
    before = everything(pristine.database)
    assert not load(pristine.database, secret_key=pristine.settings.secret_key)
    assert everything(pristine.database) == before


def test_only_charts_wait_to_be_drawn_and_copies_to_end(pristine: House) -> None:
    with pristine.database.reading(role=Role.RELAY) as session:
        waiting = select(Job.kind).where(Job.done_at.is_(None))
        kinds = list(session.scalars(waiting))
        failed = list(session.scalars(select(Job.kind).where(Job.failed_at.is_not(None))))
    ends = {END: 2, CLOSE_JOINT: 1, FORGET_JOINT: 1, FORGET_JOINT_CONSENT: 3}  # what ends by itself, in time
    assert Counter(kinds) == {DRAW_CHARTS.name: 8, **{kind.name: count for kind, count in ends.items()}}
    assert failed == []
    assert {kind.name for kind in ACTS} > {DRAW_CHARTS.name, CONTRIBUTE.name}


def test_the_next_closing_is_told_to_the_schedule(pristine: House, loading_day: date) -> None:
    for each in known(pristine.database):
        assert each.next_close_on == loading_day + timedelta(days=35)


def test_interrupted_and_taken_up_another_day_it_is_the_same(pristine: House, empty: Settings) -> None:
    secret, desk = empty.secret_key, desk_of(empty)
    begun = known(pristine.database)[0].created_at + timedelta(days=775, hours=12)
    failing = Failing(empty)
    for day, left in enumerate((1, 9, 300)):
        failing.left = left
        with pytest.raises(Interrupted), clock.at(begun + timedelta(days=day // 2)):
            load(failing, secret_key=secret, desk=desk)
        assert all(each.next_close_on is None or each.next_close_on > begun.date() for each in known(failing))
    with clock.at(begun + timedelta(days=4)):
        assert load(failing, secret_key=secret, desk=desk)
        assert not load(failing, secret_key=secret)
    made, expected = everything(failing), everything(pristine.database)
    failing.close()
    for table in expected:
        assert made[table] == expected[table], table
