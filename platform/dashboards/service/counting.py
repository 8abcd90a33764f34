"""Counting, while a campaign is open, what the coordination may know of it: rounded, every night."""

from assessment.referential import Axis
from dashboards.admission import admissible
from dashboards.candidates import everybody
from dashboards.display import COUNT_STEP
from dashboards.queries.answers import answered_since
from dashboards.service.gathering import gather_whole
from kernel import clock
from kernel.db import UnitOfWork
from tenants.queries.cooperatives import cooperative, open_campaign


def count(session: UnitOfWork) -> None:
    """Count who took stock since the campaign began, rounded down to 5, and whether a portrait is possible.

    As the machine role.
    """
    campaign, home = open_campaign(session), cooperative(session)
    if campaign is None:
        return
    answered = answered_since(session, campaign.opens_on, home.zone)
    campaign.answered_at_least = answered // COUNT_STEP * COUNT_STEP
    gathered = gather_whole(session, home=home, day=clock.today(home.zone))
    campaign.portrait_possible = gathered.members >= gathered.floors.contributors and any(
        admissible(gathered.ledger, [everybody(gathered.day, axis, gathered.answers)], gathered.floors)
        for axis in Axis
    )
    campaign.counted_at = clock.now()
