"""Who is in a cooperative of the demonstration, what they answered, and what they decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from assessment.referential import Axis, Skip
from tenants.models import GroupKind, RoleName
from tenants.rules import slug_of

PRIVATE = (Axis.REST_TIME, Axis.FINANCIAL_AUTONOMY)
OFTEN_AGREED = {
    "all": dict.fromkeys(Axis, True),
    "six": {axis: axis is not Axis.FINANCIAL_AUTONOMY for axis in Axis},
    "five": {axis: axis not in PRIVATE for axis in Axis},
    "none": dict.fromkeys(Axis, False),
    "later": {},
}


def address(name: str) -> str:
    """The address of somebody invented, which no mail ever reaches."""
    return f"{slug_of(name)}@demonstration.example"


@dataclass(frozen=True)
class Circle:
    """A group: its dates may be older than the platform."""

    key: str
    name: str
    kind: GroupKind
    starts: int
    ends: int | None = None


@dataclass(frozen=True)
class Guest:
    """Somebody invited who has not answered, or who declined."""

    name: str
    invited: int
    declined: int | None = None


@dataclass(frozen=True)
class Turn:
    """What moved somebody's levels from a day on: noted on their line, and beside the axes concerned."""

    day: int
    shifts: Mapping[Axis, int]
    event: str = ""
    notes: Mapping[Axis, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """A yes or a no to counting on one axis."""

    day: int
    axis: Axis
    given: bool


@dataclass(frozen=True)
class Adjustment:
    """A level changed as an answer to a peer."""

    day: int
    axis: Axis
    level: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Character:
    """A member. `rows` holds one row of seven levels to vary from, or one row for each answer.

    `agreed` are the decisions taken the first time they took stock, `changed` the later ones.
    """

    name: str
    since: int
    until: int | None = None
    trade: str | None = None
    status: str | None = None
    seniority: str | None = None
    territory: str | None = None
    roles: Mapping[RoleName, int] = field(default_factory=dict)
    groups: Mapping[str, int] = field(default_factory=dict)
    answers: tuple[int, ...] = ()
    rows: tuple[tuple[int, ...], ...] = ()
    slopes: Mapping[Axis, int] = field(default_factory=dict)
    skips: Mapping[Axis, Skip] = field(default_factory=dict)
    turns: tuple[Turn, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    agreed: Mapping[Axis, bool] = field(default_factory=dict)
    changed: tuple[Decision, ...] = ()

    @property
    def email(self) -> str:
        """Their address."""
        return address(self.name)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """Everything they decided, oldest first; nothing before they first took stock."""
        if not self.answers:
            return ()
        first = [Decision(self.answers[0], axis, given) for axis, given in self.agreed.items()]
        return (*first, *self.changed)

    def is_here(self, day: int) -> bool:
        """Whether they are a member on a day."""
        return self.since <= day and (self.until is None or day < self.until)
