"""What members ask of each other, what is said, and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessment.referential import Axis
from peer.rules import Stance


@dataclass(frozen=True)
class Outcome:
    """How a mediation ended: the words the mediator proposed on `day`, and when the two agreed to them."""

    day: int
    words: str
    ended: int


@dataclass(frozen=True)
class Mediated:
    """The mediation of an exchange: by whom, agreed to when, and how it ended; else it is under way."""

    by: str
    agreed: int
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Reply:
    """The answer to a view that differs: keeps the level, takes another one, or asks for a mediation."""

    day: int
    words: str
    level: int | None = None
    mediation: Mediated | None = None


@dataclass(frozen=True)
class Voice:
    """What one peer said of a level."""

    day: int
    stance: Stance
    grounds: tuple[str, ...] = ()
    words: str = ""
    level: int | None = None
    withdrawn: int | None = None
    reply: Reply | None = None


@dataclass(frozen=True, kw_only=True)
class Asking:
    """A request to peers about a level.

    `drawn` are the names the lot must fall on, or none when it falls where it may. What is said is written
    in `voices`, or improvised by the crowd; `outside` is what witnesses say, by their names.
    """

    by: str
    axis: Axis
    day: int
    message: str = ""
    drawn: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    voices: Mapping[str, Voice] = field(default_factory=dict)
    outside: Mapping[str, Voice] = field(default_factory=dict)
    improvised: bool = False
    sent: bool = True
    withdrawn: int | None = None


@dataclass(frozen=True)
class Gratitude:
    """A thank-you from one member to another, about one axis; it waits to be put away."""

    by: str
    to: str
    axis: Axis
    day: int
    words: str
