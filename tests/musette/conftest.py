"""Somebody with a satchel, in a cooperative of six."""

from datetime import date

import pytest

from kernel import clock
from tests.badges.ring import Ring, ring_of
from tests.foundry import Foundry
from tests.world import ZONE, Member, World


@pytest.fixture
def awa(world: World) -> Member:
    """Somebody in a cooperative of six."""
    home = world.cooperative("Atelier")
    made = world.member(home, "Awa Diallo")
    world.members(home, 5)
    return made


@pytest.fixture
def ring(world: World, foundry: Foundry) -> Ring:
    """A cooperative of six, where badges may be claimed."""
    return foundry.cast(ring_of, world)


@pytest.fixture
def today() -> date:
    """The day it is for everybody here."""
    return clock.today(ZONE)
