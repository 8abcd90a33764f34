"""In which order peers are drawn by lot for one request."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from heapq import nsmallest
from math import log
from uuid import UUID

NAMES_AT_MOST = 200
VALIDATOR_CHANCE = 2  # times that of another peer as little asked
SMALL_UNDER = 30  # members


@dataclass(frozen=True)
class Candidate:
    """A peer who may be drawn, and how many requests already wait for their answer."""

    id: UUID
    open_requests: int
    validator: bool


def draws_at_most(members: int) -> int:
    """How many peers may be drawn in turn for one request, in a cooperative of this size."""
    return 6 if members < SMALL_UNDER else 5


def draw_order(candidates: Iterable[Candidate], *, seed: bytes) -> list[UUID]:
    """At most 200 candidates in the order they are to be asked, always the same for a seed.

    The seed decides which 200, all with the same chance. Least busy first; among equals, each next name is
    a validator's with twice the chance of another's. The order of the candidates given does not matter.
    """
    considered = nsmallest(NAMES_AT_MOST, candidates, key=lambda each: _lot(seed, b"name", each.id))
    considered.sort(key=lambda each: (each.open_requests, _waiting(seed, each)))
    return [candidate.id for candidate in considered]


def _waiting(seed: bytes, candidate: Candidate) -> tuple[float, UUID]:
    # Exponential waiting times, twice as fast for a validator: sorted, they are a weighted sample without
    # replacement (Efraimidis and Spirakis, 2006). Equal times, all but impossible, are told apart by id.
    pace = VALIDATOR_CHANCE if candidate.validator else 1
    return -log(_lot(seed, b"turn", candidate.id)) / pace, candidate.id


def _lot(seed: bytes, purpose: bytes, candidate: UUID) -> float:
    """A number drawn evenly from ]0, 1] for this candidate."""
    digest = sha256(seed + purpose + candidate.bytes).digest()
    return (int.from_bytes(digest[:6]) + 1) / 2**48
