"""When a level is validated, discussed or in progress: what peers' statements are worth together.

Weights are exact fractions, so that the order of the statements never matters, not even by a rounding.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import floor
from uuid import UUID

from scipy.special import betainc

WITHIN = 15  # points: an endorsement means « within 15 points »
CARRIED_WITHIN = 10  # points: a statement still speaks of a new level this close to the one it saw
LIVES_YEARS = 2
REACH = Fraction(15)  # points: a voice farther from the median pulls no more than one this far

FULL = Fraction(1)
OUTSIDE_WEIGHT = Fraction(1, 2)
RECIPROCAL_AT_MOST = Fraction(1, 2)  # all reciprocal endorsements together
OUTSIDE_AT_MOST = Fraction(1)  # all witnesses on one side together: one asked ten times is still one
Kin = tuple[Fraction, bool] | None

VALIDATED_FROM = 0.90
VOICES_FROM = Fraction(5, 2)
CONTESTED_UP_TO = 0.25
CONTESTERS_FROM = 2

HIGHER_BY = 20  # points
HIGHER_FROM = 2  # independent peers
HIGHER_STEP = 5  # points: what is told is not one person's number


class Stance(StrEnum):
    """What a peer says of a level."""

    ENDORSE = "endorse"
    CONTEST = "contest"
    ABSTAIN = "abstain"


class StandingState(StrEnum):
    """Where a member's level stands on one axis."""

    VALIDATED = "validated"
    CONTESTED = "contested"
    IN_PROGRESS = "in_progress"


class Progress(StrEnum):
    """How far a level is with peers, as collective figures say: a disagreement is in progress."""

    VALIDATED = "validated"
    IN_PROGRESS = "in_progress"
    NONE = "none"


class Missing(StrEnum):
    """What a level still lacks before it is validated."""

    VOICES = "voices"
    DRAWN_VOICE = "drawn_voice"
    ANSWERS = "answers"


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A live statement as remembered.

    `level` is the author's own, in a contest only. `author` is None for an outside witness and for someone
    who left. `drawn`: the author was drawn by lot; `outside`: the author is an outside witness;
    `reciprocal`: the member endorses the author on a live statement, unless both were drawn; `answered`:
    the member answered this contest. Raises ValueError where these cannot go together.
    """

    stance: Stance
    level_seen: int
    level: int | None
    author: UUID | None
    period: date
    drawn: bool
    outside: bool
    reciprocal: bool
    answered: bool

    def __post_init__(self) -> None:
        if (self.level is None) is (self.stance is Stance.CONTEST):
            raise ValueError("a contest holds its author's level, and no other statement does")
        if self.outside and (self.drawn or self.reciprocal):
            raise ValueError("an outside witness is neither drawn nor reciprocal")


@dataclass(frozen=True)
class Voice:
    """What a statement says of the member's present level: its stance now, its value and its weight."""

    stance: Stance
    value: int
    weight: Fraction
    source: Heard

    @property
    def confirms(self) -> bool:
        """Whether this voice endorses the present level; it contests it otherwise."""
        return self.stance is Stance.ENDORSE

    @property
    def independent(self) -> bool:
        """Whether the lot found this voice, and the member does not confirm its author in return."""
        return self.source.drawn and not self.source.reciprocal


@dataclass(frozen=True)
class Settlement:
    """The standing of a level.

    `value` is the peers' value, 0 to 100, None without a voice; `confidence`, 0 to 1, is the probability
    that a majority of such peers would confirm; `confirmations` counts the confirming peers, reciprocal
    ones included, outside witnesses left out (they are not peers); `missing` is empty if and only if the
    level is validated.
    """

    state: StandingState
    value: int | None
    confidence: float
    confirmations: int
    missing: frozenset[Missing]


def stance_allowed(level_seen: int, level: int) -> Stance:
    """The only stance open to a peer whose own level is this one: endorse within 15 points, else contest."""
    return Stance.ENDORSE if within(level_seen, level) else Stance.CONTEST


def within(one: int | None, other: int | None) -> bool:
    """Whether two levels are there, and close enough for one to confirm the other."""
    return one is not None and other is not None and abs(one - other) <= WITHIN


def expires_on(day: date) -> date:
    """The first day a statement made on this day no longer counts: 24 months later, never longer."""
    last_day = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + LIVES_YEARS, day=last_day)


def hear(statement: Heard, level: int) -> Voice | None:
    """What a statement says of the member's present level; None when it is silent.

    It carries over to a level within 10 points of the one it saw. A contest whose own level is within 15
    points of the present one has become a confirmation, worth that own level. Abstentions are silent.
    """
    if statement.stance is Stance.ABSTAIN:
        return None
    value = statement.level_seen if statement.level is None else statement.level
    stance = stance_allowed(level, value)
    carried = abs(statement.level_seen - level) <= CARRIED_WITHIN
    joined = statement.stance is Stance.CONTEST and stance is Stance.ENDORSE
    if not (carried or joined):
        return None
    return Voice(stance, value, OUTSIDE_WEIGHT if statement.outside else FULL, statement)


