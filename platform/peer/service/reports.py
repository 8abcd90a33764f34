"""Words reported as abusive: one mediator reads them alone, and hides them or leaves them."""

from uuid import UUID, uuid4

from journal.service import record
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import N_, Refusal
from kernel.scope import Scope
from peer import jobs, permissions
from peer.models.mediations import Report, Reported
from peer.models.statements import Statement
from peer.queries.mediations import mediators_for
from peer.queries.reports import own_report, report_given, reports_waiting, words_seen, words_written
from peer.service.acts import Act
from peer.service.standings import settle_later
from tenants.queries.members import mediators

NOBODY = N_(
    "Nobody could read these words for you: no member mediates here, apart from the two of you."
    " You may speak of it to somebody you trust, or ask that a mediator be elected."
)


def report(session: UnitOfWork, *, kind: Reported, about_id: UUID, by: Scope) -> Report:
    """Give words to a mediator who is neither of the two, the longest in the role.

    Reporting the same words twice gives the first report, unless its mediator left before deciding.
    """
    permissions.REPORT_WORDS.check(by)
    session.one_at_a_time("report", session.member, about_id)
    found = words_seen(session, kind, about_id)
    made = own_report(session, kind, about_id)
    if made and made.words == found.words and not is_stranded(session, made=made):
        return made
    if found.row.hidden_at is not None:
        raise Refusal(N_("These words are hidden already."))
    chosen = mediators_for(session, session.member, found.author_id)
    if not chosen:
        raise Refusal(NOBODY)
    made = made or Report(id=uuid4(), kind=kind, about_id=about_id, reporter_id=session.member)
    made.words, made.mediator_id, made.reported_at = found.words, chosen[0].id, clock.now()
    made.decided_at, made.hidden = None, False
    session.add(made)
    session.flush()
    record(session, verb=Act.REPORT_WORDS, about=kind, about_id=made.id)
    later(session, jobs.REPORT_MAIL, report=made.id)
    return made


def is_stranded(session: UnitOfWork, *, made: Report) -> bool:
    """Whether a report waits for somebody who does not mediate any more."""
    return made.decided_at is None and made.mediator_id not in {each.id for each in mediators(session)}


def hide(session: UnitOfWork, *, report_id: UUID, by: Scope) -> Report:
    """Hide reported words wherever they are shown; a decision is taken once."""
    made = _undecided(session, report_id, by)
    if made.decided_at is None:
        made.hidden = True
        _decide(session, made, Act.HIDE_WORDS)
        later(session, jobs.HIDE_WORDS, report=made.id)
    return made


def leave(session: UnitOfWork, *, report_id: UUID, by: Scope) -> Report:
    """Leave reported words as they are; a decision is taken once."""
    made = _undecided(session, report_id, by)
    if made.decided_at is None:
        _decide(session, made, Act.LEAVE_WORDS)
    return made


def hide_words(session: UnitOfWork, *, report_id: UUID) -> None:
    """Hide the words of a report where they stand, unless others took their place; as the machine role."""
    made = session.get(Report, (session.cooperative, report_id))
    found = words_written(session, made.kind, made.about_id) if made else None
    if made and found and found.words == made.words and found.row.hidden_at is None:
        found.row.hidden_at = clock.now()
        if isinstance(found.row, Statement):
            settle_later(session, member_id=found.row.subject_id, axis=found.row.axis)  # for what was signed


def hand_over(session: UnitOfWork, *, member_id: UUID) -> None:
    """Give the reports of a member who may not mediate any more to another mediator; as the machine role."""
    if member_id in {each.id for each in mediators(session)}:
        return
    for made in reports_waiting(session, member_id):
        found = words_written(session, made.kind, made.about_id)
        chosen = mediators_for(session, made.reporter_id, found.author_id if found else None)
        if chosen:
            made.mediator_id = chosen[0].id
            later(session, jobs.REPORT_MAIL, report=made.id)


def _undecided(session: UnitOfWork, report_id: UUID, by: Scope) -> Report:
    permissions.DECIDE_ON_WORDS.check(by)
    made = report_given(session, report_id)
    session.refresh(made, with_for_update=True)
    return made


def _decide(session: UnitOfWork, made: Report, act: Act) -> None:
    """Tell the journal of the mediator alone: the reporter stays unnamed, and is told by mail."""
    made.decided_at = clock.now()
    record(session, verb=act, about=made.kind, about_id=made.id)
    later(session, jobs.DECISION_MAIL, report=made.id)
