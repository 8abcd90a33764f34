"""When a badge is offered, renewed, over; and what its next issue may say."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from peer.rules import StandingState

DISCUSSED_FOR = timedelta(days=60)  # a level discussed for so long is not said again
RENEWED_FROM = timedelta(days=90)  # before its end


class BadgeState(StrEnum):
    """Where a claimed badge stands."""

    CURRENT = "current"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Offer(StrEnum):
    """What a member may do about a level: claim a badge, or renew the one they hold."""

    CLAIM = "claim"
    RENEW = "renew"


class Bar(StrEnum):
    """Why a badge may not be claimed or renewed now."""

    UNCONFIRMED = "unconfirmed"
    DISCUSSED = "discussed"
    HELD = "held"


@dataclass(frozen=True)
class Place:
    """Where a level stands with peers: its band from 1 to 5, its state and since when, who confirms it."""

    band: int
    state: StandingState
    since: datetime
    confirmations: int


@dataclass(frozen=True)
class Held:
    """A badge already claimed on the same axis."""

    band: int
    expires_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Voice:
    """A peer who agreed to be named: the statement's id, their name, its grounds and its day."""

    statement: str
    name: str
    grounds: tuple[str, ...]
    on: date
    drawn: bool
    reciprocal: bool


@dataclass(frozen=True)
class Tally:
    """The figures a badge states: `grounds` gives how many named each; `voices` are those named only."""

    validated: bool
    confirmations: int
    drawn: int
    reciprocal: int
    grounds: Mapping[str, int]
    voices: tuple[Voice, ...]

    def written(self) -> dict[str, Any]:
        """The same as JSON keeps it."""
        voices = [
            {**asdict(each), "grounds": list(each.grounds), "on": each.on.isoformat()} for each in self.voices
        ]
        return {**asdict(self), "grounds": dict(self.grounds), "voices": voices}


def read_tally(kept: Mapping[str, Any]) -> Tally:
    """The tally that `written` gave."""
    voices = tuple(
        Voice(**{**each, "grounds": tuple(each["grounds"]), "on": date.fromisoformat(each["on"])})
        for each in kept["voices"]
    )
    return Tally(**{**kept, "voices": voices})


def state_of(expires_at: datetime, withdrawn_at: datetime | None, now: datetime) -> BadgeState:
    """Where a badge stands at a moment; withdrawn for good, whatever its end."""
    if withdrawn_at is not None:
        return BadgeState.WITHDRAWN
    return BadgeState.EXPIRED if now >= expires_at else BadgeState.CURRENT


def offered(place: Place, held: Iterable[Held], now: datetime) -> Offer | Bar:
    """What a member may do about a level at a moment, or why nothing.

    From the first confirmation. Never while the level is discussed, but a badge held already may be renewed
    during the first sixty days of it, in the last ninety of its own, or after its end. A badge is about one
    band: another band is claimed apart.
    """
    same = [each for each in held if each.band == place.band and each.withdrawn_at is None]
    if place.confirmations < 1:
        return Bar.UNCONFIRMED
    if place.state is StandingState.CONTESTED and (not same or now - place.since >= DISCUSSED_FOR):
        return Bar.DISCUSSED
    if not same:
        return Offer.CLAIM
    return Bar.HELD if all(now < each.expires_at - RENEWED_FROM for each in same) else Offer.RENEW


def asked_to_answer(place: Place, now: datetime) -> bool:
    """Whether a level is discussed for so long that its owner is asked to answer, adjust or withdraw."""
    return place.state is StandingState.CONTESTED and now - place.since >= DISCUSSED_FOR


def next_tally(told: Tally, heard: Tally | None, agreeing: Mapping[str, str]) -> Tally:
    """What the next issue of a badge states, from what it said before and what peers say of its band now.

    A badge is a dated fact: it keeps « validé » until it is renewed, and its figures when nobody confirms
    its band any more (`heard` is then None); but nobody is named in it who does not agree to it now, nor by
    another name than theirs: `agreeing` gives the names of those who do, by statement.
    """
    if heard is None or heard.confirmations < 1:
        still = (each for each in told.voices if each.statement in agreeing)
        return replace(told, voices=tuple(replace(each, name=agreeing[each.statement]) for each in still))
    return replace(heard, validated=told.validated or heard.validated)
