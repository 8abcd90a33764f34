"""The parts an installation runs on, made once from its settings and handed to whoever needs them."""

from dataclasses import dataclass

from kernel.cache import Cache
from kernel.db import Database
from kernel.jobs import Bell, sender
from kernel.mail import Postman, postman
from kernel.rates import Rates
from kernel.settings import Settings
from kernel.slate import Slate


@dataclass(frozen=True)
class House:
    """Database, wake-ups, mails, cache, counters and slate of one installation."""

    settings: Settings
    database: Database
    bell: Bell
    postman: Postman
    cache: Cache
    rates: Rates
    slate: Slate


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
        slate=Slate(settings.redis_url),
    )
