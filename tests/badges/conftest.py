"""Cooperatives in which badges are published: as rows made by hand, or claimed by a member."""

import pytest

from tenants.models import RoleName
from tests.badges.ring import AXIS, Ring
from tests.badges.showing import Shop, shop
from tests.world import LEVELS, World


@pytest.fixture
def issuing(world: World) -> Shop:
    """A new one, with its keys and its list."""
    return shop(world)


@pytest.fixture
def ring(world: World) -> Ring:
    """A cooperative of six."""
    home = world.cooperative("Anneau")
    awa = world.member(home, "Awa Diallo")
    world.assess(awa, {**LEVELS, AXIS: 60})
    jeanne = world.member(home, "Jeanne Abgrall", RoleName.COORDINATOR)
    return Ring(world, home, awa, jeanne, world.members(home, 4))
