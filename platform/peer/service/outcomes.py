"""The outcome of a mediation: words that the three write together, each agreeing to them as they are."""

from uuid import UUID

from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later_once
from kernel.keys import digest
from kernel.refusals import N_, Invalid, Refusal, check_length
from kernel.scope import Scope
from peer import jobs
from peer.models.mediations import Ending, Mediation
from peer.models.statements import Statement
from peer.service.acts import Act
from peer.service.exchanges import finish, forget_agreements, note, still_open, three_of
from tenants.queries.cooperatives import present_day

LONGEST_OUTCOME = 1000
CHANGED = N_("These words have changed meanwhile: read them as they are now, then answer again.")


def propose_outcome(session: UnitOfWork, *, statement_id: UUID, words: str, seen: str, by: Scope) -> None:
    """Write the outcome, in place of the words seen (their `digest`); the two others have to agree anew."""
    mediation, statement = _under_way(session, statement_id, by)
    words = words.strip()
    if not words:
        raise Invalid(N_("Write what the three of you could agree to."), field="words")
    check_length(words, LONGEST_OUTCOME, field="words")
    if words == mediation.outcome:
        _agree_to_words(session, mediation, statement)
        return
    _check_seen(mediation, seen)
    mediation.outcome = words
    forget_agreements(mediation)
    setattr(mediation, _place(session, mediation), clock.now())
    note(session, mediation=mediation, about=statement, act=Act.PROPOSE_OUTCOME)
    for each in three_of(mediation) - {session.member}:
        once_a_day = f"{statement_id} {each} {present_day(session)}"
        ids = {"statement": str(statement_id), "to": str(each), "step": Act.PROPOSE_OUTCOME.value}
        later_once(session, jobs.MEDIATION_MAIL, period=once_a_day, **ids)


def agree_to_outcome(session: UnitOfWork, *, statement_id: UUID, seen: str, by: Scope) -> None:
    """Agree to the words seen (their `digest`); when the three have, the mediation has its outcome."""
    mediation, statement = _under_way(session, statement_id, by)
    if not mediation.outcome:
        raise Refusal(N_("There are no words to agree to yet: write some."))
    _check_seen(mediation, seen)
    _agree_to_words(session, mediation, statement)


def _under_way(session: UnitOfWork, statement_id: UUID, by: Scope) -> tuple[Mediation, Statement]:
    mediation, statement = still_open(session, statement_id=statement_id, by=by)
    if mediation.agreed_at is None:
        raise Refusal(N_("This mediation has not begun: both of you agree to it first."))
    return mediation, statement


def _check_seen(mediation: Mediation, seen: str) -> None:
    if seen != digest(mediation.outcome):
        raise Refusal(CHANGED)


def _agree_to_words(session: UnitOfWork, mediation: Mediation, statement: Statement) -> None:
    place = _place(session, mediation)
    if getattr(mediation, place) is not None:
        return
    setattr(mediation, place, clock.now())
    note(session, mediation=mediation, about=statement, act=Act.AGREE_OUTCOME)
    if mediation.subject_agreed_at and mediation.author_agreed_at and mediation.mediator_agreed_at:
        finish(session, mediation=mediation, about=statement, ending=Ending.OUTCOME)


def _place(session: UnitOfWork, mediation: Mediation) -> str:
    """Where the agreement of the member in scope is noted."""
    places = {
        mediation.subject_id: "subject_agreed_at",
        mediation.author_id: "author_agreed_at",
        mediation.mediator_id: "mediator_agreed_at",
    }
    return places[session.member]
