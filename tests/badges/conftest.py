"""Cooperatives in which badges are published: as rows made by hand, or claimed by a member."""

import pytest

from tests.badges.ring import Ring, ring_of
from tests.badges.showing import Shop, shop
from tests.foundry import Foundry
from tests.world import World


@pytest.fixture
def issuing(world: World) -> Shop:
    """A new one, with its keys and its list."""
    return shop(world)


@pytest.fixture
def ring(world: World, foundry: Foundry) -> Ring:
    """A cooperative of six."""
    return foundry.cast(ring_of, world)
