"""Things that can be made again, kept in Redis for a while; without Redis they are simply made again."""

import logging
from collections.abc import Callable

import redis

from kernel.jobs import PATIENCE

log = logging.getLogger(__name__)

DAY = 24 * 3600


class Cache:
    """Texts by key. Keys carry the person or the cooperative they belong to."""

    def __init__(self, redis_url: str) -> None:
        self._redis = redis.Redis.from_url(
            redis_url,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            decode_responses=True,
        )

    def kept(self, key: str, make: Callable[[], str], *, seconds: int = DAY) -> str:
        """The text kept under this key, made and kept now if it is missing."""
        name = f"musette:cache:{key}"
        try:
            found = self._redis.get(name)
        except redis.RedisError:
            return make()
        if isinstance(found, str):
            return found
        made = make()
        try:
            self._redis.set(name, made, ex=seconds)
        except redis.RedisError:
            log.warning("Redis does not answer: nothing is kept")
        return made

    def answers(self) -> bool:
        """Whether Redis answers."""
        try:
            return bool(self._redis.ping())
        except redis.RedisError:
            return False

    def say_alive(self, name: str, *, seconds: int) -> None:
        """Leave a sign of life that fades."""
        self._redis.set(f"musette:alive:{name}", "1", ex=seconds)

    def is_alive(self, name: str) -> bool:
        """Whether a sign of life is still there."""
        try:
            return bool(self._redis.exists(f"musette:alive:{name}"))
        except redis.RedisError:
            return False
