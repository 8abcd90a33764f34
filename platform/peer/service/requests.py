"""Asking for reviews: a draw is made first, then peers are chosen, and the names are shown before sending."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete

from assessment.queries import latest
from assessment.referential import Axis, referential
from assessment.rules import period_of
from journal.service import record
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.keys import pseudonym
from kernel.refusals import N_, Invalid, Refusal, Unknown, check_length
from kernel.scope import Scope
from peer import jobs, permissions
from peer.draw import DRAWN_AT_ONCE, MOST_SET_ASIDE, draw_order, kept_at_most
from peer.models.evidence import Evidence
from peer.models.requests import Asked, AskedState, ReviewRequest
from peer.queries.availability import kept_apart
from peer.queries.pool import candidates
from peer.queries.requests import invited, own_request, requests
from peer.queries.witnesses import witnesses
from peer.service import addresses
from peer.service.acts import Act
from tenants.queries.cooperatives import closing_days, present_day
from tenants.queries.members import member, member_count

ANSWER_WITHIN = timedelta(days=21)
MOST_CHOSEN = 6
LONGEST_WORDS = 500
KEPT_APART = N_("You keep %(name)s apart: untick this name, or bring this person back first.")


def prepare(session: UnitOfWork, *, request_id: UUID, axis: Axis, by: Scope) -> ReviewRequest:
    """Begin a request about one's present level; the draw is made at once, by a job.

    A request that was begun and not sent is taken up again, so that the draw cannot be made anew.
    """
    permissions.ASK_FOR_REVIEWS.check(by)
    if not referential().sheets[axis].peer_reviewed:
        raise Unknown
    last = latest(session)
    level = last.levels[axis] if last else None
    if level is None:
        raise Refusal(N_("Set your own level on this axis first: peers speak of a level."))
    begun = next((each for each in requests(session, axis) if each.sent_at is None), None)
    if begun:
        begun.level_seen = level
        return begun
    made = ReviewRequest(id=request_id, subject_id=session.member, axis=axis, level_seen=level)
    if session.add_once(made):
        later(session, jobs.DRAW, request=request_id)
    return own_request(session, request_id)


def draw(session: UnitOfWork, *, request_id: UUID, secret_key: str) -> None:
    """Name the peers drawn for a request, and keep some in reserve; as the machine role, once."""
    request = session.get(ReviewRequest, (session.cooperative, request_id), with_for_update=True)
    if request is None or request.drawn_at is not None:
        return
    seed = lot(request, current_period(session), secret_key)
    order = draw_order(candidates(session, request), seed=seed)
    for rank, reviewer in enumerate(order[: kept_at_most(member_count(session))]):
        state = AskedState.NAMED if rank < DRAWN_AT_ONCE else AskedState.RESERVE
        session.add(_asked(request, reviewer, drawn=True, rank=rank, state=state))
    request.drawn_at = clock.now()


def lot(request: ReviewRequest, period: date, secret_key: str) -> bytes:
    """The seed of a draw: only the holder of the secret key can make it.

    It depends on the member, the axis and the period, not on the request: beginning another request draws
    the same names.
    """
    words = f"{request.cooperative_id} {request.subject_id} {request.axis} {period}"
    return pseudonym(secret_key, words).encode()


def set_aside(session: UnitOfWork, *, request_id: UUID, asked_id: UUID, by: Scope) -> None:
    """Leave out one of the peers drawn, without a reason, twice at most; the next of the draw is named."""
    permissions.ASK_FOR_REVIEWS.check(by)
    request = unsent(session, request_id=request_id)
    drawn = [each.asked for each in invited(session, request.id) if each.asked.drawn]
    found = next((each for each in drawn if each.id == asked_id and each.state is AskedState.NAMED), None)
    if found is None:
        raise Unknown
    if sum(each.state is AskedState.SET_ASIDE for each in drawn) >= MOST_SET_ASIDE:
        raise Refusal(N_("Two names have been set aside already: that is the most."))
    found.state = AskedState.SET_ASIDE
    reserve = next((each for each in drawn if each.state is AskedState.RESERVE), None)
    if reserve:
        reserve.state = AskedState.NAMED


def choose(
    session: UnitOfWork,
    *,
    request_id: UUID,
    chosen: Collection[UUID],
    message: str,
    evidence: str = "",
    by: Scope,
) -> ReviewRequest:
    """Name the peers one chooses, in place of those chosen before, and write what they will read."""
    permissions.ASK_FOR_REVIEWS.check(by)
    request = unsent(session, request_id=request_id)
    for field, words in {"message": message, "evidence": evidence}.items():
        check_length(words, LONGEST_WORDS, field=field)
    if len(chosen) > MOST_CHOSEN:
        raise Invalid(N_("Choose six people at most: others are drawn by lot."), field="chosen")
    if session.member in chosen:
        raise Invalid(N_("You cannot review yourself: choose somebody else."), field="chosen")
    for each in kept_apart(session):
        if each.id in chosen:
            raise Invalid(KEPT_APART, field="chosen", name=each.display_name)
    present = {each.asked.reviewer_id: each.asked for each in invited(session, request.id)}
    for reviewer, asked in present.items():
        if not asked.drawn and reviewer not in chosen:
            session.delete(asked)
    for reviewer in chosen:
        _name(session, request, reviewer, present.get(reviewer))
    request.message, request.evidence = message.strip(), evidence.strip()
    session.flush()
    return request


def send(session: UnitOfWork, *, request_id: UUID, by: Scope) -> ReviewRequest:
    """Have everyone named asked, by a job that sees who takes requests now; sending twice sends once."""
    permissions.ASK_FOR_REVIEWS.check(by)
    request = _locked(session, request_id)
    if request.sent_at is not None:
        return request
    if request.drawn_at is None:
        raise Refusal(N_("The draw is being made: try again in a moment."))
    named = any(row.asked.state is AskedState.NAMED for row in invited(session, request.id))
    if not named and not witnesses(session, request.id):
        raise Refusal(N_("Choose at least one person: the draw found nobody who may know your work."))
    request.sent_at = clock.now()
    request.answer_by = present_day(session) + ANSWER_WITHIN
    later(session, jobs.DELIVER, request=request.id, member=request.subject_id)
    addresses.write(session, request=request)
    return request


def withdraw(session: UnitOfWork, *, request_id: UUID, by: Scope) -> None:
    """Take a request back: those asked no longer see it, what was joined goes; what was said stays."""
    permissions.ASK_FOR_REVIEWS.check(by)
    request = _locked(session, request_id)
    request.withdrawn_at = clock.now()
    addresses.forget(session, request_id=request.id)
    session.execute(delete(Evidence).where(Evidence.request_id == request.id))
    record(session, verb=Act.WITHDRAW_REQUEST, about=request.axis, about_id=request.id)


def current_period(session: UnitOfWork) -> date:
    """The period of today in the cooperative in scope."""
    return period_of(present_day(session), closing_days(session))


def _locked(session: UnitOfWork, request_id: UUID) -> ReviewRequest:
    """A request of ours, as it is once whatever else was being done with it has ended."""
    request = own_request(session, request_id)
    session.refresh(request, with_for_update=True)
    if request.withdrawn_at is not None:
        raise Unknown
    return request


def unsent(session: UnitOfWork, *, request_id: UUID) -> ReviewRequest:
    """A request of ours being written, locked; raises Refusal once it is sent."""
    request = _locked(session, request_id)
    if request.sent_at is not None:
        raise Refusal(N_("This request has been sent: its names no longer change."))
    return request


def _name(session: UnitOfWork, request: ReviewRequest, reviewer: UUID, asked: Asked | None) -> None:
    if asked is None:
        member(session, reviewer)
        session.add(_asked(request, reviewer, drawn=False, rank=0, state=AskedState.NAMED))
    elif asked.state is not AskedState.NAMED:  # kept in reserve or set aside: chosen, it is no drawn voice
        asked.drawn, asked.state = False, AskedState.NAMED


def _asked(request: ReviewRequest, reviewer: UUID, *, drawn: bool, rank: int, state: AskedState) -> Asked:
    return Asked(
        id=uuid4(),
        request_id=request.id,
        subject_id=request.subject_id,
        reviewer_id=reviewer,
        drawn=drawn,
        rank=rank,
        state=state,
    )
