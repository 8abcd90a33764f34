"""What becomes of those who go or arrive together when one of them leaves: as the machine role."""

from uuid import UUID

from sqlalchemy import any_, delete, literal, select

from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.tables import Json
from musette import jobs
from musette.joint import Companion, JointExport, JointSeat
from musette.parcels.meeting import ABOUT, BY


def forget_member(session: UnitOfWork, *, member_id: UUID) -> None:
    """A file that is not made goes without them; what waited for them to confirm waits no more."""
    mine = (
        select(Companion)
        .join(JointExport, JointExport.id == Companion.joint_id)
        .where(Companion.member_id == member_id, JointExport.made_at.is_(None))
    )
    for each in session.scalars(mine).all():
        session.delete(each)
        later(session, jobs.ASSEMBLE, joint=each.joint_id)
    for seat in session.scalars(select(JointSeat).where(JointSeat.member_id == member_id)).all():
        _drop(session, seat)
        session.delete(seat)
    session.flush()


def forget_files(session: UnitOfWork, *, member_id: UUID) -> None:
    """Keep no file that somebody who erased their account is in; those who have it keep it."""
    session.execute(delete(JointExport).where(literal(member_id) == any_(JointExport.places)))


def _drop(session: UnitOfWork, gone: JointSeat) -> None:
    """Let the others of a file hold nothing that somebody who is gone would have had to confirm."""
    others = select(JointSeat).where(
        JointSeat.arrival_id == gone.arrival_id, JointSeat.member_id != gone.member_id
    )
    for each in session.scalars(others.with_for_update()):
        each.said = {**each.said, **_without(each.said, gone.place)}


def _without(said: Json, place: int) -> Json:
    sides = (("of_me", BY), ("by_me", ABOUT))
    kept: Json = {
        side: [each for each in said.get(side, []) if each[other] != place] for side, other in sides
    }
    names = ["" if rank == place else name for rank, name in enumerate(said.get("names", []))]
    return {**kept, "names": names}
