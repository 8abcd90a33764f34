"""The facts that badges state, before any format: what a document says is what stands here, and no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from assessment.referential import LEVELS, Anchor, Axis, Language, referential

BANDS = 5
BAND_WIDTH = 20
MONTHS_VALID = 24


@dataclass(frozen=True)
class Level:
    """A level from 0 to 100 on an axis; a public badge says its band only. Raises ValueError out of range."""

    axis: Axis
    level: int

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ValueError(f"a level is a whole number from 0 to 100, not {self.level}")

    @property
    def band(self) -> int:
        """From 1 (0 to 20 %) to 5 (80 to 100 %); a level between two bands belongs to the upper one."""
        return min(self.level // BAND_WIDTH, BANDS - 1) + 1


@dataclass(frozen=True)
class Issuer:
    """A cooperative: its `did:web`, its name, the address of its public page."""

    did: str
    name: str
    url: str


@dataclass(frozen=True)
class Endorser:
    """A peer who spoke: the `did:key` of their membership, the name they agreed to show, grounds and day.

    `grounds` are ids of the referential (`worked_together`, …).
    """

    name: str | None
    did: str
    grounds: tuple[str, ...]
    on: date


@dataclass(frozen=True)
class StatusPlace:
    """Where the revocation bit of a document stands: the address of its list, and its rank there."""

    url: str
    index: int


@dataclass(frozen=True)
class Identity:
    """Who a badge was given to: `sha256$…` of a mail address and a salt, a new one for each badge.

    Made by `hosted.identity_hash`.
    """

    hashed: str
    salt: str


@dataclass(frozen=True)
class Trace:
    """A piece of work that the member joined to the badge; `url` is its page, `pictured`: it has a photo."""

    name: str
    words: str
    url: str | None = None
    pictured: bool = False


@dataclass(frozen=True)
class BadgeFacts:
    """What the cooperative says of one level.

    `id` is the address of the badge (`…/b/<id>`); `achievement` that of what it is about: one for each
    cooperative, axis and band; `criteria` the page that says how levels are confirmed; `image` the label.
    `confirmations` counts independent peers, `reciprocal` those among them the member confirmed too, `drawn`
    those drawn by lot; `grounds` gives how many of them named each ground. `awarded` stays at each new issue
    of the same badge; `valid_from` is newer each time. `holder` is the `did:key` of the membership.
    """

    id: str
    issuer: Issuer
    holder: str
    level: Level
    language: Language
    confirmations: int
    grounds: Mapping[str, int]
    reciprocal: int
    drawn: int
    validated: bool
    awarded: datetime
    valid_from: datetime
    expires: datetime
    status: StatusPlace
    image: str
    criteria: str
    achievement: str
    holder_name: str | None = None
    identity: Identity | None = None
    traces: tuple[Trace, ...] = ()


@dataclass(frozen=True)
class SelfFacts:
    """What a member says of their own level; they sign it with the key of their membership (`holder`).

    `image` is None as a rule: what a person says alone should not look like a badge.
    """

    id: str
    holder: str
    level: Level
    language: Language
    valid_from: datetime
    expires: datetime
    criteria: str
    achievement: str
    image: str | None = None
    holder_name: str | None = None


@dataclass(frozen=True)
class EndorsementFacts:
    """What a peer who agreed to be named confirms: one level, in a document that its issuer signed.

    `about` is the id of that document, `about_issuer` the did of who signed it, `holder` its member.
    """

    id: str
    endorser: Endorser
    about: str
    about_issuer: str
    holder: str
    level: Level
    language: Language
    achievement: str
    valid_from: datetime
    expires: datetime


@dataclass(frozen=True)
class ContestFacts:
    """What a peer sees otherwise: `level` is theirs; `state` is where the exchange stands.

    `state` is one of `open`, `kept`, `adjusted`, `mediation`. In no export, unless the member says so. A peer
    who agreed to be named signs it themself (`author`); for another one the cooperative does (`issuer`),
    naming neither them nor their key, and says where it would be taken back (`status`).
    """

    id: str
    author: Endorser | None
    grounds: tuple[str, ...]
    about: str
    holder: str
    level: Level
    reason: str
    state: str
    language: Language
    valid_from: datetime
    expires: datetime
    issuer: Issuer | None = None
    status: StatusPlace | None = None


@dataclass(frozen=True)
class MembershipFacts:
    """That the holder of a `did:key` was a member of a cooperative on the day `since`."""

    id: str
    issuer: Issuer
    holder: str
    language: Language
    since: datetime
    expires: datetime
    status: StatusPlace
    achievement: str
    criteria: str
    holder_name: str | None = None


def bounds(band: int) -> tuple[int, int]:
    """The lowest and highest level of a band: (60, 80) for the fourth."""
    return (band - 1) * BAND_WIDTH, band * BAND_WIDTH


def anchor(axis: Axis, band: int) -> Anchor:
    """What a band means on an axis: the anchor nearest to its middle, the first for the first."""
    return referential().sheets[axis].anchors[band - 1]


def expiry(awarded: datetime) -> datetime:
    """24 months after a day; the last of February for its 29th."""
    years = MONTHS_VALID // 12
    try:
        return awarded.replace(year=awarded.year + years)
    except ValueError:
        return awarded.replace(year=awarded.year + years, day=28)
