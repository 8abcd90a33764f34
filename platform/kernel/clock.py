"""The only clock: everything dated asks it, so that a story can be told at another time than now."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _told.get() or datetime.now(UTC)


def waiting_since(due: datetime) -> datetime:
    """Since when something due at a moment waits: then, or the real present in a story told of the past."""
    return due if _told.get() is None else max(due, datetime.now(UTC))


def today(zone: str) -> date:
    """The present day in a time zone such as « Europe/Paris »."""
    return day_of(now(), zone)


def day_of(moment: datetime, zone: str) -> date:
    """The day a moment belongs to in a time zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block, `now()` is this moment: the demonstration and the tests live years in seconds."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
