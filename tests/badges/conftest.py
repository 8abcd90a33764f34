"""A cooperative that publishes badges."""

import pytest

from tests.badges.showing import Shop, shop
from tests.world import World


@pytest.fixture
def issuing(world: World) -> Shop:
    """A new one, with its keys and its list."""
    return shop(world)
