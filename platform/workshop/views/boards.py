"""The board of a workshop as pages read it; without Redis they are served all the same, and say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from assessment.referential import Axis, AxisSheet, referential
from kernel.keys import digest
from kernel.refusals import Resting
from pages.formats import language
from pages.visit import here, session, visit
from workshop.board import Board, Sight
from workshop.pictures import Pile, pile
from workshop.queries import workshop
from workshop.rules import Showing, before_and_after, drawn, shown_at_least


@dataclass(frozen=True)
class Screen:
    """What is on the board, or that there is nothing, or that Redis does not answer."""

    sight: Sight | None
    silent: bool = False

    @property
    def sheet(self) -> AxisSheet | None:
        """What is written about the axis on screen."""
        return referential().sheets[self.sight.axis] if self.sight else None

    @property
    def pile(self) -> Pile | None:
        """What people have shown, once it may be drawn."""
        found = drawn(self._tens, self.sight.showing) if self.sight else None
        return pile(found, language()) if found else None

    @property
    def too_few(self) -> bool:
        """Whether the showing was closed with too few people for anything to be drawn."""
        return bool(self.sight and self.sight.showing is Showing.CLOSED and self.pile is None)

    @property
    def shown(self) -> int | None:
        """How many people have shown the axis, once they are three at least."""
        return shown_at_least(self._tens)

    @property
    def beside(self) -> tuple[Axis | None, Axis | None]:
        """The axes before and after the one on screen."""
        return before_and_after(self.sight.axis) if self.sight else (None, None)

    def version(self, *more: object) -> str:
        """What changes when the page has something new to show."""
        now = self.sight
        parts = (
            (now.axis, now.showing, now.marks, now.asked, now.tally, self.shown) if now else (self.silent,)
        )
        return digest(repr((parts, more)))[:16]

    @property
    def _tens(self) -> Sequence[int]:
        return list(self.sight.voices.values()) if self.sight else []


def board_of(workshop_id: UUID) -> Board:
    """The board of a workshop of the cooperative being visited; raises Unknown when there is none."""
    house = visit().house
    found = workshop(session(), workshop_id)
    return Board(house.slate, house.settings.secret_key, here().cooperative_id, found.id)


def screen_of(workshop_id: UUID) -> Screen:
    """What is on it."""
    try:
        return Screen(board_of(workshop_id).look())
    except Resting:
        return Screen(None, silent=True)
