"""Choices that look drawn and are always the same for the same words, on every machine."""

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


def share(*words: object) -> float:
    """A number spread evenly from 0 (included) to 1 (not)."""
    digest = sha256("/".join(map(str, words)).encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48


def happens(chance: float, *words: object) -> bool:
    """Whether something with this chance, 0 to 1, happens."""
    return share(*words) < chance


def between(low: int, high: int, *words: object) -> int:
    """A whole number from `low` to `high`, both included."""
    return low + int(share(*words) * (high - low + 1))


def about(reach: int, *words: object) -> int:
    """A whole number from -reach to reach, more often near 0."""
    return round((share(*words, "one") + share(*words, "other") - 1) * reach)


def pick(options: Sequence[T], *words: object) -> T:
    """One of the options."""
    return options[between(0, len(options) - 1, *words)]


def some(options: Sequence[T], count: int, *words: object) -> list[T]:
    """At most `count` of the options, each once."""
    return sorted(options, key=lambda each: share(*words, each))[:count]
