"""Campaigns closed and counted by the service, each at its own moment."""

from dashboards.service.closing import close_due
from dashboards.service.counting import count
from demo.plot.days import Season
from demo.staging.stage import Stage
from tenants.queries.cooperatives import cooperative

CLOSED_AT = 5  # minutes after midnight, the day after


def close(stage: Stage, season: Season) -> None:
    """Make the portrait of a season that has closed.

    The day of the next closing is not told yet: no schedule may close what is still being told.
    """
    if season.closes:
        with stage.machine(season.last + 1, CLOSED_AT) as session:
            close_due(session)
            cooperative(session).next_close_on = None


def count_answers(stage: Stage) -> None:
    """Count who took stock in the campaign that is open, as every night."""
    with stage.machine(0) as session:
        count(session)
