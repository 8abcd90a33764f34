"""In which order peers are drawn by lot for one request, and when others are drawn in their place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from heapq import nsmallest
from math import log
from uuid import UUID

NAMES_AT_MOST = 200
VALIDATOR_CHANCE = 2  # times that of another peer as little asked
SMALL_UNDER = 30  # members
OPEN_AT_MOST = 8  # requests waiting for one peer: the next ones pass them by
DRAWN_AT_ONCE = 2
MOST_SET_ASIDE = 2
SILENT_AFTER = timedelta(days=7)
VALIDATES_FROM = 75  # one's own level, validated, from which one may be drawn more often


@dataclass(frozen=True)
class Candidate:
    """A peer who may be drawn, and how many requests already wait for their answer."""

    id: UUID
    open_requests: int
    validator: bool


def draws_at_most(members: int) -> int:
    """How many peers may be drawn in turn for one request, in a cooperative of this size."""
    return 6 if members < SMALL_UNDER else 5


def kept_at_most(members: int) -> int:
    """How many names a draw keeps: setting two aside takes no voice from the request."""
    return draws_at_most(members) + MOST_SET_ASIDE


@dataclass(frozen=True)
class Drawn:
    """A drawn peer who was asked: the day, None while the request is on its way, and whether they spoke.

    Somebody who abstained has not spoken: what follows is the same as for somebody silent.
    """

    asked_on: date | None
    spoke: bool


def redraws(drawn: Iterable[Drawn], *, sent_on: date, answer_by: date, today: date, at_most: int) -> int:
    """How many more of the reserve are to be asked today: as many as two drawn peers lack.

    A peer counts while they have spoken or have been asked for less than seven days. Nobody is added within
    seven days of sending, nor in the last seven days to answer, nor beyond `at_most` asked in all.
    """
    asked = list(drawn)
    if today - sent_on < SILENT_AFTER or answer_by - today < SILENT_AFTER:
        return 0
    counted = sum(
        each.spoke or each.asked_on is None or today - each.asked_on < SILENT_AFTER for each in asked
    )
    return max(0, min(DRAWN_AT_ONCE - counted, at_most - len(asked)))


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
