"""The screen, led by whoever facilitates; and the people who take part, each showing what they wish."""

from uuid import UUID

from assessment.queries import latest
from assessment.referential import Axis
from kernel.db import UnitOfWork
from kernel.refusals import N_, Refusal
from kernel.scope import Scope
from workshop.board import Board, Seat, Sight
from workshop.rules import Showing
from workshop.service.acts import joined, led

MOVED = N_("Another axis is on screen now: look at the page again.")
NOT_OPEN = N_("The showing of this axis is not open.")
NOTHING_TO_SHOW = N_("Your last assessment has no level on this axis: there is nothing to show.")
OUTSIDE = N_("Say first that you take part.")


def begin(session: UnitOfWork, *, workshop_id: UUID, board: Board, by: Scope) -> None:
    """Put the first axis on screen and take part; a workshop that has begun goes on as it is."""
    led(session, workshop_id=workshop_id, by=by)
    if board.look() is None:
        board.begin()
        Seat(board, session.member).take()


def turn(session: UnitOfWork, *, workshop_id: UUID, axis: Axis, board: Board, by: Scope) -> None:
    """Put an axis on screen; asking for it twice is asking for it once."""
    led(session, workshop_id=workshop_id, by=by)
    board.turn(axis)


def open_showing(session: UnitOfWork, *, workshop_id: UUID, axis: Axis, board: Board, by: Scope) -> None:
    """Let people show the axis on screen, from an empty pile."""
    led(session, workshop_id=workshop_id, by=by)
    _check_axis(board.sight(), axis)
    board.show(Showing.OPEN)


def close_showing(session: UnitOfWork, *, workshop_id: UUID, axis: Axis, board: Board, by: Scope) -> None:
    """End the showing of the axis on screen: what was shown is drawn, all at once."""
    led(session, workshop_id=workshop_id, by=by)
    now = board.sight()
    _check_axis(now, axis)
    if now.showing is Showing.OPEN:
        board.show(Showing.CLOSED)


def join(session: UnitOfWork, *, workshop_id: UUID, board: Board, by: Scope) -> None:
    """Take part, as one more person in the room; nothing says who."""
    joined(session, workshop_id=workshop_id, by=by)
    Seat(board, session.member).take()


def leave(session: UnitOfWork, *, workshop_id: UUID, board: Board, by: Scope) -> None:
    """Take part no longer."""
    joined(session, workshop_id=workshop_id, by=by)
    Seat(board, session.member).leave()


def show(session: UnitOfWork, *, workshop_id: UUID, axis: Axis, board: Board, by: Scope) -> None:
    """Add one's own level to the pile of the axis on screen; twice is once, a newer level takes its place.

    The level is read here, in the person's own scope: a form could not say another one.
    """
    joined(session, workshop_id=workshop_id, by=by)
    _check_open(session, board, axis)
    last = latest(session)
    level = last.levels[axis] if last else None
    if level is None:
        raise Refusal(NOTHING_TO_SHOW)
    Seat(board, session.member).show(level)


def withdraw(session: UnitOfWork, *, workshop_id: UUID, axis: Axis, board: Board, by: Scope) -> None:
    """Take one's level back while the showing is open."""
    joined(session, workshop_id=workshop_id, by=by)
    _check_open(session, board, axis)
    Seat(board, session.member).take_back()


def _check_open(session: UnitOfWork, board: Board, axis: Axis) -> None:
    now = board.sight()
    _check_axis(now, axis)
    if now.showing is not Showing.OPEN:
        raise Refusal(NOT_OPEN)
    if not Seat(board, session.member).is_taken(now):
        raise Refusal(OUTSIDE)


def _check_axis(now: Sight, axis: Axis) -> None:
    if now.axis is not axis:
        raise Refusal(MOVED)
