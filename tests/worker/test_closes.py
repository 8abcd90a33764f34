"""Closes through real workers: the right portraits, once each, whatever was stopped or killed meanwhile."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

import dashboards.jobs
from assessment.models import Contribution
from assessment.referential import Axis
from dashboards.models import Release
from dashboards.service.closing import close_due
from kernel import clock
from kernel.db import Database
from kernel.jobs import Job, Kind, Queue
from kernel.scope import Scope
from kernel.walls import Role
from people.models import Person
from tenants.models import Campaign, Membership
from tenants.queries.cooperatives import cooperative
from tests.worker.plant import Plant
from tests.worker.waiting import until
from tests.world import ZONE, World

SIZE = 12  # members: a portrait has figures, and is closed on the queue of short acts
MISSED = 3


@dataclass
class Coop:
    """A cooperative, and the days its campaigns close."""

    plant: Plant
    id: UUID
    members: list[UUID]

    @property
    def scope(self) -> Scope:
        """The cooperative alone, as its jobs see it."""
        return Scope(cooperative=self.id)

    def campaigns(self, days: Sequence[date]) -> None:
        """Campaigns that closed on these days, as the coordination had planned them."""
        with self.plant.house.database.unit_of_work(self.scope) as session:
            session.add_all(Campaign(opens_on=day - timedelta(days=60), closes_on=day) for day in days)
            cooperative(session).next_close_on = min(days)

    def answers(self, days: Sequence[date]) -> None:
        """Each member's answer a week before each of these days, higher every time."""
        for place, member in enumerate(self.members):
            scope = Scope(cooperative=self.id, member=member)
            with self.plant.house.database.unit_of_work(scope) as session:
                session.add_all(
                    contribution(member, day, 20 + 15 * turn + place) for turn, day in enumerate(days)
                )

    def portraits(self) -> list[dict[str, Any]]:
        """What was published, in the order in which it was."""
        with self.plant.house.database.reading(self.scope) as session:
            rows = session.scalars(select(Release).order_by(Release.published_at, Release.closed_on))
            return [each.payload for each in rows]

    def jobs(self, kind: Kind) -> list[Job]:
        """The jobs of a kind, by period."""
        with self.plant.house.database.reading(self.scope) as session:
            found = session.scalars(select(Job).where(Job.kind == kind.name).order_by(Job.period))
            return list(found)

    def closed(self) -> bool:
        """Whether no close is left to do."""
        found = self.jobs(dashboards.jobs.CLOSE)
        return bool(found) and all(each.done_at for each in found)

    @contextmanager
    def held_at(self, day: date) -> Iterator[None]:
        """The close of a day stays in its middle, its figures computed, as long as this lasts."""
        with (
            pytest.raises(Released),
            self.plant.house.database.unit_of_work(self.scope, Role.MACHINE) as session,
        ):
            session.add(Release(closed_on=day, payload={}))
            session.flush()
            yield
            raise Released


class Released(Exception):  # noqa: N818 - it names what becomes of what was held
    """What was held is let go, and leaves nothing."""


def contribution(member: UUID, day: date, level: int) -> Contribution:
    """An answer given a week before a day."""
    when = datetime.combine(day - timedelta(days=7), time(12), ZoneInfo(ZONE))
    made = Contribution(member_id=member, period=day, submitted_at=when)
    made.levels = dict.fromkeys(Axis, level)
    return made


def coop(plant: Plant, size: int = SIZE) -> Coop:
    """A cooperative of so many people."""
    made = World(plant.house).cooperative()
    people = [
        Person(id=uuid4(), email=f"{uuid4().hex}@tests.example", password_hash="!", language="fr")
        for _each in range(size)
    ]
    with plant.house.database.unit_of_work(role=Role.IDENTITY) as session:
        session.add_all(people)
    members = [
        Membership(id=uuid4(), person_id=each.id, display_name="Awa", since=date(2024, 1, 1))
        for each in people
    ]
    with plant.house.database.unit_of_work(Scope(cooperative=made)) as session:
        session.add_all(members)
    return Coop(plant, made, [each.id for each in members])


