"""The parts of the installation a command works on."""

from functools import cache

from kernel import settings
from kernel.house import House, furnish


@cache
def house() -> House:
    """Database, mails and jobs, from the environment."""
    return furnish(settings.load())
