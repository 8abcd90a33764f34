"""The peers of each request: drawn by the service, at the moment the request was begun."""

from uuid import UUID

from demo.plot.days import Season
from demo.plot.lives import minute
from demo.plot.talk import Asking
from demo.staging.histories import request_id
from demo.staging.stage import Stage
from kernel import clock
from kernel.db import UnitOfWork
from peer.draw import DRAWN_AT_ONCE, draw_order
from peer.models.requests import ReviewRequest
from peer.queries.pool import candidates
from peer.service.requests import current_period, draw, lot

KEY = "the lot of the demonstration"  # not the installation's: the same names are drawn everywhere
TRIES = 20_000


def draw_season(stage: Stage, season: Season) -> None:
    """Draw for every request begun in a season, among those who were members then."""
    with stage.machine(season.last) as session:
        for asking in stage.plot.askings:
            if season.holds(asking.day):
                with clock.at(stage.days.at(asking.day, minute(asking.by, asking.day) + 1)):
                    _draw(session, stage, asking)


def _draw(session: UnitOfWork, stage: Stage, asking: Asking) -> None:
    request = session.get(ReviewRequest, (session.cooperative, request_id(stage, asking)))
    if request is None or request.drawn_at is not None:
        return
    wanted = {stage.member(name) for name in asking.drawn}
    draw(session, request_id=request.id, secret_key=_key_for(session, request, wanted) if wanted else KEY)
    session.flush()


def _key_for(session: UnitOfWork, request: ReviewRequest, wanted: set[UUID]) -> str:
    """A key under which the lot falls on those whose words are written; the draw stays the service's."""
    pool, period = candidates(session, request), current_period(session)
    for number in range(TRIES):
        secret = f"{KEY}, {number}"
        order = draw_order(pool, seed=lot(request, period, secret))
        if wanted.issubset(order[:DRAWN_AT_ONCE]):
            return secret
    raise LookupError(f"no lot falls on the peers written for the request {request.id}")
