"""A workshop held through the services, by the people of a test."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from assessment.referential import Axis
from kernel.keys import digest
from tenants.queries.cooperatives import present_day
from tests.world import Member, World
from workshop.board import Board, Sight
from workshop.models import Workshop
from workshop.queries import workshop
from workshop.service import agreeing, preparing, showing


@dataclass
class Session:
    """One workshop: whoever facilitates comes first among those who take part."""

    world: World
    id: UUID
    word: str
    people: list[Member]

    @property
    def lead(self) -> Member:
        """Whoever prepared it."""
        return self.people[0]

    @property
    def board(self) -> Board:
        """Its board."""
        house = self.world.house
        return Board(house.slate, house.settings.secret_key, self.lead.cooperative, self.id)

    @property
    def now(self) -> Sight:
        """What is on the board."""
        return self.board.sight()

    @property
    def row(self) -> Workshop:
        """What PostgreSQL holds of it."""
        with self.lead.acting() as session:
            return workshop(session, self.id)

    def turn(self, axis: Axis) -> None:
        """Put an axis on screen."""
        with self.lead.acting() as session:
            showing.turn(session, workshop_id=self.id, axis=axis, board=self.board, by=self.lead.scope)

    def open(self) -> None:
        """Open the showing of the axis on screen."""
        with self.lead.acting() as session:
            axis, by = self.now.axis, self.lead.scope
            showing.open_showing(session, workshop_id=self.id, axis=axis, board=self.board, by=by)

    def close(self) -> None:
        """Close it."""
        with self.lead.acting() as session:
            axis, by = self.now.axis, self.lead.scope
            showing.close_showing(session, workshop_id=self.id, axis=axis, board=self.board, by=by)

    def join(self, member: Member) -> None:
        """Take part."""
        with member.acting() as session:
            showing.join(session, workshop_id=self.id, board=self.board, by=member.scope)

    def leave(self, member: Member) -> None:
        """Take part no longer."""
        with member.acting() as session:
            showing.leave(session, workshop_id=self.id, board=self.board, by=member.scope)

    def show(self, member: Member, axis: Axis | None = None) -> None:
        """Show one's own level."""
        with member.acting() as session:
            chosen, by = axis or self.now.axis, member.scope
            showing.show(session, workshop_id=self.id, axis=chosen, board=self.board, by=by)

    def withdraw(self, member: Member) -> None:
        """Take it back."""
        with member.acting() as session:
            axis, by = self.now.axis, member.scope
            showing.withdraw(session, workshop_id=self.id, axis=axis, board=self.board, by=by)

    def show_all(self) -> None:
        """Everyone who has a level on the axis on screen shows it."""
        self.open()
        for each in self.people:
            self.show(each)
        self.close()

    def place(self, axis: Axis, level: int | None) -> None:
        """Place a common mark."""
        with self.lead.acting() as session:
            by = self.lead.scope
            agreeing.place(session, workshop_id=self.id, axis=axis, level=level, board=self.board, by=by)

    def ask(self) -> None:
        """Ask everyone whether they agree."""
        with self.lead.acting() as session:
            agreeing.ask(session, workshop_id=self.id, board=self.board, by=self.lead.scope)

    def answer(self, member: Member, *, agrees: bool = True, seen: str | None = None) -> None:
        """Agree to the marks, or not."""
        with member.acting() as session:
            asked = self.now.asked if seen is None else seen
            agreeing.answer(
                session, workshop_id=self.id, agrees=agrees, seen=asked, board=self.board, by=member.scope
            )

    def write(self, words: str) -> None:
        """Save the words to keep."""
        with self.lead.acting() as session:
            seen, by = digest(workshop(session, self.id).words), self.lead.scope
            preparing.write_words(session, workshop_id=self.id, words=words, seen=seen, by=by)

    def keep(self, people: int | None) -> None:
        """End with the marks, so many people being in the room."""
        with self.lead.acting() as session:
            agreeing.end_with_marks(
                session, workshop_id=self.id, people=people, board=self.board, by=self.lead.scope
            )

    def end(self) -> None:
        """End without marks."""
        with self.lead.acting() as session:
            agreeing.end_without_marks(session, workshop_id=self.id, board=self.board, by=self.lead.scope)

    def agree(self, marks: Mapping[Axis, int]) -> None:
        """Everyone agrees to these marks, which are kept."""
        for axis, level in marks.items():
            self.place(axis, level)
        self.ask()
        for each in self.people:
            self.answer(each)
        self.keep(len(self.people))


def prepared(world: World, lead: Member, *others: Member) -> Session:
    """A workshop prepared for today, not begun."""
    made = uuid4()
    with lead.acting() as session:
        day = present_day(session)
        row = preparing.prepare(session, workshop_id=made, held_on=day, by=lead.scope)
        return Session(world, made, row.join_word, [lead, *others])


def talk(world: World, lead: Member, *others: Member) -> Session:
    """A workshop that has begun, in which these people take part."""
    held = prepared(world, lead, *others)
    with lead.acting() as session:
        showing.begin(session, workshop_id=held.id, board=held.board, by=lead.scope)
    for each in others:
        held.join(each)
    return held
