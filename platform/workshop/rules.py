"""What a workshop shows and keeps, decided on plain values. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessment.referential import Axis
from kernel.keys import digest

Marks = Mapping[Axis, int | None]

LONGEST_WORDS = 2000
TENS = 10
LEAST_SHOWN = 3  # people, under whom nothing is drawn
LEAST_AGREEING = 3  # people: the mark of one, or of two, would be somebody's level
MOST_IN_THE_ROOM = 500
MOST_OPEN = 5  # workshops prepared and not over

# Written the same in French and in English, short, easy to say aloud.
JOIN_WORDS = (
    *(
        "atlas",
        "banjo",
        "bison",
        "cactus",
        "canal",
        "canyon",
        "cargo",
        "citron",
        "compost",
        "crocus",
        "cumin",
    ),
    *("dahlia", "delta", "domino", "iris", "kayak", "kiwi", "koala", "lion", "lotus", "nature", "olive"),
    *("opera", "orange", "panda", "parasol", "piano", "polka", "puma", "puzzle", "radio", "safari", "table"),
    *("tango", "train", "village"),
)


class Showing(StrEnum):
    """Where an axis stands: nobody was asked to show, people may show, or what they showed is drawn."""

    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"


class Obstacle(StrEnum):
    """Why the common marks may not be kept."""

    NO_MARK = "no-mark"
    NOT_ASKED = "not-asked"
    OBJECTION = "objection"
    MISSING = "missing"
    TOO_FEW = "too-few"
    OTHERS_IN_THE_ROOM = "others-in-the-room"


@dataclass(frozen=True)
class Tally:
    """How many take part, and how many of them agree or object to the marks they were asked about."""

    present: int
    agreeing: int
    objecting: int


def ten_of(level: int) -> int:
    """The ten a level from 0 to 100 stands in: 0 for 0 to 9, … 9 for 90 to 100."""
    return min(level // TENS, TENS - 1)


def bounds(ten: int) -> tuple[int, int]:
    """The lowest and the highest level of a ten: (30, 39), and (90, 100) for the last."""
    return ten * TENS, 100 if ten == TENS - 1 else ten * TENS + TENS - 1


def pile_of(tens: Iterable[int]) -> tuple[int, ...]:
    """How many people have shown each of the ten tens, from dependence to freedom."""
    said = list(tens)
    return tuple(said.count(ten) for ten in range(TENS))


def drawn(tens: Collection[int], showing: Showing) -> tuple[int, ...] | None:
    """What the screen may draw: nothing until the showing is closed, nor under three people.

    All the dots come at once: nobody can watch whose telephone makes one appear.
    """
    if showing is not Showing.CLOSED or len(tens) < LEAST_SHOWN:
        return None
    return pile_of(tens)


def shown_at_least(tens: Collection[int]) -> int | None:
    """How many people have shown, once they are three at least."""
    return len(tens) if len(tens) >= LEAST_SHOWN else None


def seal(marks: Marks) -> str:
    """What stands for seven marks when people agree to them: another mark gives another seal."""
    return digest(" ".join(f"{axis}={marks.get(axis)}" for axis in Axis))


def obstacle(marks: Marks, asked: str, tally: Tally, room: int | None) -> Obstacle | None:
    """Why the marks may not be kept, None when everyone agrees.

    `asked` is the seal of the marks people were asked about, `room` how many people the facilitator sees in
    the room. One objection, one person who has not answered or who has not joined, and nothing is kept.
    """
    tests = (
        (all(marks.get(axis) is None for axis in Axis), Obstacle.NO_MARK),
        (asked != seal(marks), Obstacle.NOT_ASKED),
        (tally.objecting > 0, Obstacle.OBJECTION),
        (tally.agreeing < tally.present, Obstacle.MISSING),
        (tally.agreeing < LEAST_AGREEING, Obstacle.TOO_FEW),
        (room is None or room > tally.agreeing, Obstacle.OTHERS_IN_THE_ROOM),
    )
    return next((reason for stands, reason in tests if stands), None)


def join_word(taken: Collection[str], choose: Callable[[Sequence[str]], str]) -> str:
    """A word no other workshop under way has; there are more words than workshops may be open."""
    return choose([word for word in JOIN_WORDS if word not in taken])


def before_and_after(axis: Axis) -> tuple[Axis | None, Axis | None]:
    """The axes on both sides of one, in the order of the diagram; None at the ends."""
    axes = list(Axis)
    place = axes.index(axis)
    return axes[place - 1] if place else None, axes[place + 1] if place + 1 < len(axes) else None
