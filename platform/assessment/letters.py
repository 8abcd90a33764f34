"""What this room writes to people: never a level."""

from datetime import timedelta
from uuid import UUID

from assessment.queries import has_taken_stock_since
from kernel.db import UnitOfWork
from kernel.mail import Letter
from kernel.settings import Settings
from tenants.queries.campaigns import campaign, wants_no_reminder
from tenants.queries.cooperatives import cooperative, present_day
from tenants.queries.members import is_member
from tenants.service.reminders import token_of


def reminder_letter(session: UnitOfWork, campaign_id: UUID, settings: Settings) -> Letter | None:
    """The one reminder of a campaign, to the member and person in scope.

    None for somebody who has taken stock since the campaign opened, who wants no reminder, who has left, and
    once the last day has come: all of it looked at when the mail leaves.
    """
    found, home, today = campaign(session, campaign_id), cooperative(session), present_day(session)
    if found.closes_on <= today or found.closed_at or not is_member(session, session.member):
        return None
    if wants_no_reminder(session):
        return None
    if has_taken_stock_since(session, found.opens_on, home.zone):
        return None
    token = token_of(settings.secret_key, session.cooperative, session.member)
    facts = {
        "cooperative": home.name,
        "before": found.closes_on,
        "published_on": found.closes_on + timedelta(days=1),
        "days": (found.closes_on - today).days,
        "link": f"{settings.public_url}/me/take-stock",
        "stop_link": f"{settings.public_url}/reminders/{token}",
    }
    return Letter("assessment/mail/reminder", home.language, facts)
