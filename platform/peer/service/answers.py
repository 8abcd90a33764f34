"""Answering someone who sees a level otherwise: keep it, with words, or adjust it."""

from collections.abc import Sequence
from uuid import UUID

from assessment.service import adjust
from journal.service import record
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import N_, Invalid, Refusal, Unknown
from kernel.scope import Belonging, Scope
from peer import jobs, permissions
from peer.models import Answer, AnswerKind, Statement
from peer.queries.levels import answer_to, statement_about_us
from peer.rules import Stance
from peer.service.acts import Act
from peer.service.requests import LONGEST_WORDS, TOO_LONG
from peer.service.standings import settle_level

ANSWERED = N_("You have answered this person already.")


def keep_level(session: UnitOfWork, *, statement_id: UUID, words: str, by: Scope) -> Answer:
    """Keep one's level and say why; the disagreement then stands, said with respect."""
    found = _contest(session, statement_id, by)
    if not words.strip():
        raise Invalid(N_("Answer in a few words: they are what the other person will read."), field="words")
    answer = _answer(session, found, AnswerKind.KEEP, None, words)
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
    adjust(session, axis=found.axis, level=level, places=places, by=by)
    session.flush()
    settle_level(session, axis=found.axis)
    return answer


def _contest(session: UnitOfWork, statement_id: UUID, by: Scope) -> Statement:
    permissions.ANSWER_STATEMENTS.check(by)
    found = statement_about_us(session, statement_id)
    if found.stance is not Stance.CONTEST:
        raise Unknown
    if answer_to(session, found.id) is not None:
        raise Refusal(ANSWERED)
    return found


def _answer(session: UnitOfWork, found: Statement, kind: AnswerKind, level: int | None, words: str) -> Answer:
    if len(words) > LONGEST_WORDS:
        raise Invalid(TOO_LONG, field="words", most=LONGEST_WORDS)
    answer = Answer(
        statement_id=found.id,
        subject_id=session.member,
        author_id=found.author_id,
        kind=kind,
        level=level,
        words=words.strip(),
    )
    if not session.add_once(answer):
        raise Refusal(ANSWERED)
    act = Act.KEEP_LEVEL if kind is AnswerKind.KEEP else Act.ADJUST_LEVEL
    record(session, verb=act, about=found.axis, about_id=found.id, subject=found.author_id)
    if found.author_id:
        later(session, jobs.ANSWER_MAIL, statement=found.id)
    return answer
