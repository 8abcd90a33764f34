"""What is said for a while: it fades, and without Redis nobody is told that it was said."""

from uuid import uuid4

import pytest

from kernel.house import House
from kernel.refusals import Resting
from kernel.slate import Slate

NO_REDIS = "unix:///nowhere/valkey"


def fades_in(slate: Slate, key: str) -> int:
    """In how many seconds a key fades."""
    return int(str(slate._redis.ttl(f"musette:slate:{key}")))


def test_words_are_written_erased_and_wiped(house: House) -> None:
    slate, key = house.slate, f"tests:{uuid4()}"
    slate.write(key, {"a": "1", "b": "2"}, seconds=60)
    slate.write(key, {"c": "3"}, erased=["a"], seconds=60)
    assert slate.read(key) == {"b": "2", "c": "3"}
    slate.wipe(key)
    assert slate.read(key) == {}


def test_all_of_it_fades(house: House) -> None:
    slate, key, other = house.slate, f"tests:{uuid4()}", f"tests:{uuid4()}"
    for each in (key, other):
        slate.write(each, {"a": "1"}, seconds=60)
    slate.write(key, {"b": "2"}, seconds=600)
    slate.write(other, {"b": "2"}, seconds=600, renewed=False)
    assert 60 < fades_in(slate, key) <= 600
    assert 0 < fades_in(slate, other) <= 60


def test_without_redis_each_act_is_refused() -> None:
    slate = Slate(NO_REDIS)
    for act in (
        lambda: slate.read("a"),
        lambda: slate.write("a", {"b": "c"}, seconds=1),
        lambda: slate.wipe("a"),
    ):
        with pytest.raises(Resting):
            act()
