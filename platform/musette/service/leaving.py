"""Leaving a cooperative: what is the person's goes with them, then what was held of them there dies.

Two transactions, each harmless if repeated: carrying in the scope of the person and of the member, forgetting
as the machine role. A member who was removed is treated as one who leaves.
"""

from uuid import UUID

from sqlalchemy import delete

import assessment.service.contributions
import peer.service.mediations
import peer.service.members
import peer.service.reports
import tenants.service.members
from assessment.models import Counting
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from musette.models import Attached, CarriedStatement, Onward
from musette.queries.carried import said_of_me
from musette.service import offers, parting
from peer.models.statements import Answer, Statement
from sharing.service import grants
from sharing.service.consents import withdraw_all
from tenants import jobs
from tenants.queries.cooperatives import cooperative


def carry(session: UnitOfWork) -> None:
    """Copy what was said of the member in scope into their satchel; if they have left, the rest dies next."""
    home = cooperative(session).name
    for said, answer in said_of_me(session):
        if session.add_once(carried_copy(said, answer, home)) and said.author_id is not None:
            passed = {"subject_id": session.member, "author_id": said.author_id}
            session.add_once(Onward(statement_id=said.id, **passed))
    if tenants.service.members.has_left(session, member_id=session.member):
        for model in (Attached, Counting):
            session.execute(delete(model).where(model.cooperative_id == session.cooperative))
        withdraw_all(session, cooperative_id=session.cooperative)
        later(session, jobs.MEMBER_LEFT, left=session.member)


def let_go(session: UnitOfWork, *, member_id: UUID) -> None:
    """Delete what the cooperative held of somebody who has left, as the machine role.

    What they said of others stays, said by a former member; whoever came back in between keeps everything.
    """
    if not tenants.service.members.has_left(session, member_id=member_id):
        return
    assessment.service.contributions.forget_member(session, member_id=member_id)
    peer.service.mediations.forget_member(session, member_id=member_id)
    peer.service.reports.hand_over(session, member_id=member_id)
    offers.forget_member(session, member_id=member_id)
    grants.forget_member(session, member_id=member_id)
    parting.forget_member(session, member_id=member_id)
    peer.service.members.unname(session, member_id=member_id)
    peer.service.members.forget(session, member_id=member_id)
    tenants.service.members.forget(session, member_id=member_id)


def carried_copy(said: Statement, answer: Answer | None, home: str) -> CarriedStatement:
    """What was said of somebody, as they carry it: from which cooperative, and not by whom."""
    return CarriedStatement(
        id=said.id,
        home=home,
        axis=said.axis,
        stance=said.stance,
        level_seen=said.level_seen,
        level=said.level,
        grounds=said.grounds,
        words="" if said.hidden_at else said.words,
        outside=said.outside,
        said_at=said.said_at,
        answer=answer.kind if answer else None,
        answer_level=answer.level if answer else None,
        answer_words=answer.words if answer else "",
        carried_at=clock.now(),
    )
