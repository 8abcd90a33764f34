"""Capturing an experience in the moment, describing it later, and its photos."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from assessment.referential import Axis
from badges.service import evidence as beside_badges
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import N_, Invalid, check_length
from kernel.scope import Belonging, Scope
from musette import jobs, permissions
from musette.models import Experience, Photo
from musette.photos import prepared
from musette.queries.experiences import attachments, own_experience, photo, photo_count
from musette.rules import LONGEST_DETAILS, LONGEST_HELPED, LONGEST_WORDS, MOST_PHOTOS
from musette.service.portfolios import leave_out
from sharing.service.grants import let_go

SAY_OR_SHOW = N_("Say it in a few words, or add a photo: one of the two is enough.")
NOT_YET = N_("This day has not come yet.")
SHOWING = "photos"  # one at a time for an experience: four at most, and words or one of them stay
ENOUGH = N_("An experience holds four photos at most: remove one first.")


@dataclass(frozen=True)
class Told:
    """What a person says of an experience."""

    on: date
    words: str
    axis: Axis | None = None
    outside: bool = False
    details: str = ""
    recognised: bool = False
    helped: str = ""


def capture(
    session: UnitOfWork, *, experience_id: UUID, told: Told, sent: bytes | None, today: date, by: Scope
) -> Experience:
    """Keep an experience under an id the form chose, with a photo if one was sent; twice keeps it once."""
    permissions.KEEP_EXPERIENCES.check(by)
    _check(told, today, shown=bool(sent))
    made = Experience(id=experience_id)
    _write(made, told)
    made.label_hidden, made.created_at = False, clock.now()
    if session.add_once(made) and sent:
        add_photo(session, experience_id=experience_id, sent=sent, by=by)
    return own_experience(session, experience_id)


def describe(session: UnitOfWork, *, experience_id: UUID, told: Told, today: date, by: Scope) -> Experience:
    """Say more of an experience, or say it otherwise; the copies shown to peers stay as they were."""
    permissions.KEEP_EXPERIENCES.check(by)
    found = own_experience(session, experience_id)
    session.one_at_a_time(SHOWING, experience_id, of=session.person)
    _check(told, today, shown=photo_count(session, experience_id) > 0)
    _write(found, told)
    return found


def add_photo(session: UnitOfWork, *, experience_id: UUID, sent: bytes, by: Scope) -> Photo:
    """Add a photo made anew, bare of where it was taken; raises Invalid for what is no photo, or a fifth."""
    permissions.KEEP_EXPERIENCES.check(by)
    own_experience(session, experience_id)
    session.one_at_a_time(SHOWING, experience_id, of=session.person)
    if photo_count(session, experience_id) >= MOST_PHOTOS:
        raise Invalid(ENOUGH, field="photo")
    kept = prepared(sent)
    made = Photo(
        id=uuid4(),
        experience_id=experience_id,
        width=kept.width,
        height=kept.height,
        body=kept.body,
        small=kept.small,
    )
    session.add(made)
    session.flush()
    return made


def remove_photo(session: UnitOfWork, *, photo_id: UUID, by: Scope) -> UUID:
    """Forget a photo; gives the experience it was of, which keeps words or another photo."""
    permissions.KEEP_EXPERIENCES.check(by)
    found = photo(session, photo_id, small=True)
    session.one_at_a_time(SHOWING, found.experience_id, of=session.person)
    owner = own_experience(session, found.experience_id)
    if not owner.words and photo_count(session, owner.id) == 1:
        raise Invalid(SAY_OR_SHOW)
    session.delete(found)
    return owner.id


def show_label(session: UnitOfWork, *, experience_id: UUID, shown: bool, by: Scope) -> None:
    """Show the quality label of an experience, or put it away: as its owner likes."""
    permissions.KEEP_EXPERIENCES.check(by)
    own_experience(session, experience_id).label_hidden = not shown


def remove(session: UnitOfWork, *, experience_id: UUID, places: Sequence[Belonging], by: Scope) -> None:
    """Forget an experience and its photos, and have its copies destroyed, wherever they are."""
    permissions.KEEP_EXPERIENCES.check(by)
    found = own_experience(session, experience_id)
    members = {each.cooperative_id: each.member_id for each in places}
    for each in attachments(session, experience_id):
        if each.cooperative_id in members:  # elsewhere, the copy went when the member left
            later(
                session,
                jobs.TAKE_BACK,
                evidence=each.evidence_id,
                cooperative=each.cooperative_id,
                member=members[each.cooperative_id],
            )
    beside_badges.ask_to_forget(session, experience_id=found.id)
    let_go(session, about=found.id, places=places)
    leave_out(session, experience_id=found.id)
    session.delete(found)


def _check(told: Told, today: date, *, shown: bool) -> None:
    """Raise Invalid for an experience that says and shows nothing, is too long, or is yet to come."""
    check_length(told.words, LONGEST_WORDS, field="words")
    check_length(told.details, LONGEST_DETAILS, field="details")
    check_length(told.helped, LONGEST_HELPED, field="helped")
    if not told.words and not shown:
        raise Invalid(SAY_OR_SHOW, field="words")
    if told.on > today:
        raise Invalid(NOT_YET, field="on")


def _write(row: Experience, told: Told) -> None:
    row.on, row.words, row.details = told.on, told.words.strip(), told.details.strip()
    row.axis, row.outside, row.recognised = told.axis, told.outside, told.recognised
    row.helped = " ".join(told.helped.split())
