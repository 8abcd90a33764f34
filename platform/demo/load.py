"""Loading the demonstration: once, whole, and taken up where it stopped if it was interrupted.

Every unit of work inserts rows whose ids follow from their words, and only those that are not there; draws,
contributions, portraits and standings come from the services, for which doing it again changes nothing. Days
are counted from the day the first load began, which its first row remembers. The open campaign of the last
cooperative is the last row of all: where it stands, the load is whole.
"""

from datetime import date

from sqlalchemy import select

from badges.service.keys import Desk
from demo.plot.days import ZONE, Days, loaded_on
from demo.plot.plots import Plot
from demo.plot.script import written
from demo.plot.voices import large
from demo.staging import (
    arrivals,
    badges,
    belongings,
    draws,
    founding,
    gratitude,
    histories,
    portraits,
    reviews,
    satchels,
    sharing,
)
from demo.staging.stage import Stage
from kernel import clock
from kernel.db import Database
from tenants.models import Cooperative


def load(database: Database, *, secret_key: str, desk: Desk | None = None) -> bool:
    """Load three invented cooperatives; gives whether there was anything to do.

    Without a `desk` to sign at, the badges claimed wait for a worker.
    """
    plots = (*written(), large())
    days = Days(_first_day(database, plots[0]))
    stages = [Stage(database, days, plot, secret_key) for plot in plots]
    if founding.has_open_campaign(stages[-1]):
        return False
    with clock.at(days.at(0, 0)):
        founding.open_accounts(stages)
        for stage in stages:
            _tell(stage, desk)
    return True


def _tell(stage: Stage, desk: Desk | None) -> None:
    """One cooperative, season after season."""
    founding.found(stage)
    for season in stage.seasons:
        arrivals.welcome(stage, season)
        histories.write_histories(stage, season)
        arrivals.see_off(stage, season)
        draws.draw_season(stage, season)
        portraits.close(stage, season)
    arrivals.invite(stage)
    reviews.tell_reviews(stage)
    gratitude.thank(stage)
    satchels.fill(stage)
    badges.claim(stage, desk)
    belongings.keep(stage, desk)
    sharing.show(stage)
    founding.amend_charter(stage)
    founding.tell_journal(stage)
    founding.open_campaign(stage)
    portraits.count_answers(stage)


def _first_day(database: Database, first: Plot) -> date:
    began = select(Cooperative.created_at).where(Cooperative.slug == first.slug)
    with database.reading() as session:
        known = session.scalar(began)
    return clock.today(ZONE) if known is None else loaded_on(clock.day_of(known, ZONE))
