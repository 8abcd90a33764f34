"""What makes a password acceptable, and how a device is named. Pure."""

import re
from collections.abc import Sequence
from enum import StrEnum

from zxcvbn import zxcvbn

SHORTEST = 12
LONGEST = 512
WEIGHED = 72  # zxcvbn grows slow on long texts; what follows only makes a password stronger
LEAST_OWN = 8  # characters that are not words of the context
STRONG_ENOUGH = 3  # of 4: « safely unguessable », at least 10^8 guesses (Wheeler 2016)

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
