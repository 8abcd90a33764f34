"""What makes a password acceptable, how a device is named, when an unused account ends. Pure."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from zxcvbn import zxcvbn

SHORTEST = 12
LONGEST = 512
WEIGHED = 72  # zxcvbn grows slow on long texts; what follows only makes a password stronger
LEAST_OWN = 8  # characters that are not words of the context
STRONG_ENOUGH = 3  # of 4: « safely unguessable », at least 10^8 guesses (Wheeler 2016)

UNUSED_KEPT = timedelta(days=1096)  # 36 months
NOTICES = (timedelta(days=1035), timedelta(days=1065))  # 34 months, then 35
BETWEEN_NOTICES = timedelta(days=30)  # at least, and between the last of them and the end

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


class Weakness(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    GUESSABLE = "guessable"


class Step(StrEnum):
    """What comes next for an account that nobody uses."""

    ANNOUNCE = "announce"
    ERASE = "erase"


def next_step(last_seen: datetime, notices: int, noticed: datetime | None, now: datetime) -> Step | None:
    """What is due for an account seen last at a moment, announced so many times, the last time at another.

    Nothing is erased before two notices, thirty days after the last one, however long it was left unseen.
    """
    if noticed is not None and now - noticed < BETWEEN_NOTICES:
        return None
    if notices < len(NOTICES):
        return Step.ANNOUNCE if now - last_seen >= NOTICES[notices] else None
    return Step.ERASE if now - last_seen >= UNUSED_KEPT else None


def ends_on(last_seen: datetime, notices: int, noticed: datetime) -> datetime:
    """When an account that was announced ends at the earliest."""
    to_come = len(NOTICES) - notices + 1
    return max(last_seen + UNUSED_KEPT, noticed + BETWEEN_NOTICES * to_come)


def weakness(password: str, context: Sequence[str]) -> Weakness | None:
    """Why this password is refused, None when it will do.

    Twelve characters at least, spaces and long ones welcome, no rule of composition; refused when common or
    made of the context (address, names, « musette »).
    """
    if len(password) < SHORTEST:
        return Weakness.TOO_SHORT
    if len(password) > LONGEST:
        return Weakness.TOO_LONG
    words = re.findall(r"\w{3,}", " ".join((*context, "musette")))
    own = re.sub("|".join(map(re.escape, words)), "", password, flags=re.IGNORECASE)
    if len(own) < LEAST_OWN:
        return Weakness.GUESSABLE
    guess = zxcvbn(password[:WEIGHED], user_inputs=[*context, *words], max_length=WEIGHED)
    return None if guess["score"] >= STRONG_ENOUGH else Weakness.GUESSABLE


def device_name(user_agent: str) -> str:
    """A browser and a system as a person knows them (« Firefox, Linux »), or an empty text."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if re.search(mark, user_agent)), "")
    return ", ".join(part for part in (browser, system) if part)
