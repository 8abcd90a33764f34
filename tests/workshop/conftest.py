"""A cooperative of five, in which a workshop has begun."""

import pytest

from assessment.referential import Axis
from tests.foundry import Foundry
from tests.workshop.session import Session, talk
from tests.world import LEVELS, Member, World

NAMES = ("Awa Diallo", "Jeanne Abgrall", "Malik Benali", "Nour Haddad", "Yann Le Goff")


@pytest.fixture
def held(world: World, foundry: Foundry) -> Session:
    """Five people, of whom awa facilitates; their levels on the first axis are 40, 47, 54, 61 and 68."""
    return talk(world, *foundry.cast(five, world))


def five(world: World) -> list[Member]:
    """Five people who have taken stock."""
    home = world.cooperative("Fournil")
    people = [world.member(home, name) for name in NAMES]
    for place, each in enumerate(people):
        world.take_stock(each, {axis: min(100, level + 7 * place) for axis, level in LEVELS.items()})
    return people


FIRST = next(iter(Axis))
