"""What a member does with their badges: claim one, renew it, withdraw it, erase it. Nothing is automatic."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from assessment.referential import Axis, Language
from badges import hosted, jobs, permissions
from badges.addresses import badge_path
from badges.claims import expiry
from badges.models import Badge
from badges.queries.issued import published_document
from badges.queries.own import badges_here, held, own_badge, places, tally
from badges.rules import Bar, Offer, Tally, offered
from badges.service import attesting, contests, evidence
from badges.service.acts import Act
from badges.service.entries import mark, take_entry
from badges.service.publishing import DOCUMENT, PAGE, publish, take_away
from journal.service import record
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import N_, Refusal, Unknown
from kernel.scope import Scope
from people.service import checked_address
from tenants.queries.members import member

CLAIMING = "claim a badge"  # what is done one at a time for each member
SALT_BYTES = 16
WHY_NOT = {
    Bar.UNCONFIRMED: N_("A badge is offered from the first confirmation of a peer: there is none yet."),
    Bar.DISCUSSED: N_("This level is being discussed: answer, adjust it, or wait until the discussion ends."),
    Bar.HELD: N_("You hold this badge already, and it is valid for more than three months."),
}


@dataclass(frozen=True)
class Wishes:
    """What a member wants their badge to say: its language, their name or not, an address it is tied to."""

    language: Language
    named: bool
    address: str = ""


def claim(session: UnitOfWork, *, badge_id: UUID, axis: Axis, wishes: Wishes, by: Scope) -> None:
    """Claim a badge for a confirmed level; the worker signs and publishes it. Claimed twice, it is one."""
    permissions.CLAIM_BADGES.check(by)
    session.one_at_a_time(CLAIMING, session.member)
    mine = badges_here(session, axis)
    if badge_id in {each.id for each in mine}:
        return
    said = _checked(session, axis, mine, Offer.CLAIM)
    salt = secrets.token_urlsafe(SALT_BYTES)
    tied = hosted.identity_hash(checked_address(wishes.address), salt) if wishes.address else None
    number, index = take_entry(session)
    now = clock.now()
    made = Badge(
        id=badge_id,
        cooperative_id=session.cooperative,
        member_id=session.member,
        axis=axis,
        band=places(session)[axis].band,
        language=wishes.language,
        holder_name=member(session, session.member).display_name if wishes.named else None,
        identity=tied.hashed if tied else None,
        salt=tied.salt if tied else None,
        status_number=number,
        status_index=index,
        awarded_at=now,
        expires_at=expiry(now),
        told=said.written(),
        voices={},
    )
    session.add(made)
    session.flush()
    _issue(session, made, Act.CLAIM_BADGE)


def renew(session: UnitOfWork, *, badge_id: UUID, by: Scope) -> None:
    """Have a badge say what peers say now, for 24 months more; its address stays. In its own cooperative."""
    permissions.CLAIM_BADGES.check(by)
    session.one_at_a_time(CLAIMING, session.member)
    found = own_badge(session, badge_id, hold=True)
    if found.cooperative_id != session.cooperative or found.withdrawn_at is not None:
        raise Unknown
    if places(session)[found.axis].band != found.band:
        raise Refusal(N_("Your level has changed: claim the badge of your present level."))
    found.told = _checked(session, found.axis, [found], Offer.RENEW).written()
    found.expires_at, found.issued_at = expiry(clock.now()), None
    if found.holder_name is not None:
        found.holder_name = member(session, session.member).display_name
    _issue(session, found, Act.RENEW_BADGE)


def withdraw(session: UnitOfWork, *, badge_id: UUID, by: Scope) -> None:
    """Take a badge back at once and for good: its page says so, and its bit is set in the signed list.

    In the scope of the cooperative that issued it. Withdrawn twice, it stays as it was.
    """
    permissions.KEEP_BADGES.check(by)
    found = _of_this_place(session, badge_id)
    if found.withdrawn_at is None:
        found.withdrawn_at = clock.now()
        _revoke(session, found)
        record(session, verb=Act.WITHDRAW_BADGE, about=found.axis, about_id=found.id)


def erase(session: UnitOfWork, *, badge_id: UUID, by: Scope) -> None:
    """Withdraw a badge and leave nothing of it: its addresses say it is gone, its salt is destroyed."""
    permissions.KEEP_BADGES.check(by)
    found = _of_this_place(session, badge_id)
    record(session, verb=Act.ERASE_BADGE, about=found.axis, about_id=found.id)
    _leave_nothing(session, found)


def forget(session: UnitOfWork) -> None:
    """Leave nothing of the badges and attestations the person in scope has of the cooperative in scope."""
    mine = select(Badge).where(Badge.cooperative_id == session.cooperative).with_for_update()
    for each in session.scalars(mine.execution_options(populate_existing=True)).all():
        _leave_nothing(session, each)
    attesting.forget(session)


def ask_for_key(session: UnitOfWork, *, by: Scope) -> None:
    """Have the worker hand the member in scope their own key, for ten minutes."""
    permissions.TAKE_KEY.check(by)
    later(session, jobs.HAND_KEY, person=session.person, member=session.member)
    record(session, verb=Act.TAKE_KEY, about="key")


def _checked(session: UnitOfWork, axis: Axis, mine: list[Badge], wanted: Offer) -> Tally:
    """What peers say of a level, if it may be claimed or renewed now; raises Refusal saying why not."""
    place, said = places(session).get(axis), tally(session, axis)
    if place is None or said is None or said.confirmations < 1:
        raise Refusal(WHY_NOT[Bar.UNCONFIRMED])
    found = offered(place, held(mine), clock.now())
    if isinstance(found, Bar):
        raise Refusal(WHY_NOT[found])
    if found is not wanted:
        raise Refusal(N_("You hold this badge already: renew it instead."))
    return said


def _issue(session: UnitOfWork, badge: Badge, act: Act) -> None:
    record(session, verb=act, about=badge.axis, about_id=badge.id)
    later(session, jobs.ISSUE, person=session.person, member=badge.member_id, badge=badge.id)


def _leave_nothing(session: UnitOfWork, badge: Badge) -> None:
    _revoke(session, badge)
    take_away(session, path=badge_path(badge.id))
    session.delete(badge)
    session.flush()


def _of_this_place(session: UnitOfWork, badge_id: UUID) -> Badge:
    """A badge of the person in scope, issued by the cooperative in scope."""
    found = own_badge(session, badge_id, hold=True)
    if found.cooperative_id != session.cooperative:
        raise Unknown
    return found


def _revoke(session: UnitOfWork, badge: Badge) -> None:
    """Set the bit of a badge, and say on its page and in its hosted file that it is withdrawn."""
    mark(session, number=badge.status_number, index=badge.status_index)
    contests.let_go(session, badge=badge)
    evidence.let_go(session, badge=badge)
    take_away(session, path=f"{badge_path(badge.id)}/endorsements/")
    _say_withdrawn(session, badge)


def _say_withdrawn(session: UnitOfWork, badge: Badge) -> None:
    told = published_document(session, badge_path(badge.id))
    if told is not None:
        when = (badge.withdrawn_at or clock.now()).isoformat()
        page = {**told, "state": "withdrawn", "withdrawn_at": when, "voices": [], "traces": []}
        publish(session, path=badge_path(badge.id), kind=PAGE, body=page)
    path = badge_path(badge.id, ".ob2.json")
    assertion = published_document(session, path)
    if assertion is not None:
        known = {name: assertion[name] for name in ("@context", "type", "id")}
        publish(session, path=path, kind=DOCUMENT, body={**known, "revoked": True})