def settle(level: int, statements: Iterable[Heard]) -> Settlement:
    """The standing of the member's level under the live statements about it.

    Each author counts once, by their last statement that is not an abstention: an abstention that silenced
    an earlier endorsement would be noticed, and abstaining is to stay unnoticed. Views above the member's
    level weigh on validation like any contest, need no answer, and never make the level contested.
    """
    heard = [hear(statement, level) for statement in _last_words(statements)]
    voices = _capped([voice for voice in heard if voice is not None])
    endorsing = [voice for voice in voices if voice.confirms]
    contesting = [voice for voice in voices if not voice.confirms]
    below = [voice for voice in contesting if voice.value < level]
    missing = _missing(endorsing, contesting, below)
    return Settlement(
        state=_state(missing, endorsing, below),
        value=peers_value(voices),
        confidence=confidence(_weight(endorsing), _weight(contesting)),
        confirmations=sum(not voice.source.outside for voice in endorsing),
        missing=missing,
    )


def confirming(level: int, statements: Iterable[Heard]) -> list[Heard]:
    """The statements of peers that confirm the member's present level; outside witnesses are no peers."""
    voices = [hear(each, level) for each in _last_words(statements)]
    return [each.source for each in voices if each and each.confirms and not each.source.outside]


def seen_higher(level: int, statements: Iterable[Heard]) -> int | None:
    """About where others see the member, well above their own level; None unless two independent peers do.

    The lower median, rounded down to 5, of the views 20 points or more above the level, among the live
    statements that still speak of it. Independent: neither an outside witness, nor reciprocal, nor someone
    who left, who could be the same person twice.
    """
    peers = [each for each in _last_words(statements) if each.author and not each.outside]
    voices = (hear(each, level) for each in peers if not each.reciprocal)
    higher = sorted(voice.value for voice in voices if voice and voice.value >= level + HIGHER_BY)
    if len(higher) < HIGHER_FROM:
        return None
    return higher[(len(higher) - 1) // 2] // HIGHER_STEP * HIGHER_STEP


def confidence(endorsing: Fraction, contesting: Fraction) -> float:
    """P(Beta(1 + endorsing, 1 + contesting) > ½), from 0 to 1."""
    # P(Beta(p, q) > ½) = P(Beta(q, p) < ½), the regularised incomplete beta function I½(q, p).
    return float(betainc(float(1 + contesting), float(1 + endorsing), 0.5))


def peers_value(voices: Sequence[Voice]) -> int | None:
    """M + Σw·clip(v − M, ±15)/Σw, M the weighted median, rounded half up; None without a voice.

    Huber's one-step estimate from the median: however far it is, a voice pulls as if 15 points away.
    """
    if not voices:
        return None
    middle = weighted_median([(voice.value, voice.weight) for voice in voices])
    pulls = (voice.weight * max(-REACH, min(REACH, voice.value - middle)) for voice in voices)
    return floor(middle + sum(pulls) / _weight(voices) + Fraction(1, 2))


def weighted_median(weighted: Iterable[tuple[int, Fraction]]) -> Fraction:
    """The value that leaves at most half of the weight on either side, of a non-empty series.

    When a whole interval does, its midpoint: the choice then depends on no order and favours no side.
    """
    ordered = sorted(weighted)
    half = sum((weight for _, weight in ordered), Fraction(0)) / 2
    reached, lower = Fraction(0), None
    for value, weight in ordered:
        reached += weight
        if lower is None and reached >= half:
            lower = value
        if lower is not None and reached > half:
            return Fraction(lower + value, 2)
    raise ValueError("a median needs at least one positive weight")


def _last_words(statements: Iterable[Heard]) -> list[Heard]:
    """One statement for each known author; those whose author is no longer known are all kept."""
    spoken = [statement for statement in statements if statement.stance is not Stance.ABSTAIN]
    last = {each.author: each for each in sorted(spoken, key=lambda each: each.period) if each.author}
    return [*last.values(), *(each for each in spoken if each.author is None)]


def _capped(voices: list[Voice]) -> list[Voice]:
    """The same voices, the weights of those that are capped together scaled down to their cap."""
    together: dict[Kin, Fraction] = {}
    for voice in voices:
        together[_kin(voice)] = together.get(_kin(voice), Fraction(0)) + voice.weight
    scales: dict[Kin, Fraction] = {
        kin: kin[0] / max(kin[0], weight) for kin, weight in together.items() if kin is not None
    }
    return [replace(voice, weight=voice.weight * scales.get(_kin(voice), FULL)) for voice in voices]


def _kin(voice: Voice) -> Kin:
    """What a voice is capped at together with others, and which others: those of the same side."""
    if voice.source.outside:
        return OUTSIDE_AT_MOST, voice.confirms
    return (RECIPROCAL_AT_MOST, True) if voice.confirms and voice.source.reciprocal else None


def _weight(voices: Iterable[Voice]) -> Fraction:
    return sum((voice.weight for voice in voices), Fraction(0))


def _missing(endorsing: list[Voice], contesting: list[Voice], below: list[Voice]) -> frozenset[Missing]:
    for_it, against = _weight(endorsing), _weight(contesting)
    lacks = {
        Missing.VOICES: confidence(for_it, against) < VALIDATED_FROM or for_it + against < VOICES_FROM,
        Missing.DRAWN_VOICE: not any(voice.independent for voice in endorsing),
        Missing.ANSWERS: not all(voice.source.answered for voice in below),
    }
    return frozenset(lack for lack, so in lacks.items() if so)


def _state(missing: frozenset[Missing], endorsing: list[Voice], below: list[Voice]) -> StandingState:
    if not missing:
        return StandingState.VALIDATED
    doubted = confidence(_weight(endorsing), _weight(below)) <= CONTESTED_UP_TO
    if doubted and len(below) >= CONTESTERS_FROM:
        return StandingState.CONTESTED
    return StandingState.IN_PROGRESS
