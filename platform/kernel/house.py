"""The parts an installation runs on, made once from its settings and handed to whoever needs them."""

from dataclasses import dataclass

from kernel.cache import Cache
from kernel.db import Database
from kernel.jobs import Bell, sender
from kernel.mail import Postman, postman
from kernel.rates import Rates
from kernel.settings import Settings


@dataclass(frozen=True)
class House:
    """Database, wake-ups, mails, cache and counters of one installation."""

    settings: Settings
    database: Database
    bell: Bell
    postman: Postman
    cache: Cache
    rates: Rates


def furnish(settings: Settings) -> House:
    """The parts these settings describe; nothing connects before its first use."""
    bell = Bell(sender(settings.redis_url))
    return House(
        settings=settings,
        database=Database(settings, bell=bell),
        bell=bell,
        postman=postman(settings),
        cache=Cache(settings.redis_url),
        rates=Rates(settings.redis_url, settings.secret_key),
    )
