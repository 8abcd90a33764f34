"""Hashing passwords with argon2id, a few at a time so that a wave of sign-ins cannot fill the memory."""

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)  # 46 MiB (OWASP)
AT_ONCE = BoundedSemaphore(2)


def hashed(password: str) -> str:
    """What is stored of a password."""
    with AT_ONCE:
        return HASHER.hash(password)


def matches(password: str, stored: str | None) -> bool:
    """Whether this is the password; takes as long when nothing is stored, so that time tells nothing."""
    with AT_ONCE:
        try:
            return HASHER.verify(stored or _nobody(), password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def outdated(stored: str) -> bool:
    """Whether a stored hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


@cache
def _nobody() -> str:
    return HASHER.hash("the password of nobody")
