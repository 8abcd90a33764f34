"""Showing something to somebody: a copy made by its owner, and destroyed by them; nobody can ask for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import any_, delete, func, literal, select
from sqlalchemy import update as update_rows

from journal.service import READINGS_KEPT
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.keys import derived_token, digest
from kernel.refusals import N_, Invalid, Refusal, Unknown
from kernel.scope import Belonging, Scope
from kernel.tables import Json
from sharing import jobs, permissions
from sharing.models import FormerGrant, Grant, LinkReading, SharedCopy, SharedLink
from sharing.queries.grants import own_copy, own_grant, reader_of
from sharing.rules import MOST_PEERS, Audience, Item, until_of
from tenants.queries.charters import closed
from tenants.queries.members import named_members

PURPOSE = "shared-link"
WHICH_DAYS = N_("Choose how many days the link opens for: from 1 to 90.")
NOWHERE = N_("You are in no cooperative: only a link can show something.")
OWN_GROUP = N_("Choose a group you are in.")
ONE_PERSON = N_("Choose one person.")
SOME_PEERS = N_("Choose one person at least, %(most)d at most.")
ONESELF = N_("You see it already: choose somebody else.")
CLOSED = N_(
    "The charter of the cooperative has closed this audience: nothing new is shown there. What you show"
    " already stays as it is, until you take it back."
)
LEFT = N_("This person has left the cooperative: nothing was shown to anybody.")


@dataclass(frozen=True)
class To:
    """To whom something is shown: an audience, and the members, the group or the days it needs."""

    audience: Audience
    readers: tuple[UUID, ...] = ()
    group: UUID | None = None
    days: int | None = None


@dataclass(frozen=True)
class Content:
    """What a copy holds: a document as plain values, JPEG pictures, and the ids of what it was made of.

    `sources` are the ids its owner knows the pictures by; they stay with its owner.
    """

    body: Json
    photos: tuple[bytes, ...] = ()
    holds: tuple[UUID, ...] = ()
    sources: tuple[UUID, ...] = ()


def show(
    session: UnitOfWork,
    *,
    grant_id: UUID,
    item: Item,
    about: str,
    to: To,
    content: Content,
    secret_key: str,
    by: Scope,
) -> Grant:
    """Make a copy for an audience, under an id the form chose; twice makes one.

    Raises Invalid, beside its field, for an audience that cannot be: one the charter closes, somebody who
    has left, oneself, a group one is not in, a link of more than ninety days.
    """
    permissions.SHARE_OWN.check(by)
    _check_open(session, to.audience)
    now = clock.now()
    until = _until(to, now)
    link = to.audience is Audience.LINK
    if not link:
        _check_audience(session, to)
    token = link_token(secret_key, grant_id)
    made = Grant(id=grant_id, item=item, about=about, audience=to.audience)
    made.cooperative_id = None if link else session.cooperative
    made.copy_id = link_place(token) if link else grant_id
    made.holds, made.made_at, made.copied_at, made.until = list(content.holds), now, now, until
    if session.add_once(made):
        if link:
            _open_link(session, made, token, content)
        else:
            _copy(session, made, to, content)
        _end_in_time(session, made)
    return own_grant(session, grant_id)


def update(session: UnitOfWork, *, grant_id: UUID, content: Content, by: Scope) -> Grant:
    """Make the copy say what the item says today; its audience and its time stay as they were."""
    permissions.SHARE_OWN.check(by)
    found = own_grant(session, grant_id)
    where = _copy_of(session, found)
    if where is None:
        raise Unknown
    _check_open(session, found.audience)
    found.copied_at = where.copied_at = clock.now()
    found.holds = list(content.holds)
    where.body, where.photos = content.body, list(content.photos)
    session.flush()
    return found


def withdraw(session: UnitOfWork, *, grant_id: UUID, by: Scope) -> None:
    """Take back what one shows: its copy is destroyed at once, in the cooperative in scope or at its link."""
    permissions.SHARE_OWN.check(by)
    own_grant(session, grant_id)
    end(session, grant_id=grant_id)


def end(session: UnitOfWork, *, grant_id: UUID) -> None:
    """End a grant: destroy its copy, and the grant; again, nothing happens.

    A link keeps an empty row for a year, to say that it is over and when it was read.
    """
    found = session.scalar(select(Grant).where(Grant.id == grant_id))
    if found is None:
        return
    where = _copy_of(session, found)
    if isinstance(where, SharedLink):
        where.body, where.photos, where.gone_at = {}, [], clock.now()
        later(session, jobs.FORGET_LINK, not_before=clock.now() + READINGS_KEPT, link=where.id)
    elif where is not None:
        session.delete(where)
    session.delete(found)
    session.flush()


def let_go(session: UnitOfWork, *, about: UUID, places: Sequence[Belonging]) -> None:
    """End every grant whose copy was made of something that is being forgotten, wherever the copy is."""
    session.execute(delete(FormerGrant).where(FormerGrant.about == str(about)))
    members = {each.cooperative_id: each.member_id for each in places}
    held = select(Grant).where(literal(about) == any_(Grant.holds))
    for found in session.scalars(held).all():
        place = found.cooperative_id
        if place is None or place == session.scope.cooperative:
            end(session, grant_id=found.id)
        elif place in members:
            later(session, jobs.END, grant=found.id, cooperative=place, member=members[place])
        else:  # the copy went when the member left
            session.delete(found)


def forget_link(session: UnitOfWork, *, link_id: UUID) -> None:
    """Forget a link that has been over for a year, and when it was read."""
    session.execute(delete(SharedLink).where(SharedLink.id == link_id, SharedLink.gone_at.is_not(None)))


def forget_member(session: UnitOfWork, *, member_id: UUID) -> None:
    """Delete what somebody who has left was showing, and no longer count them as a reader; as the machine."""
    session.execute(delete(SharedCopy).where(SharedCopy.owner_id == member_id))
    named = update_rows(SharedCopy).where(literal(member_id) == any_(SharedCopy.readers))
    session.execute(named.values(readers=func.array_remove(SharedCopy.readers, member_id)))


def note_opened(session: UnitOfWork, *, link: SharedLink) -> None:
    """Note that a link was opened within this hour, in the scope of the link."""
    item = Item(link.body["item"])
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    session.add_once(LinkReading(person_id=link.person_id, link_id=link.id, hour=hour, item=item))


def link_token(secret_key: str, grant_id: UUID) -> str:
    """What the link of a grant ends with; it can be shown to its owner again, and is stored nowhere."""
    return derived_token(secret_key, PURPOSE, grant_id)


def link_place(token: str) -> UUID:
    """The id of the row that a link opens: the first half of the digest of its token."""
    return UUID(digest(token)[:32])


def link_scope(token: str) -> Scope:
    """The scope of whoever holds a link: one row, no person, no cooperative."""
    return Scope(member=link_place(token))


def _until(to: To, now: datetime) -> datetime | None:
    try:
        return until_of(to.audience, to.days, now)
    except ValueError as fault:
        raise Invalid(WHICH_DAYS, field="days") from fault


def _check_audience(session: UnitOfWork, to: To) -> None:
    if session.scope.cooperative is None or session.scope.member is None:
        raise Refusal(NOWHERE)
    if to.audience in (Audience.PEERS, Audience.PERSON):
        _check_readers(session, to)
    if to.audience is Audience.GROUP:
        own = reader_of(session, session.member).groups
        if to.group not in own:
            raise Invalid(OWN_GROUP, field="group")


def _check_readers(session: UnitOfWork, to: To) -> None:
    most = 1 if to.audience is Audience.PERSON else MOST_PEERS
    if not 1 <= len(set(to.readers)) <= most:
        raise Invalid(ONE_PERSON if most == 1 else SOME_PEERS, field="readers", most=MOST_PEERS)
    if session.member in to.readers:
        raise Invalid(ONESELF, field="readers")
    known = {each.id: each.until for each in named_members(session, to.readers)}
    if known.keys() != set(to.readers):
        raise Unknown
    if any(until is not None for until in known.values()):
        raise Invalid(LEFT, field="readers")


def _check_open(session: UnitOfWork, audience: Audience) -> None:
    if audience.value in closed(session):
        raise Invalid(CLOSED, field="audience")


def _copy(session: UnitOfWork, found: Grant, to: To, content: Content) -> None:
    session.add(
        SharedCopy(
            id=found.copy_id,
            owner_id=session.member,
            item=found.item,
            audience=found.audience,
            readers=sorted(set(to.readers)),
            group_id=to.group,
            until=found.until,
            copied_at=found.copied_at,
            body=content.body,
            photos=list(content.photos),
        )
    )
    session.flush()


def _open_link(session: UnitOfWork, found: Grant, token: str, content: Content) -> None:
    session.add(
        SharedLink(
            person_id=session.person,
            id=found.copy_id,
            token_hash=digest(token),
            body=content.body,
            photos=list(content.photos),
            until=found.until,
            copied_at=found.copied_at,
        )
    )
    session.flush()


def _copy_of(session: UnitOfWork, found: Grant) -> SharedCopy | SharedLink | None:
    """The copy a grant made, for a session that can reach it; None once it is gone."""
    if found.audience is Audience.LINK:
        return session.get(SharedLink, (session.person, found.copy_id))
    if found.cooperative_id != session.scope.cooperative:
        return None
    return own_copy(session, found.copy_id)


def _end_in_time(session: UnitOfWork, found: Grant) -> None:
    if found.until is None:
        return
    place: dict[str, UUID] = {}
    if found.cooperative_id is not None:
        place = {"cooperative": found.cooperative_id, "member": session.member}
    later(session, jobs.END, not_before=found.until, grant=found.id, **place)
