"""Two cooperatives in which everything has happened, side by side in one database."""

import pytest

from kernel.house import House
from tests.story import Story, tell
from tests.world import World


@pytest.fixture(scope="session")
def ours(house: House) -> Story:
    """The cooperative whose members attack."""
    return tell(World(house))


@pytest.fixture(scope="session")
def theirs(house: House) -> Story:
    """The cooperative they must never reach."""
    return tell(World(house))
