"""Draws from a seed: ids, and choices with weights. Pure."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

UNSAID = -1  # a choice that was not made


def stream(seed: int, *purpose: int) -> np.random.Generator:
    """Draws of one purpose, which what is drawn for another does not move."""
    return np.random.default_rng((seed, *purpose))


def ids(chance: np.random.Generator, count: int) -> list[str]:
    """So many random ids, written as version 4 of RFC 9562."""
    octets = np.frombuffer(chance.bytes(16 * count), dtype=np.uint8).reshape(count, 16).copy()
    octets[:, 6] = octets[:, 6] & 0x0F | 0x40
    octets[:, 8] = octets[:, 8] & 0x3F | 0x80
    text = octets.tobytes().hex()
    return [
        f"{each[:8]}-{each[8:12]}-{each[12:16]}-{each[16:20]}-{each[20:]}"
        for each in (text[start : start + 32] for start in range(0, len(text), 32))
    ]


def pick(
    chance: np.random.Generator, weights: Sequence[float], count: int, *, unsaid: float = 0.0
) -> NDArray[np.int64]:
    """So many places in a list, as often as its weights say; -1 for the share that says nothing."""
    shares = np.asarray(weights, dtype=float)
    places = chance.choice(len(shares), size=count, p=shares / shares.sum())
    return np.where(chance.random(count) < unsaid, UNSAID, places)
