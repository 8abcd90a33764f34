"""Saying what one saw: confirm, see it otherwise, or abstain; and taking it back."""

from collections.abc import Collection
from uuid import UUID, uuid4

from assessment.referential import referential
from journal.service import record
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import N_, Invalid, Refusal
from kernel.scope import Scope
from peer import jobs, permissions
from peer.models import Statement
from peer.queries.inbox import Wanted, own_statement, wanted
from peer.rules import Stance, expires_on, stance_allowed
from peer.service.acts import Act
from peer.service.requests import LONGEST_WORDS, TOO_LONG, current_period
from peer.service.standings import settle_later
from tenants.queries.cooperatives import present_day
from tenants.queries.members import is_member

CLOSE = N_(
    "%(level)s is within 15 points of %(seen)s: that is a confirmation. Confirm, or give another level."
)


def endorse(
    session: UnitOfWork, *, asked_id: UUID, grounds: Collection[str], words: str, by: Scope
) -> Statement:
    """Confirm the level seen: one's own view is within 15 points of it. Grounds are mandatory."""
    found = _open(session, asked_id, by)
    checked = _checked_grounds(grounds)
    return _say(session, found, Stance.ENDORSE, level=None, grounds=checked, words=words)


def contest(
    session: UnitOfWork, *, asked_id: UUID, level: int, grounds: Collection[str], words: str, by: Scope
) -> Statement:
    """See the level otherwise: give one's own, more than 15 points away, with grounds and words."""
    found = _open(session, asked_id, by)
    checked = _checked_grounds(grounds)
    if not words.strip():
        raise Invalid(N_("Say in a few words what you saw: this is what helps."), field="words")
    if stance_allowed(found.request.level_seen, level) is not Stance.CONTEST:
        raise Invalid(CLOSE, field="level", level=level, seen=found.request.level_seen)
    return _say(session, found, Stance.CONTEST, level=level, grounds=checked, words=words)


def abstain(session: UnitOfWork, *, asked_id: UUID, by: Scope) -> Statement:
    """Say nothing of the level; the member does not know that it was read."""
    found = _open(session, asked_id, by)
    return _say(session, found, Stance.ABSTAIN, level=None, grounds=[], words="")


def withdraw(session: UnitOfWork, *, statement_id: UUID, by: Scope) -> None:
    """Take back what one said; it counts no more, and the journal keeps that it was said."""
    permissions.SAY_WHAT_ONE_SAW.check(by)
    found = own_statement(session, statement_id)
    if found.withdrawn_at is None:
        found.withdrawn_at = clock.now()
        if found.stance is not Stance.ABSTAIN:
            subject = found.subject_id
            verb = Act.WITHDRAW_STATEMENT
            record(session, verb=verb, about=found.axis, about_id=found.id, subject=subject)
            settle_later(session, member_id=subject, axis=found.axis)


def _open(session: UnitOfWork, asked_id: UUID, by: Scope) -> Wanted:
    permissions.SAY_WHAT_ONE_SAW.check(by)
    found = wanted(session, asked_id)
    today = present_day(session)
    if found.request.withdrawn_at is not None:
        raise Refusal(N_("This request has been withdrawn: there is nothing left to answer."))
    if found.request.answer_by is None or found.request.answer_by < today:
        raise Refusal(N_("The time to answer this request is over."))
    if not is_member(session, found.request.subject_id):
        raise Refusal(N_("This person has left the cooperative."))
    return found


def _checked_grounds(grounds: Collection[str]) -> list[str]:
    known = [choice.id for choice in referential().grounds]
    chosen = [name for name in known if name in grounds]
    if not chosen:
        raise Invalid(N_("Say what you rely on: one point at least."), field="grounds")
    return chosen


def _say(
    session: UnitOfWork, found: Wanted, stance: Stance, *, level: int | None, grounds: list[str], words: str
) -> Statement:
    if len(words) > LONGEST_WORDS:
        raise Invalid(TOO_LONG, field="words", most=LONGEST_WORDS)
    said = Statement(
        id=uuid4(),
        request_id=found.request.id,
        author_id=session.member,
        subject_id=found.request.subject_id,
        axis=found.request.axis,
        period=current_period(session),
        stance=stance,
        level_seen=found.request.level_seen,
        level=level,
        grounds=grounds,
        words=words.strip(),
        drawn=found.asked.drawn,
        expires_on=expires_on(present_day(session)),
    )
    if not session.add_once(said):
        raise Refusal(N_("You have given your opinion on this level already: withdraw it to give another."))
    if stance is not Stance.ABSTAIN:
        _tell(session, said)
    return said


def _tell(session: UnitOfWork, said: Statement) -> None:
    act = Act.ENDORSE if said.stance is Stance.ENDORSE else Act.CONTEST
    record(session, verb=act, about=said.axis, about_id=said.id, subject=said.subject_id)
    later(session, jobs.STATEMENT_MAIL, statement=said.id)
    settle_later(session, member_id=said.subject_id, axis=said.axis)
