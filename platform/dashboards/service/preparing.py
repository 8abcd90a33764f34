"""What is being made at the moment, for those who wait for it: figures first, then charts."""

from dataclasses import dataclass
from datetime import date

from dashboards.jobs import CLOSE, DRAW_CHARTS
from kernel.db import UnitOfWork
from kernel.progress import Progress, progress_of
from tenants.queries.campaigns import closing


@dataclass(frozen=True)
class Preparing:
    """The figures of a closing day that is over: their day, and whether a worker has begun them."""

    closed_on: date
    begun: bool


def preparing(session: UnitOfWork) -> Preparing | None:
    """The portrait whose day is over and whose figures are not there yet; None when there is none."""
    waiting = closing(session)
    if waiting is None:
        return None
    job = progress_of(session, CLOSE)
    return Preparing(waiting.closes_on, begun=job is not None and job.begun)


def drawing(session: UnitOfWork, *, closed_on: date) -> Progress | None:
    """How many languages the charts of a portrait are drawn in, of how many; None when nothing is drawn."""
    return progress_of(session, DRAW_CHARTS, closed_on=closed_on.isoformat())
