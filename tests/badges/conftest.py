"""Cooperatives in which badges are published: as rows made by hand, or claimed by a member."""

from uuid import UUID

import pytest

from peer.models.statements import Statement
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


@pytest.fixture
def disputed(ring: Ring) -> tuple[UUID, Statement]:
    """A badge that two peers confirm, and the view of a third, who sees it otherwise."""
    request = ring.asked(*ring.others[:3])
    for each in ring.others[:2]:
        ring.endorsed_by(request, each, named=False)
    made = ring.claims()
    return made, ring.contested(request, ring.others[2])
