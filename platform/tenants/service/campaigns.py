"""Campaigns: opened with the day their portrait is made, moved while they are open."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from journal.service import record_openly
from kernel.db import UnitOfWork
from kernel.refusals import N_, Invalid, Refusal
from kernel.scope import Scope
from tenants import permissions
from tenants.models import Campaign
from tenants.queries.campaigns import last_contributors
from tenants.queries.charters import in_force
from tenants.queries.cooperatives import closing_days, cooperative, open_campaign, present_day
from tenants.rules import Act, campaign_problem

CALENDAR = "campaigns"  # what changes one at a time in a cooperative, so that one campaign at most is open
PROBLEMS = {
    "notice": N_("Leave everyone the time the charter gives: a closing day %(days)d days away or later."),
    "far": N_("Choose a closing day within eighteen months: check the year."),
    "frequency": N_(
        "The charter sets the number of pictures a year, so that nobody can be followed: %(most)d."
    ),
    "rhythm": N_(
        "Leave five months at least between two closing days: fewer than 300 people counted in the last"
        " picture, and more frequent ones would show who moved."
    ),
}


def open_one(session: UnitOfWork, *, campaign_id: UUID, closes_on: date, by: Scope) -> Campaign:
    """Open a campaign from today under an id the form chose; one at a time."""
    permissions.OPEN_CAMPAIGNS.check(by)
    session.one_at_a_time(CALENDAR)
    made = session.scalar(select(Campaign).where(Campaign.id == campaign_id))
    if made:
        return made
    found = cooperative(session)
    if open_campaign(session):
        raise Refusal(N_("A campaign is open already: move its closing day instead."))
    today = present_day(session)
    _check(session, today, closes_on, closing_days(session))
    made = Campaign(id=campaign_id, opens_on=today, closes_on=closes_on)
    session.add(made)
    found.next_close_on = closes_on
    record_openly(session, verb=Act.OPEN_CAMPAIGN, about="campaign", about_id=campaign_id)
    session.flush()
    return made


def move(session: UnitOfWork, *, closes_on: date, by: Scope) -> Campaign:
    """Choose another closing day for the open campaign, still as far from its opening as the charter says."""
    permissions.OPEN_CAMPAIGNS.check(by)
    session.one_at_a_time(CALENDAR)
    found = open_campaign(session)
    if found is None:
        raise Refusal(N_("No campaign is open."))
    home = cooperative(session)
    today = present_day(session)
    if found.closes_on < today:
        raise Refusal(N_("This campaign is closing: its picture is being made."))
    if closes_on < today:
        raise Invalid(N_("Choose a day to come."), field="closes_on")
    others = [day for day in closing_days(session) if day != found.closes_on]
    _check(session, found.opens_on, closes_on, others)
    found.closes_on = home.next_close_on = closes_on
    record_openly(session, verb=Act.MOVE_CAMPAIGN, about="campaign", about_id=found.id)
    return found


def _check(session: UnitOfWork, opens: date, closes: date, others: list[date]) -> None:
    calendar = in_force(session).terms.calendar
    problem = campaign_problem(opens, closes, others, last_contributors(session), calendar)
    if problem:
        facts = {"days": calendar.notice_days, "most": calendar.closes_a_year}
        raise Invalid(PROBLEMS[problem], field="closes_on", **facts)
