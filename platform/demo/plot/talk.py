"""What members ask of each other, what is said, and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessment.referential import Axis
from peer.rules import Stance


@dataclass(frozen=True)
class Reply:
    """The answer to a view that differs: keeps the level, or takes another one."""

    day: int
    words: str
    level: int | None = None


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
    in `voices`, or improvised by the crowd.
    """

    by: str
    axis: Axis
    day: int
    message: str = ""
    drawn: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    voices: Mapping[str, Voice] = field(default_factory=dict)
    improvised: bool = False
    sent: bool = True
    withdrawn: int | None = None
