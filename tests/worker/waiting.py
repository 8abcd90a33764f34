"""Waiting for what other processes do: the one place where tests look again and again."""

import time
from collections.abc import Callable

LONG = 60.0  # seconds, far more than anything awaited takes
LOOK_EVERY = 0.02  # seconds


def until(happened: Callable[[], object], what: str) -> None:
    """Wait until this is so; fails, saying what was awaited, when it never comes."""
    deadline = time.monotonic() + LONG
    while not happened():
        assert time.monotonic() < deadline, f"in vain: {what}"
        time.sleep(LOOK_EVERY)
