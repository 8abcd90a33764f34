"""A cooperative in which campaigns are closed at any date."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from assessment.referential import Axis
from dashboards.portrait import Portrait, read
from dashboards.queries.portraits import releases
from dashboards.service.closing import close_due
from kernel import clock
from kernel.db import UnitOfWork
from kernel.scope import Scope
from kernel.walls import Role
from tenants.models import RoleName
from tests.foundry import Foundry
from tests.world import LEVELS, ZONE, Member, World

SIZE = 12


def at(day: date, hour: int = 12) -> datetime:
    """A moment of a day, in the cooperative."""
    return datetime.combine(day, time(hour), ZoneInfo(ZONE))


@dataclass
class Hall:
    """A cooperative, its members, the first of whom coordinates, and its campaigns."""

    world: World
    cooperative: UUID
    members: list[Member]

    @contextmanager
    def working(self) -> Iterator[UnitOfWork]:
        """A unit of work of the worker."""
        scope = Scope(cooperative=self.cooperative)
        with self.world.house.database.unit_of_work(scope, Role.MACHINE) as session:
            yield session

    def answer(
        self,
        day: date,
        members: Collection[Member],
        levels: Mapping[Axis, int | None] = LEVELS,
        agreeing: Collection[Axis] = tuple(Axis),
    ) -> None:
        """These members take stock on a day, and agree to count on these axes."""
        for each in members:
            self.world.take_stock(each, levels, agreeing=agreeing, at=at(day))
        with clock.at(at(day)):
            self.world.run_jobs()

    def campaign(self, closes_on: date) -> UUID:
        """A campaign that ends on a day."""
        return self.world.campaign(self.cooperative, closes_on - timedelta(days=60), closes_on)

    def close(self, after: date, hour: int = 3) -> list[date]:
        """What the worker closes on the morning after a day."""
        with clock.at(at(after + timedelta(days=1), hour)), self.working() as session:
            return close_due(session)

    def closed(self, day: date) -> Portrait:
        """Hold a campaign that ends on a day, and read what its closing published."""
        self.campaign(day)
        assert self.close(day) == [day]
        return self.portrait(day)

    def portrait(self, day: date) -> Portrait:
        """What was published for a closing day, as a member reads it."""
        with self.members[0].acting() as session:
            return read(next(each.payload for each in releases(session) if each.closed_on == day))


@pytest.fixture
def hall(world: World, foundry: Foundry) -> Hall:
    """Twelve members."""
    return foundry.cast(gathered, world)


def gathered(world: World) -> Hall:
    """Twelve members, the first of whom coordinates."""
    home = world.cooperative("Halle")
    jeanne = world.member(home, "Jeanne Abgrall", RoleName.COORDINATOR)
    return Hall(world, home, [jeanne, *world.members(home, SIZE - 1)])
