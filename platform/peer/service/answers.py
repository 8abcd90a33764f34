"""Answering someone who sees a level otherwise: keep it, adjust it, or ask for mediation, all in words."""

from collections.abc import Sequence
from uuid import UUID

from assessment.service.stock import adjust
from journal.service import record
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import N_, Invalid, Refusal, Unknown, check_length
from kernel.scope import Belonging, Scope
from peer import jobs, permissions
from peer.models.mediations import Mediation
from peer.models.statements import Answer, AnswerKind, Statement
from peer.queries.levels import answer_to, statement_about_us
from peer.queries.mediations import may_be_asked_again, mediation_of, mediators_for
from peer.rules import Stance
from peer.service import mediations
from peer.service.acts import Act
from peer.service.exchanges import one_exchange_at_a_time
from peer.service.requests import LONGEST_WORDS
from peer.service.standings import settle_later, settle_level
from tenants.queries.members import is_member

ANSWERED = N_("You have answered this person already.")
WORDLESS = N_("Answer in a few words: they are what the other person will read.")


def keep_level(session: UnitOfWork, *, statement_id: UUID, words: str, by: Scope) -> Answer:
    """Keep one's level and say why; the disagreement then stands, said with respect."""
    found = _contest(session, statement_id, by)
    if not words.strip():
        raise Invalid(WORDLESS, field="words")
    answer = _answer(session, found, AnswerKind.KEEP, None, words)
    _record(session, found, Act.KEEP_LEVEL)
    settle_level(session, axis=found.axis)
    return answer


def adjust_level(
    session: UnitOfWork,
    *,
    statement_id: UUID,
    level: int,
    words: str,
    places: Sequence[Belonging],
    by: Scope,
) -> Answer:
    """Take a new level, as a new assessment in which the other levels are copied."""
    found = _contest(session, statement_id, by)
    answer = _answer(session, found, AnswerKind.ADJUST, level, words)
    _record(session, found, Act.ADJUST_LEVEL)
    adjust(session, axis=found.axis, level=level, places=places, by=by)
    session.flush()
    settle_level(session, axis=found.axis)
    return answer


def ask_for_mediation(
    session: UnitOfWork, *, statement_id: UUID, mediator_id: UUID | None, words: str, by: Scope
) -> Mediation:
    """Propose that a mediator help both; keeping or adjusting one's level stays possible at any time.

    Asked once, unless the mediator is not there any more: another one may then be asked.
    """
    found = _contest(session, statement_id, by)
    earlier = mediation_of(session, found.id)
    if earlier and not may_be_asked_again(session, earlier):
        raise Refusal(N_("A mediation has been proposed to this person already."))
    if found.author_id is None or not is_member(session, found.author_id):
        raise Refusal(N_("A mediation takes both of you: this person is no longer here."))
    if not words.strip():
        raise Invalid(WORDLESS, field="words")
    if mediator_id not in {each.id for each in mediators_for(session, found.subject_id, found.author_id)}:
        raise Invalid(N_("Choose one of the mediators named here."), field="mediator")
    _answer(session, found, AnswerKind.MEDIATE, None, words)
    made = mediations.propose(session, about=found, mediator_id=mediator_id)
    settle_level(session, axis=found.axis)
    return made


def _contest(session: UnitOfWork, statement_id: UUID, by: Scope) -> Statement:
    """A view that differs and waits for an answer; asking for mediation leaves it waiting."""
    permissions.ANSWER_STATEMENTS.check(by)
    one_exchange_at_a_time(session, statement_id=statement_id)
    found = statement_about_us(session, statement_id)
    if found.stance is not Stance.CONTEST:
        raise Unknown
    earlier = answer_to(session, found.id)
    if earlier is not None and earlier.kind is not AnswerKind.MEDIATE:
        raise Refusal(ANSWERED)
    return found


def _answer(session: UnitOfWork, found: Statement, kind: AnswerKind, level: int | None, words: str) -> Answer:
    check_length(words, LONGEST_WORDS, field="words")
    answer = answer_to(session, found.id) or Answer(
        statement_id=found.id, subject_id=session.member, author_id=found.author_id
    )
    answer.kind, answer.level, answer.words = kind, level, words.strip()
    answer.answered_at, answer.hidden_at = clock.now(), None  # these words are new
    session.add(answer)
    session.flush()
    settle_later(session, member_id=session.member, axis=found.axis)  # for what was signed of it
    return answer


def _record(session: UnitOfWork, found: Statement, act: Act) -> None:
    """Tell the journal and the author of the view; a mediation not agreed to yet has become useless."""
    mediations.take_back(session, statement_id=found.id)
    record(session, verb=act, about=found.axis, about_id=found.id, subject=found.author_id)
    if found.author_id:
        later(session, jobs.ANSWER_MAIL, statement=found.id)
    elif found.witness_id:
        later(session, jobs.WITNESS_ANSWER_MAIL, statement=found.id)
