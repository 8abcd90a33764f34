"""What the schedule asks for, again and again. Each act is harmless when asked for twice."""

from datetime import date
from uuid import UUID

from celery import Celery
from sqlalchemy import select

import dashboards.jobs
import peer.jobs
import tenants.jobs
from kernel import clock
from kernel.jobs import Job
from kernel.relay import plan, sweep
from kernel.walls import Role
from tenants.models import Cooperative
from tenants.rules import is_near
from worker.parts import house
from worker.schedule import ALIVE, ALIVE_FOR, PLAN, PLAN_NIGHTS, SWEEP

MOST_NIGHTS = 1000  # asked for at once: those left over are asked for the next time


def tie(app: Celery) -> None:
    """Register the periodic tasks."""
    app.task(name=SWEEP)(relay_lost)
    app.task(name=PLAN)(plan_campaigns)
    app.task(name=PLAN_NIGHTS)(plan_nights)
    app.task(name=ALIVE)(say_alive)


def relay_lost() -> None:
    """Hand over the jobs whose wake-up was lost, or whose time has come."""
    with house().database.unit_of_work(role=Role.RELAY) as session:
        found = sweep(session)
    for doorbell in found:
        house().bell.ring(doorbell)


def plan_campaigns() -> None:
    """Ask for the closing of campaigns whose day is over; of the others, for the counts and the reminder.

    The reminder is asked for every day of the last ten: the first that finds it due sends it, once.
    """
    with house().database.unit_of_work(role=Role.RELAY) as session:
        statement = select(Cooperative.cooperative_id, Cooperative.next_close_on, Cooperative.zone)
        rows = session.execute(
            statement.where(Cooperative.next_close_on.is_not(None), Cooperative.closed_at.is_(None))
        ).all()
        days = {row.cooperative_id: (row.next_close_on, clock.today(row.zone)) for row in rows}
        due = {key: closes for key, (closes, today) in days.items() if closes < today}
        running = {key: today for key, (closes, today) in days.items() if closes >= today}
        near = {key: today for key, today in running.items() if is_near(days[key][0], today)}
        made = [
            *plan(session, dashboards.jobs.CLOSE, _periods(due)),
            *plan(session, dashboards.jobs.COUNT, _periods(running)),
            *plan(session, tenants.jobs.REMIND, _periods(near)),
        ]
    for doorbell in made:
        house().bell.ring(doorbell)


def plan_nights() -> None:
    """Ask for the night of each open cooperative whose day has begun."""
    with house().database.unit_of_work(role=Role.RELAY) as session:
        statement = select(Cooperative.cooperative_id, Cooperative.zone)
        rows = session.execute(statement.where(Cooperative.closed_at.is_(None))).all()
        days = _periods({row.cooperative_id: clock.today(row.zone) for row in rows})
        asked = select(Job.scope_id, Job.period).where(Job.kind == peer.jobs.NIGHT.name)
        known = {tuple(row) for row in session.execute(asked.where(Job.period.in_({*days.values()})))}
        made = plan(session, peer.jobs.NIGHT, dict([*(days.items() - known)][:MOST_NIGHTS]))
    for doorbell in made:
        house().bell.ring(doorbell)


def say_alive(queue: str) -> None:
    """Leave a sign that this queue is served."""
    house().cache.say_alive(f"worker-{queue}", seconds=ALIVE_FOR)


def _periods(days: dict[UUID, date]) -> dict[UUID, str]:
    return {key: day.isoformat() for key, day in days.items()}
