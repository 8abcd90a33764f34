"""Rates: counted per account and per address, without naming either, and still counted without Redis."""

from uuid import uuid4

import pytest
import redis

from kernel.cache import Cache
from kernel.keys import derived_token, digest, new_token, pseudonym
from kernel.rates import Rates
from kernel.refusals import TooMany
from kernel.settings import Settings

SECRET = "s" * 40


def test_the_last_try_but_one_passes(settings: Settings) -> None:
    rates, who = Rates(settings.redis_url, SECRET), f"{uuid4()}@example.org"
    for _try in range(3):
        rates.check("sign-in", "3/hour", who)
    with pytest.raises(TooMany):
        rates.check("sign-in", "3/hour", who.upper())
    rates.check("sign-in", "3/hour", f"{uuid4()}@example.org")
    rates.check("reset", "3/hour", who)


def test_two_processes_count_together(settings: Settings) -> None:
    one, other, who = Rates(settings.redis_url, SECRET), Rates(settings.redis_url, SECRET), str(uuid4())
    one.check("sign-in", "1/hour", who)
    with pytest.raises(TooMany):
        other.check("sign-in", "1/hour", who)


def test_no_address_is_written_in_redis(settings: Settings) -> None:
    who = f"{uuid4().hex}@canary.example"
    Rates(settings.redis_url, SECRET).check("sign-in", "9/hour", who)
    keys = redis.Redis.from_url(settings.redis_url, decode_responses=True).keys("*")
    assert isinstance(keys, list)
    assert any("musette:rate" in key for key in keys)
    assert not any("canary" in key for key in keys)


def test_without_redis_this_process_still_counts() -> None:
    rates, who = Rates("unix:///nowhere/valkey", SECRET), str(uuid4())
    for _try in range(2):
        rates.check("sign-in", "2/hour", who)
    with pytest.raises(TooMany):
        rates.check("sign-in", "2/hour", who)


def test_the_cache_makes_things_once(settings: Settings) -> None:
    cache, made, key = Cache(settings.redis_url), [], str(uuid4())

    def make() -> str:
        made.append(1)
        return "drawn"

    assert [cache.kept(key, make) for _turn in range(3)] == ["drawn"] * 3
    assert len(made) == 1
    assert cache.answers()


def test_without_redis_the_cache_makes_things_again() -> None:
    cache = Cache("unix:///nowhere/valkey")
    assert cache.kept("key", lambda: "drawn") == "drawn"
    assert not cache.answers()
    assert not cache.is_alive("worker-fast")


def test_a_sign_of_life_fades(settings: Settings) -> None:
    cache, name = Cache(settings.redis_url), str(uuid4())
    assert not cache.is_alive(name)
    cache.say_alive(name, seconds=60)
    assert cache.is_alive(name)
    ttl = redis.Redis.from_url(settings.redis_url).ttl(f"musette:alive:{name}")
    assert 0 < int(str(ttl)) <= 60


def test_tokens_are_long_random_and_hashed() -> None:
    tokens = {new_token() for _turn in range(100)}
    assert len(tokens) == 100
    assert all(len(token) >= 43 for token in tokens)
    assert digest("a") == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"


def test_derived_tokens_depend_on_the_row_the_purpose_and_the_secret() -> None:
    row = uuid4()
    made = derived_token(SECRET, "reset", row)
    assert made == derived_token(SECRET, "reset", row)
    others = {derived_token(SECRET, "reset", uuid4()), derived_token(SECRET, "other", row)}
    assert made not in others | {derived_token("t" * 40, "reset", row)}
    assert len(made) == 43


def test_pseudonyms_depend_on_the_secret() -> None:
    assert pseudonym(SECRET, "awa") == pseudonym(SECRET, "awa") != pseudonym("t" * 40, "awa")
