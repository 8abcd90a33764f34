"""The common marks: placed by voice, kept only if everyone present agrees to them as they are."""

from uuid import UUID

from assessment.referential import LEVELS, Axis
from journal.service import record
from kernel import clock
from kernel.db import UnitOfWork
from kernel.refusals import N_, Invalid, Refusal
from kernel.scope import Scope
from tenants.queries.cooperatives import present_day
from workshop.board import Board, Seat
from workshop.models import Workshop
from workshop.rules import LEAST_AGREEING, MOST_IN_THE_ROOM, Obstacle, obstacle, seal
from workshop.service.acts import Act, joined, led
from workshop.service.showing import OUTSIDE

NOT_A_MARK = N_("A mark is a whole number from 0 to 100.")
NOT_A_COUNT = N_("How many are you? A whole number, from 1.")
CHANGED = N_("The marks have changed: look at them again, then answer.")
NOT_ASKED = N_("Nobody is being asked to agree: place the marks together first.")
OBSTACLES = {
    Obstacle.NO_MARK: N_("No mark is placed: there is nothing to keep."),
    Obstacle.NOT_ASKED: N_("Ask everyone first whether they agree to these marks."),
    Obstacle.OBJECTION: N_(
        "Somebody does not agree: the marks are not kept. Talk about them, or end without them."
    ),
    Obstacle.MISSING: N_("Somebody who takes part has not answered yet: the marks are not kept."),
    Obstacle.TOO_FEW: N_(
        "Marks are kept from %(least)d people who agree: with fewer, a mark would be somebody's level."
    ),
    Obstacle.OTHERS_IN_THE_ROOM: N_(
        "Say how many you are in the room: each of you agrees on their own page, or the marks are not kept."
    ),
}


def place(
    session: UnitOfWork, *, workshop_id: UUID, axis: Axis, level: int | None, board: Board, by: Scope
) -> None:
    """Place the common mark of an axis where the group says, 0 to 100, or none; agreements begin anew."""
    led(session, workshop_id=workshop_id, by=by)
    if level is not None and level not in LEVELS:
        raise Invalid(NOT_A_MARK, field="level")
    board.mark(axis, level)


def ask(session: UnitOfWork, *, workshop_id: UUID, board: Board, by: Scope) -> None:
    """Ask everyone who takes part whether they agree to the marks as they are."""
    led(session, workshop_id=workshop_id, by=by)
    now = board.sight()
    if not any(level is not None for level in now.marks.values()):
        raise Refusal(OBSTACLES[Obstacle.NO_MARK])
    board.ask(seal(now.marks))


def answer(
    session: UnitOfWork, *, workshop_id: UUID, agrees: bool, seen: str, board: Board, by: Scope
) -> None:
    """Agree or not to the marks seen (their `seal`); one may change one's mind until the end."""
    joined(session, workshop_id=workshop_id, by=by)
    now = board.sight()
    seat = Seat(board, session.member)
    if not seat.is_taken(now):
        raise Refusal(OUTSIDE)
    if not now.asked:
        raise Refusal(NOT_ASKED)
    if seen != now.asked:
        raise Refusal(CHANGED)
    seat.answer(agrees=agrees)


def end_with_marks(
    session: UnitOfWork, *, workshop_id: UUID, people: int | None, board: Board, by: Scope
) -> Workshop:
    """End and keep the marks, as everyone in the room agrees to them; raises Refusal otherwise."""
    found = led(session, workshop_id=workshop_id, by=by)
    if people is not None and not 0 < people <= MOST_IN_THE_ROOM:
        raise Invalid(NOT_A_COUNT, field="people")
    now = board.sight()
    reason = obstacle(now.marks, now.asked, now.tally, people)
    if reason is Obstacle.OTHERS_IN_THE_ROOM:
        raise Invalid(OBSTACLES[reason], field="people")
    if reason:
        raise Refusal(OBSTACLES[reason], least=LEAST_AGREEING)
    _end(session, found, board)
    found.levels = dict(now.marks)
    return found


def end_without_marks(session: UnitOfWork, *, workshop_id: UUID, board: Board, by: Scope) -> Workshop:
    """End and keep the words alone, if there are any."""
    found = led(session, workshop_id=workshop_id, by=by)
    _end(session, found, board)
    return found


def _end(session: UnitOfWork, found: Workshop, board: Board) -> None:
    found.ended_at, found.held_on = clock.now(), present_day(session)
    record(session, verb=Act.END, about="workshop", about_id=found.id)
    session.after_commit(board.forget)
