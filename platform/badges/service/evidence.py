"""A piece of work beside a badge: a copy its owner chose, public as long as they and the badge wish.

The badge is signed again each time: it says what stands beside it, and where.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from badges import jobs, permissions
from badges.addresses import Places, badge_path, evidence_path
from badges.claims import Trace
from badges.models import Badge, BadgeEvidence
from badges.queries.own import evidence_beside, evidence_of_experience, own_badge
from badges.rules import BadgeState, state_of
from badges.service.acts import Act
from badges.service.publishing import EVIDENCE, JPEG, publish, take_away, take_these_away
from journal.service import record
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import N_, Invalid, Refusal, Unknown, check_length
from kernel.scope import Scope

MOST = 5
LONGEST_NAME, LONGEST_WORDS = 80, 1000
NAMELESS = N_("Give it a title: it is what a reader of the badge sees first.")
ENOUGH = N_("A badge holds five pieces of work at most: take one back first.")
OVER = N_("This badge is over: nothing can be joined to it any more.")
JOINED = N_("This experience stands beside this badge already.")
EMPTY = N_("Say something of it, or show its photo: one of the two is enough.")


@dataclass(frozen=True)
class Shown:
    """What anybody will read: a title, words, a day; and see: a photo of so many points, made anew."""

    name: str
    words: str
    on: date
    photo: bytes | None = None
    width: int | None = None
    height: int | None = None


def attach(session: UnitOfWork, *, badge_id: UUID, experience_id: UUID, shown: Shown, by: Scope) -> int:
    """Put a copy beside a badge of the person in scope, where it was issued; gives its rank in addresses."""
    permissions.KEEP_BADGES.check(by)
    badge = _live(session, badge_id)
    _check(shown)
    every = evidence_beside(session, badge_id, gone=True)
    standing = [each for each in every if each.taken_back_at is None]
    if any(each.experience_id == experience_id for each in standing):
        raise Refusal(JOINED)
    if len(standing) >= MOST:
        raise Refusal(ENOUGH)
    rank = max((each.rank for each in every), default=0) + 1
    session.add(BadgeEvidence(badge_id=badge_id, rank=rank, experience_id=experience_id, **vars(shown)))
    session.flush()
    record(session, verb=Act.JOIN_EVIDENCE, about=badge.axis, about_id=badge.id)
    _sign_again(session, badge)
    return rank


def take_back(session: UnitOfWork, *, badge_id: UUID, rank: int, by: Scope) -> None:
    """Take a copy back at once: its page answers that it is gone, and the badge is signed without it."""
    permissions.KEEP_BADGES.check(by)
    badge = own_badge(session, badge_id, hold=True)
    found = session.get(BadgeEvidence, (session.person, badge_id, rank))
    if found is None or badge.cooperative_id != session.cooperative:
        raise Unknown
    if found.taken_back_at is None:
        _forget(session, badge, found)
        record(session, verb=Act.TAKE_BACK_EVIDENCE, about=badge.axis, about_id=badge.id)


def forget_experience(session: UnitOfWork, *, experience_id: UUID) -> None:
    """Take back every copy of an experience that is no more, beside badges of the cooperative in scope."""
    for found, badge in evidence_of_experience(session, experience_id):
        if badge.cooperative_id == session.cooperative:
            _forget(session, own_badge(session, badge.id, hold=True), found)


def ask_to_forget(session: UnitOfWork, *, experience_id: UUID) -> None:
    """Have the same done in each cooperative, of which the person in scope may be a member no more."""
    places = {
        (each.cooperative_id, each.member_id) for _, each in evidence_of_experience(session, experience_id)
    }
    for cooperative_id, member_id in places:
        later(
            session,
            jobs.TAKE_BACK_EVIDENCE,
            cooperative=cooperative_id,
            member=member_id,
            experience=experience_id,
        )


def let_go(session: UnitOfWork, *, badge: Badge) -> None:
    """Take back all that stands beside a badge that is withdrawn."""
    for each in evidence_beside(session, badge.id):
        _empty(each)
    take_away(session, path=f"{badge_path(badge.id)}/evidence/")


def traces(session: UnitOfWork, *, badge: Badge, home: Places) -> tuple[Trace, ...]:
    """What stands beside a badge, as its document says it."""
    return tuple(
        Trace(each.name, each.words, home.at(evidence_path(badge.id, each.rank)), each.width is not None)
        for each in evidence_beside(session, badge.id)
    )


def publish_all(session: UnitOfWork, *, badge: Badge) -> list[dict[str, object]]:
    """Publish the page and photo of all that stands beside a badge; gives what its own page tells of it."""
    rows = session.scalars(
        select(BadgeEvidence)
        .where(BadgeEvidence.badge_id == badge.id, BadgeEvidence.taken_back_at.is_(None))
        .order_by(BadgeEvidence.rank)
        .options(undefer(BadgeEvidence.photo))
    )
    return [_publish(session, badge, each) for each in rows]


def _publish(session: UnitOfWork, badge: Badge, row: BadgeEvidence) -> dict[str, object]:
    told: dict[str, object] = {
        "rank": row.rank,
        "name": row.name,
        "words": row.words,
        "on": row.on.isoformat(),
        "width": row.width,
        "height": row.height,
    }
    publish(session, path=evidence_path(badge.id, row.rank), kind=EVIDENCE, body=told)
    if row.photo is not None:
        publish(session, path=evidence_path(badge.id, row.rank, ".jpg"), kind=JPEG, body=row.photo)
    return told


def _live(session: UnitOfWork, badge_id: UUID) -> Badge:
    found = own_badge(session, badge_id, hold=True)
    if found.cooperative_id != session.cooperative:
        raise Unknown
    if state_of(found.expires_at, found.withdrawn_at, clock.now()) is not BadgeState.CURRENT:
        raise Refusal(OVER)
    return found


def _check(shown: Shown) -> None:
    check_length(shown.name, LONGEST_NAME, field="name")
    check_length(shown.words, LONGEST_WORDS, field="words")
    if not shown.name:
        raise Invalid(NAMELESS, field="name")
    if not shown.words and shown.photo is None:
        raise Invalid(EMPTY, field="words")


def _forget(session: UnitOfWork, badge: Badge, row: BadgeEvidence) -> None:
    paths = [evidence_path(badge.id, row.rank, each) for each in ("", ".jpg")]
    _empty(row)
    take_these_away(session, paths=paths)
    if state_of(badge.expires_at, badge.withdrawn_at, clock.now()) is BadgeState.CURRENT:
        _sign_again(session, badge)


def _empty(row: BadgeEvidence) -> None:
    """Keep of it its rank alone, so that its address is never another's."""
    row.name, row.words, row.photo, row.width, row.height = "", "", None, None, None
    row.taken_back_at = clock.now()


def _sign_again(session: UnitOfWork, badge: Badge) -> None:
    badge.issued_at = None
    session.flush()
    later(session, jobs.ISSUE, person=session.person, member=badge.member_id, badge=badge.id)
