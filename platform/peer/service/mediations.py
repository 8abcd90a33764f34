"""Mediating an exchange: both of its people agree to it, and any of the three may leave it as it is."""

from uuid import UUID

from kernel import clock
from kernel.db import UnitOfWork
from kernel.refusals import N_, Refusal, Unknown
from kernel.scope import Scope
from peer import permissions
from peer.models.mediations import Ending, Mediation
from peer.models.statements import Statement
from peer.queries.mediations import mediation_of, open_mediations
from peer.service.acts import Act
from peer.service.exchanges import (
    end,
    finish,
    forget_agreements,
    locked,
    note,
    one_exchange_at_a_time,
    still_open,
    tell,
)
from tenants.queries.members import mediators


def propose(session: UnitOfWork, *, about: Statement, mediator_id: UUID) -> Mediation:
    """Propose to the author of a view that differs to be helped by somebody, for the first time or anew."""
    if about.author_id is None:
        raise Unknown
    found = mediation_of(session, about.id) or Mediation(
        statement_id=about.id, subject_id=session.member, author_id=about.author_id
    )
    found.mediator_id, found.asked_at, found.outcome = mediator_id, clock.now(), ""
    found.agreed_at = found.ended_at = found.ending = None
    forget_agreements(found)
    session.add(found)
    session.flush()
    note(session, mediation=found, about=about, act=Act.ASK_MEDIATION)
    tell(session, mediation=found, step=Act.ASK_MEDIATION, to=[found.author_id])
    return found


def agree(session: UnitOfWork, *, statement_id: UUID, by: Scope) -> None:
    """Agree to a mediation, as the author of the view that differs: from now on the mediator reads it."""
    mediation, statement = _proposed(session, statement_id, by)
    if mediation.agreed_at is not None:
        return
    if mediation.mediator_id not in {each.id for each in mediators(session)}:
        raise Refusal(N_("The person proposed no longer mediates here: another one may be asked."))
    mediation.agreed_at = clock.now()
    note(session, mediation=mediation, about=statement, act=Act.AGREE_MEDIATION)
    tell(
        session,
        mediation=mediation,
        step=Act.AGREE_MEDIATION,
        to=[mediation.mediator_id, mediation.subject_id],
    )


def decline(session: UnitOfWork, *, statement_id: UUID, by: Scope) -> None:
    """Rather not have a mediation, as the author of the view that differs; no reason is asked."""
    mediation, statement = _proposed(session, statement_id, by)
    if mediation.agreed_at is not None:
        raise Refusal(N_("You have agreed to this mediation: you may leave it at any time."))
    note(session, mediation=mediation, about=statement, act=Act.DECLINE_MEDIATION)
    end(mediation, Ending.DECLINED)
    tell(session, mediation=mediation, step=Act.DECLINE_MEDIATION, to=[mediation.subject_id])


def leave(session: UnitOfWork, *, statement_id: UUID, by: Scope) -> None:
    """Leave the disagreement as it is: any of the three, at any time; leaving twice is leaving once."""
    permissions.TAKE_PART_IN_MEDIATION.check(by)
    mediation, statement = locked(session, statement_id=statement_id)
    if mediation.ended_at is not None or statement is None:
        return
    note(session, mediation=mediation, about=statement, act=Act.LEAVE_DISAGREEMENT)
    finish(session, mediation=mediation, about=statement, ending=Ending.LEFT)


def take_back(session: UnitOfWork, *, statement_id: UUID) -> None:
    """End a mediation that was proposed and not agreed to: the member has given another answer."""
    mediation = mediation_of(session, statement_id)
    if mediation and mediation.agreed_at is None and mediation.ended_at is None:
        end(mediation, Ending.LEFT)


def end_exchange(session: UnitOfWork, *, about: Statement) -> None:
    """End the mediation of a statement that is withdrawn: there is nothing left to mediate."""
    mediation = mediation_of(session, about.id)
    if mediation and mediation.ended_at is None:
        finish(session, mediation=mediation, about=about, ending=Ending.LEFT)


def forget_member(session: UnitOfWork, *, member_id: UUID) -> None:
    """End the mediations of a member who has left, whichever of the three they were; as the machine role."""
    for mediation in open_mediations(session, member_id):
        _interrupt(session, mediation)


def stand_down(session: UnitOfWork, *, member_id: UUID) -> None:
    """End the mediations of a member who may not mediate any more; as the machine role."""
    if member_id in {each.id for each in mediators(session)}:
        return
    for mediation in open_mediations(session, member_id):
        if mediation.mediator_id == member_id:
            _interrupt(session, mediation)


def _interrupt(session: UnitOfWork, mediation: Mediation) -> None:
    one_exchange_at_a_time(session, statement_id=mediation.statement_id)
    session.refresh(mediation)
    statement = session.get(Statement, (session.cooperative, mediation.statement_id))
    if mediation.ended_at is None and statement is not None:
        note(session, mediation=mediation, about=statement, act=Act.LEAVE_DISAGREEMENT)
        finish(session, mediation=mediation, about=statement, ending=Ending.LEFT)


def _proposed(session: UnitOfWork, statement_id: UUID, by: Scope) -> tuple[Mediation, Statement]:
    mediation, statement = still_open(session, statement_id=statement_id, by=by)
    if mediation.author_id != session.member:
        raise Unknown
    return mediation, statement
