"""How often something may be tried, counted in Redis, and in this process alone when Redis is down."""

import logging

from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

from kernel.jobs import PATIENCE
from kernel.keys import pseudonym
from kernel.refusals import N_, TooMany

log = logging.getLogger(__name__)

TIRED = N_("Too many tries. Wait for %(minutes)s minutes at most, then try again.")


class Rates:
    """Counters of tries, per account and per address, under names that reveal neither."""

    def __init__(self, redis_url: str, secret_key: str) -> None:
        shared = storage_from_string(
            redis_url.replace("unix://", "redis+unix://", 1),
            key_prefix="musette:rate",
            wrap_exceptions=True,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
        )
        self._shared = FixedWindowRateLimiter(shared)
        self._alone = FixedWindowRateLimiter(MemoryStorage())
        self._secret_key = secret_key

    def check(self, act: str, rate: str, who: str) -> None:
        """Count one try of an act (« sign-in ») by someone; raises TooMany over the rate (« 10/hour »)."""
        item = parse(rate)
        if not self._hit(item, act, pseudonym(self._secret_key, who.lower())):
            raise TooMany(TIRED, seconds=item.get_expiry())

    def _hit(self, rate: RateLimitItem, *names: str) -> bool:
        try:
            return self._shared.hit(rate, *names)
        except StorageError:
            log.warning("Redis does not answer: tries are counted in this process alone")
            return self._alone.hit(rate, *names)
