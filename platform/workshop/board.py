"""What is on the screen of a workshop, in Redis alone: the axis, the showing, the marks being discussed.

Nobody is named there. A person stands as a digest made under two keys: one random, on the board and gone
with it, and the installation's own, which Redis does not have. Each axis has other digests, so that nobody's
levels can be put side by side.
"""

import hmac
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from assessment.referential import Axis
from kernel.keys import new_token
from kernel.refusals import N_, Refusal, Resting
from kernel.slate import Slate
from workshop.rules import Marks, Showing, Tally, ten_of

TWO_HOURS = 2 * 3600
YES, NO = "yes", "no"
NOT_BEGUN = N_("Nothing is on screen: the workshop has not begun, or two hours have passed since.")


@dataclass(frozen=True)
class Sight:
    """The board as it is now."""

    axis: Axis
    showing: Showing
    marks: Marks
    asked: str
    salt: str
    present: frozenset[str]
    answers: Mapping[str, bool]
    voices: Mapping[str, int] = field(default_factory=dict)

    @property
    def tally(self) -> Tally:
        """How many take part, agree and object."""
        agreeing = sum(self.answers.values())
        return Tally(len(self.present), agreeing, len(self.answers) - agreeing)


class Board:
    """The board of one workshop; every act raises Resting when Redis does not answer."""

    def __init__(self, slate: Slate, secret_key: str, cooperative: UUID, workshop: UUID) -> None:
        self.slate = slate
        self.secret_key = secret_key
        self._key = f"workshop:{cooperative}:{workshop}"

    def look(self) -> Sight | None:
        """What is on the board, None when it has not begun or has faded."""
        found = self.slate.read(self._key)
        if "axis" not in found:
            return None
        axis = Axis(found["axis"])
        voices = self.slate.read(self.pile(axis))
        return Sight(
            axis=axis,
            showing=Showing(found.get(f"showing {axis}", Showing.WAITING)),
            marks={axis: int(found[f"mark {axis}"]) if f"mark {axis}" in found else None for axis in Axis},
            asked=found.get("asked", ""),
            salt=found["salt"],
            present=frozenset(_under("present", found)),
            answers={token: said == YES for token, said in _under("answer", found).items()},
            voices={token: int(ten) for token, ten in voices.items()},
        )

    def sight(self) -> Sight:
        """The same; raises Refusal when nothing is on the board."""
        found = self.look()
        if found is None:
            raise Refusal(NOT_BEGUN)
        return found

    def begin(self) -> None:
        """Start from an empty board, on the first axis."""
        self.wipe()
        self.write({"axis": next(iter(Axis)), "salt": new_token()})

    def turn(self, axis: Axis) -> None:
        """Put an axis on screen; what people were showing of the one before is closed."""
        now = self.sight()
        closed = {f"showing {now.axis}": Showing.CLOSED} if now.showing is Showing.OPEN else {}
        self.write({"axis": axis, **closed})

    def show(self, showing: Showing) -> None:
        """Open the showing of the axis on screen, from nothing, or close it."""
        now = self.sight()
        if showing is Showing.OPEN and now.showing is not Showing.OPEN:
            self.slate.wipe(self.pile(now.axis))
        self.write({f"showing {now.axis}": showing})

    def mark(self, axis: Axis, level: int | None) -> None:
        """Place the common mark of an axis, or take it away: everyone will have to be asked again."""
        now = self.sight()
        if now.marks[axis] != level:
            placed = {} if level is None else {f"mark {axis}": str(level)}
            gone = [f"mark {axis}"] if level is None else []
            self.write(placed, *gone, "asked", *(f"answer {token}" for token in now.answers))

    def ask(self, seal: str) -> None:
        """Ask everyone whether they agree to the marks of this seal."""
        now = self.sight()
        if now.asked != seal:
            self.write({"asked": seal}, *(f"answer {token}" for token in now.answers))

    def wipe(self) -> None:
        """Forget everything, now."""
        self.slate.wipe(self._key, *map(self.pile, Axis))

    def forget(self) -> None:
        """The same, once the workshop is over; without Redis it fades by itself."""
        with suppress(Resting):
            self.wipe()

    def write(self, changes: Mapping[str, str], *erased: str) -> None:
        """Change some words of the board, which lasts two hours more."""
        self.slate.write(self._key, changes, erased=erased, seconds=TWO_HOURS)

    def pile(self, axis: Axis) -> str:
        """The key under which an axis is shown."""
        return f"{self._key}:{axis}"


class Seat:
    """One person before a board, under digests that only they and the server together can make."""

    def __init__(self, board: Board, member: UUID) -> None:
        self._board = board
        self._member = member

    def is_taken(self, now: Sight) -> bool:
        """Whether this person takes part."""
        return self._token(now) in now.present

    def said(self, now: Sight) -> bool | None:
        """Whether they agree to the marks; None until they answer."""
        return now.answers.get(self._token(now))

    def shown(self, now: Sight) -> int | None:
        """The ten they have added to the pile on screen, if they have."""
        return now.voices.get(self._token(now, now.axis))

    def take(self) -> None:
        """Take part; once is enough."""
        self._board.write({f"present {self._token(self._board.sight())}": YES})

    def leave(self) -> None:
        """Take part no longer, and show nothing any more."""
        now = self._board.sight()
        token = self._token(now)
        if now.showing is Showing.OPEN:  # once it is drawn, a dot that went away would say whose it was
            self.take_back()
        self._board.write({}, f"present {token}", f"answer {token}")

    def answer(self, *, agrees: bool) -> None:
        """Agree to the marks, or not."""
        self._board.write({f"answer {self._token(self._board.sight())}": YES if agrees else NO})

    def show(self, level: int) -> None:
        """Add a level to the pile on screen, by its ten only."""
        now = self._board.sight()
        self._voice(now, {self._token(now, now.axis): str(ten_of(level))})

    def take_back(self) -> None:
        """Take it back from the pile."""
        now = self._board.sight()
        self._voice(now, {}, self._token(now, now.axis))

    def _voice(self, now: Sight, changes: Mapping[str, str], *erased: str) -> None:
        pile = self._board.pile(now.axis)
        self._board.slate.write(pile, changes, erased=erased, seconds=TWO_HOURS, renewed=False)

    def _token(self, now: Sight, purpose: str = "present") -> str:
        key = f"{self._board.secret_key} {now.salt}".encode()
        return hmac.new(key, f"{purpose} {self._member}".encode(), "sha256").hexdigest()[:32]


def _under(name: str, found: Mapping[str, str]) -> dict[str, str]:
    """The words that stand under a name followed by a token."""
    return {key.partition(" ")[2]: said for key, said in found.items() if key.startswith(f"{name} ")}
