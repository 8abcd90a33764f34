"""The seeds of keys, sealed before they are stored: AES-GCM under a key made from a secret of the operator.

The owner (a cooperative or a person) is part of what is sealed: a seed copied into the row of another opens
for nobody. Several secrets may be given while one replaces another: the first seals, all open.
"""

import hashlib
import os
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = b"\x01"
NAME_BYTES = 8
NONCE_BYTES = 12  # NIST SP 800-38D, 8.2.2: random nonces of 96 bits
SHORTEST = len(FORMAT) + NAME_BYTES + NONCE_BYTES + 16
PURPOSE = b"musette badges seeds 1"
OWNED = b"musette seed of "


class Why(StrEnum):
    """Why a sealed seed does not open."""

    SHORT = "short"  # not something we sealed
    WRONG_KEY = "wrong_key"  # sealed under a secret that is not given here
    ALTERED = "altered"  # changed since, or sealed for another owner


class Unsealable(Exception):  # noqa: N818 - it says what the seed is
    """A sealed seed cannot be opened; `why` says whether the secret is another one or the bytes are."""

    def __init__(self, why: Why) -> None:
        super().__init__(f"a sealed seed does not open: {why}")
        self.why = why


@dataclass(frozen=True)
class SealingKey:
    """The keys derived from the operator's secrets (HKDF-SHA256), by name; the first one seals."""

    keys: dict[bytes, bytes] = field(repr=False)

    @classmethod
    def of(cls, *secrets: str) -> Self:
        """The key of these secrets: the one in use, then any that it replaces; raises ValueError."""
        if not secrets or not all(secrets):
            raise ValueError("seeds are sealed under a secret that is not empty")
        derived = [
            HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(each.encode())
            for each in secrets
        ]
        return cls({_name(key): key for key in derived})


def seal(seed: bytes, *, under: SealingKey, owner: UUID) -> bytes:
    """The seed, sealed for its owner; each call gives other bytes."""
    name, key = next(iter(under.keys.items()))
    nonce = os.urandom(NONCE_BYTES)
    return FORMAT + name + nonce + AESGCM(key).encrypt(nonce, seed, OWNED + owner.bytes)


def unseal(sealed: bytes, *, under: SealingKey, owner: UUID) -> bytes:
    """The seed; raises Unsealable for a secret that is not given, another owner, or bytes that changed."""
    if len(sealed) < SHORTEST or not sealed.startswith(FORMAT):
        raise Unsealable(Why.SHORT)
    name, rest = sealed[1 : 1 + NAME_BYTES], sealed[1 + NAME_BYTES :]
    key = under.keys.get(name)
    if key is None:
        raise Unsealable(Why.WRONG_KEY)
    try:
        return AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], OWNED + owner.bytes)
    except InvalidTag as fault:
        raise Unsealable(Why.ALTERED) from fault


def is_current(sealed: bytes, *, under: SealingKey) -> bool:
    """Whether it was sealed under the secret in use, and not under one that it replaces."""
    return sealed[1 : 1 + NAME_BYTES] == next(iter(under.keys))


def _name(key: bytes) -> bytes:
    """A few bytes that name a key without telling it, so that a wrong one is not taken for tampering."""
    return hashlib.sha256(b"name of " + key).digest()[:NAME_BYTES]
