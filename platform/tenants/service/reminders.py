"""The one reminder of a campaign, and the choice to receive none.

Every member gets a job of their own, whether they have taken stock or not: it looks in their own satchel and
writes only if they have not. So no list of those who have not answered is ever made, not even among the jobs.
"""

from hmac import compare_digest
from uuid import UUID

from sqlalchemy import select

from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later, later_once
from kernel.keys import derived_token
from kernel.refusals import Unknown
from kernel.scope import Scope
from tenants import jobs
from tenants.models import Campaign, Membership, ReminderStop
from tenants.queries.campaigns import campaign
from tenants.queries.cooperatives import present_day
from tenants.queries.members import current_members
from tenants.rules import may_remind

PURPOSE = "reminders"
CHUNK = 500  # members a job
FIRST = UUID(int=0)


def remind(session: UnitOfWork) -> None:
    """Begin the reminder of the open campaign if its day has come, once. As the machine role."""
    waiting = select(Campaign).where(Campaign.closed_at.is_(None), Campaign.reminded_at.is_(None))
    today = present_day(session)
    for found in session.scalars(waiting.with_for_update()).all():
        if may_remind(found.opens_on, found.closes_on, today):
            found.reminded_at = clock.now()
            later(session, jobs.REMIND_SOME, campaign=found.id, after=FIRST)


def remind_some(session: UnitOfWork, *, campaign_id: UUID, after: UUID) -> None:
    """Ask for the mail of each of the next 500 members, then for those after them. As the machine role."""
    found = campaign(session, campaign_id)
    following = current_members().order_by(None).where(Membership.id > after).order_by(Membership.id)
    chunk = session.scalars(following.limit(CHUNK)).all()
    for each in chunk:
        if each.person_id is not None:
            ids = {"campaign": found.id, "member": each.id, "person": each.person_id}
            later_once(session, jobs.REMINDER_MAIL, period=f"{found.id} {each.id}", **ids)
    if len(chunk) == CHUNK:
        later(session, jobs.REMIND_SOME, campaign=found.id, after=chunk[-1].id)


def token_of(secret_key: str, cooperative_id: UUID, member_id: UUID) -> str:
    """The token of the link that stops reminders: where, for whom, then 256 bits nobody can guess."""
    return f"{cooperative_id}.{member_id}.{derived_token(secret_key, PURPOSE, member_id)}"


def scope_of(secret_key: str, token: str) -> Scope:
    """The scope a link opens: one member of one cooperative; raises Unknown for any other text."""
    try:
        cooperative_id, member_id = (UUID(each) for each in token.split(".")[:2])
    except ValueError:
        raise Unknown from None
    if not compare_digest(token.encode(), token_of(secret_key, cooperative_id, member_id).encode()):
        raise Unknown
    return Scope(cooperative=cooperative_id, member=member_id)


def stop(session: UnitOfWork) -> None:
    """Write no reminder any more to the member in scope; nobody is told."""
    session.add_once(ReminderStop(member_id=session.member, since=present_day(session)))


def resume(session: UnitOfWork) -> None:
    """Write reminders again to the member in scope."""
    found = session.get(ReminderStop, (session.cooperative, session.member))
    if found:
        session.delete(found)
