"""Going together: a common departure known by its link, joined by whoever wishes, until the file is made.

Whoever opens the link acts under the id of the departure (`scope_of`): the wall then shows it, and those who
go along, and no other. Nobody learns who was given the link and did not join.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Date, DateTime, Select, delete, literal, null, select, union_all

from badges.queries.own import own_badges
from journal.service import record_by
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import N_, Invalid, Refusal, Unknown, check_length
from kernel.scope import Scope
from kernel.tables import Base
from musette import jobs, permissions
from musette.joint import Companion, JointConsent, JointExport
from musette.models import Photo
from musette.parcels.files import FEWEST, MOST
from musette.queries.together import agreed_to, companions, joint
from musette.service import showing
from musette.service.acts import ABOUT, Act
from musette.service.bringing import DAYS, WORDS, Thing, told
from musette.service.items import BROUGHT
from sharing.models import FormerGrant
from tenants.models import Membership
from tenants.queries.cooperatives import cooperative, present_day
from tenants.rules import LONGEST_NAME

KEPT = timedelta(days=7)  # the file, and the codes that open it
LONGEST = timedelta(days=60)  # a departure stays open
APART = (Photo, FormerGrant)  # photos go with what they show; what was shown elsewhere is told to nobody here
STUCK = timedelta(hours=1)
BADGES, SHOWN = "badges", "grants"
NO_TITLE = N_("Give it a title, so that those who get the link know what it is about.")
BAD_DAY = N_("Choose a day from today on, within sixty days.")
OVER = N_("The file has been asked for: nobody can join any more.")
MADE = N_(
    "The file is made: what you put in it opens with your code alone, and your code is shown to you only."
)
FULL = N_("A file holds %(most)s people at most.")
ALONE = N_("Two people at least go together. Alone, take your own file from your account.")
NOT_YOURS = N_("Whoever opened it asks for the file; otherwise it is made when its day is over.")


@dataclass(frozen=True)
class Wishes:
    """What somebody takes along, by the ids of their own things, and whether they mean to leave."""

    leaves: bool
    chosen: Collection[UUID]


def scope_of(joint_id: UUID, by: Scope) -> Scope:
    """The scope a link opens, for a member: their own satchel, and that one common departure."""
    return Scope(by.person, by.cooperative, joint_id, by.roles)


def open_joint(session: UnitOfWork, *, joint_id: UUID, title: str, closes_on: date, by: Scope) -> None:
    """Begin a common departure that the member in scope alone knows, until they give its link."""
    permissions.GO_TOGETHER.check(by)
    check_length(title, LONGEST_NAME, field="title")
    if not title.strip():
        raise Invalid(NO_TITLE, field="title")
    if not present_day(session) <= closes_on <= present_day(session) + LONGEST:
        raise Invalid(BAD_DAY, field="closes_on")
    made = JointExport(id=joint_id, opener_id=session.member, title=title.strip(), closes_on=closes_on)
    if session.add_once(made):
        over = _end_of(session, closes_on)
        later(session, jobs.CLOSE_JOINT, not_before=over, joint=joint_id, member=joint_id)
        later(session, jobs.FORGET_JOINT, not_before=over + 2 * KEPT, joint=joint_id)


def things_of(session: UnitOfWork) -> list[Thing]:
    """What the person in scope may take along, kind by kind; photos go with their experience.

    Of the badges of this installation, those of the cooperative in scope; their words are the axis.
    """
    listed = union_all(
        *(_listed(kind, model, session.person) for kind, model in BROUGHT.items() if model not in APART)
    )
    rows = session.execute(listed)
    own = [Thing(row[0], row[1], row[2], row[3] or row[4], here=False) for row in rows]
    held = [each for each in own_badges(session) if each.cooperative_id == session.cooperative]
    badges = [
        Thing(each.id, BADGES, each.axis.value, each.awarded_at, here=False)
        for each in held
        if each.withdrawn_at is None and each.issued_at is not None
    ]
    shown = [Thing(each.id, SHOWN, *told(each), here=False) for each in showing.as_told(session)]
    return own + badges + shown


def join(session: UnitOfWork, *, wishes: Wishes, by: Scope, consent_id: UUID | None = None) -> UUID:
    """Agree to go along, or change what one takes; gives the id of what was agreed, dated anew.

    `consent_id` is that id the first time, drawn unless it is given.
    """
    permissions.GO_TOGETHER.check(by)
    found = joint(session, session.member, hold=True)
    if found.asked_at is not None or found.closes_on < present_day(session):
        raise Refusal(OVER)
    going = companions(session, found.id)
    if len(going) >= MOST and by.member not in {each.member_id for each in going}:
        raise Refusal(FULL, most=MOST)
    mine = {each.id for each in things_of(session)}
    chosen = [each for each in wishes.chosen if each in mine]
    if session.add_once(Companion(joint_id=found.id, member_id=_member(by))):
        _note(session, found.id, Act.JOIN_DEPARTURE, by)
    agreed = agreed_to(session, found.id) or _new_consent(session, found, consent_id or uuid4(), by)
    agreed.leaves, agreed.chosen, agreed.agreed_at = wishes.leaves, chosen, clock.now()
    session.add(agreed)
    session.flush()
    return agreed.id


def withdraw(session: UnitOfWork, *, by: Scope) -> None:
    """Go along no more; raises Refusal once the file is made. One that is being made begins again."""
    permissions.GO_TOGETHER.check(by)
    found = joint(session, session.member, hold=True)
    if found.made_at is not None:
        raise Refusal(MADE)
    session.execute(delete(Companion).where(Companion.joint_id == found.id, Companion.member_id == by.member))
    session.execute(delete(JointConsent).where(JointConsent.joint_id == found.id))
    _note(session, found.id, Act.LEAVE_DEPARTURE, by)
    if found.asked_at is not None:
        later(session, jobs.ASSEMBLE, joint=found.id)


def note_taken(session: UnitOfWork, *, joint_id: UUID, by: UUID) -> None:
    """Note that somebody took the file, in the scope of its link; each whose part is in it reads this.

    `by` is who they are in the cooperative, or were.
    """
    going = [each.member_id for each in companions(session, joint_id)]
    actor = by if by in going else None
    for each in going:
        subject = None if each == actor else each
        record_by(session, actor=actor, verb=Act.TAKE_FILE, about=ABOUT, about_id=joint_id, subject=subject)


def ask(session: UnitOfWork, *, by: Scope) -> None:
    """Have the file made, as whoever opened it; raises Refusal for anybody else, and for fewer than two."""
    permissions.GO_TOGETHER.check(by)
    found = joint(session, session.member, hold=True)
    if found.opener_id != by.member:
        raise Refusal(NOT_YOURS)
    if found.made_at is not None or (found.asked_at and found.asked_at > clock.now() - STUCK):
        return
    if len(companions(session, found.id)) < FEWEST:
        raise Refusal(ALONE)
    begin(session, found=found)


def close(session: UnitOfWork, *, joint_id: UUID) -> None:
    """When its day is over: have the file made for those who joined, or forget it when nobody goes along."""
    found = session.get(JointExport, (session.cooperative, joint_id), with_for_update=True)
    if found is None:
        return
    if found.asked_at is None:
        begin(session, found=found)
    if found.asked_at is None:
        session.delete(found)


def begin(session: UnitOfWork, *, found: JointExport) -> None:
    """Draw the order of those who go, and ask each for their parcel; with fewer than two, it stays open.

    Done again when somebody has left meanwhile: nothing of what was packed before is kept.
    """
    every = [(each, _person(session, each.member_id)) for each in companions(session, found.id)]
    going = [(each, person) for each, person in every if person is not None]
    found.asked_at, found.places = None, []
    for each, _whose in going:
        each.did = each.signature = each.body = None
    if len(going) < FEWEST:
        return
    secrets.SystemRandom().shuffle(going)  # their order says nothing of them
    found.asked_at, found.places = clock.now(), [each.member_id for each, _whose in going]
    session.flush()
    for each, person in going:
        later(session, jobs.PACK, joint=found.id, person=person, member=each.member_id)


def forget(session: UnitOfWork, *, joint_id: UUID) -> None:
    """Delete a common departure and its file, kept long enough; as the machine role."""
    found = session.get(JointExport, (session.cooperative, joint_id))
    if found is not None and (found.made_at is None or found.made_at + KEPT <= clock.now()):
        session.delete(found)


def forget_consent(session: UnitOfWork, *, consent_id: UUID) -> None:
    """Delete what the person in scope agreed to, once the file and the codes are over."""
    session.execute(delete(JointConsent).where(JointConsent.id == consent_id))


def _listed(kind: str, model: type[Base], person: UUID) -> Select[Any]:
    """The things of a kind, as a union reads them: id, kind, a few words, and either a day or a moment."""
    held = model.__table__.columns
    words = next((held[name] for name in WORDS if name in held), literal(""))
    when = next((held[name] for name in DAYS if name in held), null())
    no_day, no_moment = null().cast(Date), null().cast(DateTime(timezone=True))
    on, at = (when, no_moment) if isinstance(when.type, Date) else (no_day, when.cast(no_moment.type))
    own = held["id"] if "id" in held else literal(showing.PAGE)  # a page one composes is the only one
    return select(own, literal(kind), words, on, at).where(held["person_id"] == person)


def _new_consent(session: UnitOfWork, found: JointExport, consent_id: UUID, by: Scope) -> JointConsent:
    made = JointConsent(
        id=consent_id,
        joint_id=found.id,
        cooperative_id=session.cooperative,
        member_id=_member(by),
        home=cooperative(session).name,
        title=found.title,
    )
    over = _end_of(session, found.closes_on) + 2 * KEPT
    later(session, jobs.FORGET_JOINT_CONSENT, not_before=over, consent=made.id)
    return made


def _note(session: UnitOfWork, joint_id: UUID, act: Act, by: Scope) -> None:
    record_by(session, actor=_member(by), verb=act, about=ABOUT, about_id=joint_id)


def _end_of(session: UnitOfWork, day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(cooperative(session).zone))


def _person(session: UnitOfWork, member_id: UUID) -> UUID | None:
    found = session.get(Membership, (session.cooperative, member_id))
    return found.person_id if found else None


def _member(by: Scope) -> UUID:
    if by.member is None:
        raise Unknown
    return by.member
