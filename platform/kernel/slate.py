"""What is said for an hour or two and kept nowhere else: in Redis, under names that fade."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

import redis

from kernel.jobs import PATIENCE
from kernel.refusals import Resting


class Slate:
    """Small tables of words by name, each under a key that carries its cooperative.

    Unlike the cache, nothing here can be made again: every act raises Resting when Redis does not answer.
    """

    def __init__(self, redis_url: str) -> None:
        self._redis = redis.Redis.from_url(
            redis_url,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            decode_responses=True,
        )

    def read(self, key: str) -> dict[str, str]:
        """All that stands under a key; empty once it has faded."""
        try:
            return cast("dict[str, str]", self._redis.hgetall(_name(key)))
        except redis.RedisError as fault:
            raise Resting from fault

    def write(
        self,
        key: str,
        changes: Mapping[str, str],
        *,
        seconds: int,
        erased: Iterable[str] = (),
        renewed: bool = True,
    ) -> None:
        """Write some words and erase others, at once; all under the key fades after so many seconds.

        They are counted from this act, or from the first one when they are not `renewed`.
        """
        name, gone = _name(key), list(erased)
        words: Mapping[Any, Any] = changes  # what the client declares it takes
        try:
            with self._redis.pipeline(transaction=True) as acts:
                if gone:
                    acts.hdel(name, *gone)
                if changes:
                    acts.hset(name, mapping=words)
                acts.expire(name, seconds, nx=not renewed)
                acts.execute()
        except redis.RedisError as fault:
            raise Resting from fault

    def claim(self, key: str, *, seconds: int) -> bool:
        """Take a place for so many seconds, and say whether it was free; `wipe` frees it sooner."""
        try:
            return bool(self._redis.set(_name(key), "", nx=True, ex=seconds))
        except redis.RedisError as fault:
            raise Resting from fault

    def wipe(self, *keys: str) -> None:
        """Forget all that stands under these keys, now."""
        try:
            self._redis.delete(*map(_name, keys))
        except redis.RedisError as fault:
            raise Resting from fault


def _name(key: str) -> str:
    return f"musette:slate:{key}"
