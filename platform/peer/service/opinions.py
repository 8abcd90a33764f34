"""What an opinion is, whoever gives it: a member asked or a witness from outside."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from assessment.referential import Choice, referential
from journal.service import record, record_from_outside
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import N_, Invalid, Refusal, check_length
from peer import jobs
from peer.models.evidence import Evidence
from peer.models.requests import ReviewRequest
from peer.models.statements import Statement
from peer.queries.evidence import evidence_of
from peer.rules import Stance, expires_on, stance_allowed
from peer.service.acts import Act
from peer.service.requests import LONGEST_WORDS, current_period
from peer.service.standings import settle_later
from tenants.queries.cooperatives import present_day
from tenants.queries.members import is_member

EVIDENCE_EXAMINED = "examined_evidence"
CLOSE = N_(
    "%(level)s is within 15 points of %(seen)s: that is a confirmation. Confirm, or give another level."
)


@dataclass(frozen=True)
class Speaker:
    """Who speaks, of which request: `author_id` for a member, `witness_id` for somebody from outside."""

    request: ReviewRequest
    author_id: UUID | None = None
    witness_id: UUID | None = None
    drawn: bool = False


def endorse(session: UnitOfWork, *, speaker: Speaker, grounds: Collection[str], words: str) -> Statement:
    """Confirm the level seen: one's own view is within 15 points of it. Grounds are mandatory."""
    checked = _checked_grounds(session, speaker.request, grounds)
    return _say(session, speaker, Stance.ENDORSE, level=None, grounds=checked, words=words)


def contest(
    session: UnitOfWork, *, speaker: Speaker, level: int, grounds: Collection[str], words: str
) -> Statement:
    """See the level otherwise: give one's own, more than 15 points away, with grounds and words."""
    checked = _checked_grounds(session, speaker.request, grounds)
    if not words.strip():
        raise Invalid(N_("Say in a few words what you saw: this is what helps."), field="words")
    seen = speaker.request.level_seen
    if stance_allowed(seen, level) is not Stance.CONTEST:
        raise Invalid(CLOSE, field="level", level=level, seen=seen)
    return _say(session, speaker, Stance.CONTEST, level=level, grounds=checked, words=words)


def abstain(session: UnitOfWork, *, speaker: Speaker) -> Statement:
    """Say nothing of the level; the member does not know that it was read."""
    return _say(session, speaker, Stance.ABSTAIN, level=None, grounds=[], words="")


def take_back(session: UnitOfWork, *, said: Statement) -> None:
    """Make an opinion count no more; the journal keeps that it was said."""
    if said.withdrawn_at is None:
        said.withdrawn_at = clock.now()
        if said.stance is not Stance.ABSTAIN:
            _note(session, said, Act.WITHDRAW_STATEMENT)
            _settle(session, said)


def check_open(session: UnitOfWork, *, request: ReviewRequest) -> None:
    """Raise Refusal, saying why, when a request cannot be answered any more."""
    if request.withdrawn_at is not None:
        raise Refusal(N_("This request has been withdrawn: there is nothing left to answer."))
    if request.answer_by is None or request.answer_by < present_day(session):
        raise Refusal(N_("The time to answer this request is over."))
    if not is_member(session, request.subject_id):
        raise Refusal(N_("This person has left the cooperative."))


def grounds_for(request: ReviewRequest, exhibits: Sequence[Evidence]) -> Sequence[Choice]:
    """What an opinion on this request may rely on: evidence only where some was told of, or joined."""
    known, some = referential().grounds, bool(request.evidence or exhibits)
    return [each for each in known if some or each.id != EVIDENCE_EXAMINED]


def _checked_grounds(session: UnitOfWork, request: ReviewRequest, grounds: Collection[str]) -> list[str]:
    offered = grounds_for(request, evidence_of(session, request.id))
    if EVIDENCE_EXAMINED in grounds and EVIDENCE_EXAMINED not in {each.id for each in offered}:
        raise Invalid(N_("This request comes with no evidence: rely on something else."), field="grounds")
    chosen = [choice.id for choice in offered if choice.id in grounds]
    if not chosen:
        raise Invalid(N_("Say what you rely on: one point at least."), field="grounds")
    return chosen


def _say(
    session: UnitOfWork,
    speaker: Speaker,
    stance: Stance,
    *,
    level: int | None,
    grounds: list[str],
    words: str,
) -> Statement:
    check_length(words, LONGEST_WORDS, field="words")
    said = Statement(
        id=uuid4(),
        request_id=speaker.request.id,
        author_id=speaker.author_id,
        witness_id=speaker.witness_id,
        subject_id=speaker.request.subject_id,
        axis=speaker.request.axis,
        period=current_period(session),
        stance=stance,
        level_seen=speaker.request.level_seen,
        level=level,
        grounds=grounds,
        words=words.strip(),
        drawn=speaker.drawn,
        outside=speaker.witness_id is not None,
        expires_on=expires_on(present_day(session)),
    )
    if not session.add_once(said):
        raise Refusal(N_("You have given your opinion on this level already: withdraw it to give another."))
    if stance is not Stance.ABSTAIN:
        _tell(session, said)
    return said


def _tell(session: UnitOfWork, said: Statement) -> None:
    _note(session, said, Act.ENDORSE if said.stance is Stance.ENDORSE else Act.CONTEST)
    later(session, jobs.STATEMENT_MAIL, statement=said.id)
    _settle(session, said)


def _settle(session: UnitOfWork, said: Statement) -> None:
    settle_later(session, member_id=said.subject_id, axis=said.axis)
    if said.author_id:  # what the other said of the author weighs less while the two confirm each other
        settle_later(session, member_id=said.author_id, axis=said.axis)


def _note(session: UnitOfWork, said: Statement, act: Act) -> None:
    tell = record if said.author_id else record_from_outside
    tell(session, verb=act, about=said.axis, about_id=said.id, subject=said.subject_id)
