"""What the acts on one exchange share: one at a time, told to the journal, to the level and by mail."""

from collections.abc import Collection
from uuid import UUID

from journal.service import record
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import N_, Refusal
from kernel.scope import Scope
from peer import jobs, permissions
from peer.models.mediations import Ending, Mediation
from peer.models.statements import Statement
from peer.queries.mediations import mediation_seen
from peer.service.acts import Act
from peer.service.standings import settle_later

ENDED = {Ending.OUTCOME: Act.AGREE_OUTCOME, Ending.LEFT: Act.LEAVE_DISAGREEMENT}
OVER = N_("This mediation has ended.")


def one_exchange_at_a_time(session: UnitOfWork, *, statement_id: UUID) -> None:
    """Wait until nothing else is being done with an exchange: its answer, its mediation, its withdrawal."""
    session.one_at_a_time("exchange", statement_id)


def locked(session: UnitOfWork, *, statement_id: UUID) -> tuple[Mediation, Statement | None]:
    """A mediation as it is once whatever else was being done with its exchange has ended; raises Unknown."""
    one_exchange_at_a_time(session, statement_id=statement_id)
    found = mediation_seen(session, statement_id)
    return found.mediation, found.statement


def still_open(session: UnitOfWork, *, statement_id: UUID, by: Scope) -> tuple[Mediation, Statement]:
    """The same, of a mediation that has not ended; raises Refusal otherwise."""
    permissions.TAKE_PART_IN_MEDIATION.check(by)
    mediation, statement = locked(session, statement_id=statement_id)
    if mediation.ended_at is not None or statement is None:
        raise Refusal(OVER)
    return mediation, statement


def finish(session: UnitOfWork, *, mediation: Mediation, about: Statement, ending: Ending) -> None:
    """End a mediation: the level is settled again, and the others are told."""
    begun = mediation.agreed_at is not None
    end(mediation, ending)
    settle_later(session, member_id=mediation.subject_id, axis=about.axis)
    told = three_of(mediation) if begun else three_of(mediation) - {mediation.mediator_id}
    tell(session, mediation=mediation, step=ENDED[ending], to=told - {session.scope.member})


def end(mediation: Mediation, ending: Ending) -> None:
    """Note how a mediation ended."""
    mediation.ended_at, mediation.ending = clock.now(), ending


def forget_agreements(mediation: Mediation) -> None:
    """Nobody agrees any more to the words of the outcome: they are new."""
    mediation.subject_agreed_at = mediation.author_agreed_at = mediation.mediator_agreed_at = None


def three_of(mediation: Mediation) -> set[UUID]:
    """The three people of a mediation, those who were erased left out."""
    return {each for each in (mediation.subject_id, mediation.author_id, mediation.mediator_id) if each}


def note(session: UnitOfWork, *, mediation: Mediation, about: Statement, act: Act) -> None:
    """Tell the journal, so that the two people of the exchange both read it, whoever acts."""
    for reader in three_of(mediation) - {mediation.mediator_id, session.scope.member}:
        record(session, verb=act, about=about.axis, about_id=about.id, subject=reader)


def tell(session: UnitOfWork, *, mediation: Mediation, step: Act, to: Collection[UUID | None]) -> None:
    """Write to these members that a mediation has taken this step."""
    for each in filter(None, to):
        later(session, jobs.MEDIATION_MAIL, statement=mediation.statement_id, to=each, step=step.value)
