"""Invitations: sent, sent again, cancelled, declined, accepted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from journal.service import record, record_openly
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later, later_each
from kernel.keys import derived_token, digest
from kernel.refusals import N_, Invalid, Refusal, Unknown
from kernel.scope import Scope
from people.service import checked_address
from tenants import jobs, permissions
from tenants.models import Invitation, Membership, RoleHeld, RoleName
from tenants.queries.cooperatives import cooperative, present_day
from tenants.queries.groups import group
from tenants.queries.invitations import invitation, invitation_by_token, known
from tenants.queries.members import own_membership
from tenants.rules import LONGEST_NAME, Act
from tenants.service.branches import check_place, narrowed_to
from tenants.service.groups import enter

PURPOSE = "invitation"
RESEND_AFTER = timedelta(days=1)
OLD_LINK = N_("This invitation is no longer valid. Ask the person who invited you for another one.")


@dataclass(frozen=True)
class Mailing:
    """How invitations are sent here: the key their links derive from, and how long they last."""

    secret_key: str
    days: int


@dataclass(frozen=True)
class Guest:
    """Somebody to invite."""

    email: str
    name: str = ""
    group_id: UUID | None = None
    role: RoleName | None = None


def token_of(secret_key: str, cooperative_id: UUID, invitation_id: UUID) -> str:
    """The token of an invitation's link: the cooperative it opens, then 256 bits nobody can guess."""
    return f"{cooperative_id}.{derived_token(secret_key, PURPOSE, invitation_id)}"


def cooperative_of(token: str) -> UUID | None:
    """The cooperative a link claims to open; None when it is no such link."""
    try:
        return UUID(token.partition(".")[0])
    except ValueError:
        return None


def invite(session: UnitOfWork, *, guests: Sequence[Guest], mailing: Mailing, by: Scope) -> list[Invitation]:
    """Send a link to each guest; raises Invalid, and sends none, when one of them cannot be invited."""
    permissions.INVITE_MEMBERS.check(by)
    already = known(session)
    language = cooperative(session).language
    for group_id in {guest.group_id for guest in guests}:
        if group_id:
            group(session, group_id)
        check_place(session, group_id=group_id, by=by)
    sent = []
    for guest in guests:
        email = checked_address(guest.email)
        if email.lower() in already.invited:
            sentence = N_("“%(email)s” has been invited already: send that invitation again instead.")
            raise Invalid(sentence, field="emails", email=email)
        sent.append(_invitation(session, guest, email, language, mailing))
    session.add_all(sent)
    session.flush()
    later_each(session, jobs.INVITATION_MAIL, [{"invitation": each.id} for each in sent])
    record_openly(session, verb=Act.INVITE, about="invitation")
    return sent


def invite_first(session: UnitOfWork, *, email: str, mailing: Mailing) -> Invitation:
    """Invite the first coordinator of a cooperative: an act of the operator."""
    found = cooperative(session)
    guest = Guest(email, role=RoleName.COORDINATOR)
    sent = _invitation(session, guest, checked_address(email), found.language, mailing)
    session.add(sent)
    session.flush()
    later(session, jobs.INVITATION_MAIL, invitation=sent.id)
    return sent


def resend(session: UnitOfWork, *, invitation_id: UUID, mailing: Mailing, by: Scope) -> Invitation:
    """Send an unanswered invitation again, with a new delay; at most once a day."""
    permissions.INVITE_MEMBERS.check(by)
    found = _ours(session, invitation_id, by)
    if clock.now() - found.sent_at < RESEND_AFTER:
        raise Refusal(N_("This invitation was sent less than a day ago: give it a little time."))
    found.sent_at = clock.now()
    found.expires_at = clock.now() + timedelta(days=mailing.days)
    later(session, jobs.INVITATION_MAIL, invitation=found.id)
    record_openly(session, verb=Act.RESEND, about="invitation", about_id=found.id)
    return found


def cancel(session: UnitOfWork, *, invitation_id: UUID, by: Scope) -> None:
    """Make the link of an unanswered invitation useless."""
    permissions.INVITE_MEMBERS.check(by)
    found = _ours(session, invitation_id, by)
    found.cancelled_at = clock.now()
    record_openly(session, verb=Act.CANCEL, about="invitation", about_id=found.id)


def decline(session: UnitOfWork, *, token: str) -> None:
    """Answer no: nothing more is sent to this address."""
    _live(session, token).declined_at = clock.now()


def accept(session: UnitOfWork, *, token: str, name: str) -> Membership:
    """Join, as the person and the member to be in scope. Accepting twice gives the same membership."""
    cleaned = checked_name(name)
    mine = own_membership(session)
    found = _live(session, token)
    found.accepted_at = clock.now()
    membership = _enter(session, mine, cleaned)
    found.accepted_by_id = membership.id
    _settle_in(session, found, membership)
    record(session, verb=Act.JOIN, about="membership", about_id=membership.id)
    return membership


def forget_invitations(session: UnitOfWork, *, is_theirs: Callable[[str], bool]) -> None:
    """Delete every invitation sent to an address of this person, answered or not, as the machine role."""
    sent = session.execute(select(Invitation.id, Invitation.email)).all()
    theirs = [row.id for row in sent if is_theirs(row.email)]
    session.execute(delete(Invitation).where(Invitation.id.in_(theirs)))


def checked_name(name: str) -> str:
    """A name as the others will read it; raises Invalid when empty or over 80 characters."""
    cleaned = " ".join(name.split())
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise Invalid(N_("Give a name of 80 characters at most."), field="name")
    return cleaned


def _invitation(session: UnitOfWork, guest: Guest, email: str, language: str, mailing: Mailing) -> Invitation:
    row = uuid4()
    return Invitation(
        id=row,
        email=email,
        display_name=checked_name(guest.name) if guest.name else None,
        group_id=guest.group_id,
        role=guest.role,
        language=language,
        token_hash=digest(token_of(mailing.secret_key, session.cooperative, row)),
        invited_by_id=session.scope.member,
        expires_at=clock.now() + timedelta(days=mailing.days),
    )


def _live(session: UnitOfWork, token: str) -> Invitation:
    found = invitation_by_token(session, token)
    if found:
        session.refresh(found, with_for_update=True)  # two answers at once: the second waits, then sees
    closed = cooperative(session).closed_at
    if found is None or closed or found.accepted_at or found.declined_at or found.cancelled_at:
        raise Refusal(OLD_LINK)
    return found


def _enter(session: UnitOfWork, mine: Membership | None, name: str) -> Membership:
    today = present_day(session)
    if mine is None:
        mine = Membership(
            id=session.member, person_id=session.person, display_name=name, since=today, until=None
        )
        session.add(mine)
    elif mine.until is not None:
        mine.until, mine.since, mine.display_name = None, today, name
    session.flush()
    return mine


def _settle_in(session: UnitOfWork, found: Invitation, membership: Membership) -> None:
    today = membership.since
    if found.role:
        held = select(RoleHeld.id).where(
            RoleHeld.member_id == membership.id, RoleHeld.name == found.role, RoleHeld.until.is_(None)
        )
        if session.scalar(held) is None:
            session.add(RoleHeld(member_id=membership.id, name=found.role, since=today))
    if found.group_id:
        enter(session, found=group(session, found.group_id), member_id=membership.id)


def _ours(session: UnitOfWork, invitation_id: UUID, by: Scope) -> Invitation:
    """An invitation the member in scope may act on: a branch coordinator on those into their branch."""
    found = invitation(session, invitation_id)
    only = narrowed_to(session, by=by)
    if only is not None and found.group_id != only:
        raise Unknown
    return found