def days_over(count: int) -> list[date]:
    """Closing days that are over, a quarter apart, the oldest first."""
    today = clock.today(ZONE)
    return [today - timedelta(days=5 + 91 * turn) for turn in reversed(range(count))]


def closed_in_time(plant: Plant, days: Sequence[date]) -> list[dict[str, Any]]:
    """The portraits of a cooperative where each close was done on the morning after its day."""
    twin = coop(plant)
    twin.answers(days)
    database = Database(plant.house.settings)  # without a bell: nobody is to draw its charts
    for day in days:
        twin.campaigns([day])
        morning = datetime.combine(day + timedelta(days=1), time(3), ZoneInfo(ZONE))
        with clock.at(morning), database.unit_of_work(twin.scope, Role.MACHINE) as session:
            assert close_due(session) == [day]
    database.close()
    return twin.portraits()


@pytest.fixture
def bulk_stopped(plant: Plant) -> Iterator[Plant]:
    """The worker of long jobs is stopped: nobody draws the charts of these portraits, which takes a while."""
    plant.kill("worker-bulk")
    yield plant
    plant.start_worker("bulk")


def undrawn(*made: Coop) -> None:
    """Let the charts of these portraits be."""
    for each in made:
        with each.plant.house.database.unit_of_work(each.scope) as session:
            charts = update(Job).where(Job.kind == dashboards.jobs.DRAW_CHARTS.name)
            session.execute(charts.values(done_at=clock.now()))


def test_a_worker_stopped_for_three_periods_closes_each_of_them_once(bulk_stopped: Plant) -> None:
    plant, days = bulk_stopped, days_over(MISSED)
    expected = closed_in_time(plant, days)
    plant.kill("worker-fast")
    late = coop(plant)
    late.answers(days)
    late.campaigns(days)
    plant.plan()
    plant.plan()  # a double beat
    plant.start_worker("fast", concurrency=2)
    until(late.closed, "what was missed is closed")
    plant.plan()
    plant.await_turn()
    undrawn(late)
    assert [each["closed_on"] for each in late.portraits()] == [day.isoformat() for day in days]
    assert late.portraits() == expected
    assert len(late.jobs(dashboards.jobs.CLOSE)) == 1
    assert len(late.jobs(dashboards.jobs.DRAW_CHARTS)) == MISSED


def test_a_worker_killed_in_the_middle_of_a_close(bulk_stopped: Plant) -> None:
    plant, days = bulk_stopped, days_over(2)
    held, other = coop(plant), coop(plant)
    for each in (held, other):
        each.answers(days)
        each.campaigns(days)
    with held.held_at(days[1]):
        plant.plan()
        until(plant.blocked, "a close is in its middle")
        plant.kill("worker-fast")
    for each in (held, other):
        plant.make_overdue(each.jobs(dashboards.jobs.CLOSE)[0].id)
    assert held.portraits() == []  # nothing of the first of its two closes either
    plant.start_worker("fast", concurrency=2)
    plant.sweep()
    until(held.closed, "the close is done")
    until(other.closed, "and that of the other one")
    undrawn(held, other)
    for each in (held, other):
        assert [one["closed_on"] for one in each.portraits()] == [day.isoformat() for day in days]
        assert len(each.jobs(dashboards.jobs.DRAW_CHARTS)) == len(days)


def test_a_small_cooperative_closes_while_a_large_one_does(plant: Plant) -> None:
    large, small = coop(plant, dashboards.jobs.LARGEST_SHORT + 1), coop(plant, 2)
    (day,) = days_over(1)
    large.campaigns([day])
    with large.held_at(day):
        plant.plan()
        until(plant.blocked, "the large close is in its middle")
        assert [each.queue for each in large.jobs(dashboards.jobs.CLOSE)] == [Queue.BULK]
        small.campaigns([day])
        plant.plan()
        until(small.closed, "the small one is closed")
        plant.await_turn()
        assert not large.closed()
    until(large.closed, "the large one is closed")
    assert [len(each.portraits()) for each in (large, small)] == [1, 1]
