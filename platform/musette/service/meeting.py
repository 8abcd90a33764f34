"""When both people of a statement have confirmed, it comes in, written by each in their own scope.

Each step is a job that does nothing the second time: the request by the member it is about, the statement by
its author, the answer by the member again, whose level is then settled as any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from assessment.models import Activity, Counting
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import Unknown
from musette import jobs
from musette.joint import JointArrival, JointSeat
from musette.models import Arrival
from musette.parcels.meeting import Item, Seated, agreed
from musette.queries.together import own_seat, seated
from musette.service import between, bringing
from peer.models.statements import Statement
from peer.service import carrying
from tenants.queries.members import is_member

OF_ME, BY_ME = "of_me", "by_me"


@dataclass(frozen=True)
class Held:
    """A statement that waits, and the place of the member it waits for."""

    seat: JointSeat
    item: Item


def settle_in(
    session: UnitOfWork, *, arrival_id: UUID, done: int, origin: str, again: bool
) -> tuple[int, int]:
    """Take in the next things the member in scope chose, as `bring_in`; then see whom they meet."""
    seat = own_seat(session, arrival_id)
    file = session.get(Arrival, (session.person, seat.file_id))
    total = len(file.chosen or ()) if file is not None else 0
    if file is not None and done < total:
        done, total = bringing.bring_in(
            session, arrival_id=seat.file_id, done=done, origin=origin, again=again
        )
    if done >= total:
        _count(session, seat.said.get("counts"))
        seat.taken_at = seat.taken_at or clock.now()
        later(session, jobs.MEET, arrival=arrival_id)
        return max(done, 1), max(total, 1)
    return done, total


def meet(session: UnitOfWork, *, arrival_id: UUID) -> None:
    """Have come in what both its people have confirmed and is not here yet, as the machine role."""
    seats = [_seated(each) for each in seated(session, arrival_id) if is_member(session, each.member_id)]
    for each in agreed(seats):
        if session.get(Statement, (session.cooperative, each.statement)) is None:
            later(
                session,
                jobs.ASK_AGAIN,
                member=each.subject,
                author=each.author,
                arrival=arrival_id,
                statement=each.statement,
            )


def ask_again(session: UnitOfWork, *, arrival_id: UUID, statement_id: UUID, author: UUID) -> None:
    """As the member it is about: write the request it answered, then have its author say it again."""
    held = _held(session, arrival_id, OF_ME, statement_id)
    if held is None:
        return
    request, drawn = between.request_of(held.item), _said(held).drawn
    if carrying.ask_again(session, request=request, author=author, drawn=drawn):
        later(
            session,
            jobs.SAY_AGAIN,
            member=author,
            subject=session.member,
            arrival=arrival_id,
            statement=statement_id,
            request=request.id,
        )


def say_again(
    session: UnitOfWork, *, arrival_id: UUID, statement_id: UUID, request_id: UUID, subject: UUID
) -> None:
    """As its author: write the statement, then have the member's answer written, and their level settled."""
    held = _held(session, arrival_id, BY_ME, statement_id)
    if held is None:
        return
    said = _said(held)
    said.request_id, said.subject_id = request_id, subject
    if carrying.say_again(session, said=said, home=held.seat.home, did=held.seat.did):
        later(session, jobs.ANSWER_AGAIN, member=subject, arrival=arrival_id, statement=statement_id)


def answer_again(session: UnitOfWork, *, arrival_id: UUID, statement_id: UUID) -> None:
    """As the member it is about: write the answer they gave, and have the level settled."""
    held = _held(session, arrival_id, OF_ME, statement_id)
    if held is not None:
        carrying.answer_again(session, statement_id=statement_id, answer=between.answer_of(held.item))


def forget(session: UnitOfWork, *, arrival_id: UUID) -> None:
    """Delete a file that was brought and the places taken in it, as the machine role; what came in stays."""
    found = session.get(JointArrival, (session.cooperative, arrival_id))
    if found is not None:
        session.delete(found)


def _seated(seat: JointSeat) -> Seated:
    heard: Sequence[Item] = seat.said.get(OF_ME, []) if seat.hears else []
    spoken: Sequence[Item] = seat.said.get(BY_ME, []) if seat.speaks else []
    return Seated(seat.place, seat.member_id, heard, spoken)


def _held(session: UnitOfWork, arrival_id: UUID, side: str, statement_id: UUID) -> Held | None:
    """A statement as the parcel of the member in scope tells it, as long as they let it in."""
    try:
        seat = own_seat(session, arrival_id)
    except Unknown:
        return None
    items: list[Item] = seat.said.get(side, [])
    found = [each for each in items if each["statement"]["id"] == str(statement_id)]
    return Held(seat, found[0]) if found else None


def _said(held: Held) -> Statement:
    """The statement, of nobody yet; its author counts as drawn only if a cooperative vouches for it."""
    said = between.statement_of(held.item)
    said.drawn = said.drawn and held.seat.vouched
    return said


def _count(session: UnitOfWork, activity: object) -> None:
    """Let the activity that counted over there count here, unless another one does; nobody reads it yet."""
    if not isinstance(activity, str) or _counted(session):
        return
    found = session.get(Activity, (session.person, UUID(activity)))
    if found is not None:
        session.add(Counting(cooperative_id=session.cooperative, activity_id=found.id))
        session.flush()


def _counted(session: UnitOfWork) -> bool:
    return session.get(Counting, (session.person, session.cooperative)) is not None
