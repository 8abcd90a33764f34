"""The parts a worker runs on, made in each process after the fork."""

from functools import cache

from flask import Flask

from badges.service.keys import Desk, desk_of
from kernel import settings
from kernel.house import House, furnish
from web.application import create_app


@cache
def house() -> House:
    """Database, wake-ups, mails and cache of this process."""
    return furnish(settings.load())


@cache
def application() -> Flask:
    """The web application, in which mails are rendered."""
    return create_app(house=house())


def desk() -> Desk:
    """What badges are signed at; raises SettingsError without a sealing key."""
    found = desk_of(house().settings)
    if found is None:
        raise settings.SettingsError("MUSETTE_SEALING_KEY is missing: no badge can be signed.")
    return found


def forget() -> None:
    """Let a forked process make its own parts."""
    house.cache_clear()
    application.cache_clear()
