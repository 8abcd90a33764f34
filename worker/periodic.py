"""What the schedule asks for, again and again. Each act is harmless when asked for twice."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from celery import Celery
from sqlalchemy import select

import dashboards.jobs
import peer.jobs
import tenants.jobs
from kernel import clock
from kernel.batches import overdue
from kernel.db import UnitOfWork
from kernel.jobs import Batch
from kernel.relay import done_but_still_due, forget, plan, sweep
from kernel.scope import Scope
from kernel.walls import Role
from musette.service import inactivity
from people.service import forget_over
from tenants.models import Cooperative
from tenants.rules import is_near
from web.health import keys_open, sign_of
from worker.parts import house
from worker.schedule import ALIVE, ALIVE_FOR, FORGET, KEYS, KEYS_FOR, PLAN, PLAN_NIGHTS, SWEEP, UNUSED

PLANNED = (dashboards.jobs.CLOSE, dashboards.jobs.COUNT, peer.jobs.NIGHT)
MOST_NIGHTS = 1000  # asked for at once: those left over are asked for the next time


def tie(app: Celery) -> None:
    """Register the periodic tasks."""
    app.task(name=SWEEP)(relay_lost)
    app.task(name=PLAN)(plan_campaigns)
    app.task(name=PLAN_NIGHTS)(plan_nights)
    app.task(name=FORGET)(forget_done)
    app.task(name=ALIVE)(say_alive)
    app.task(name=KEYS)(look_at_keys)
    app.task(name=UNUSED)(look_after_unused)


def relay_lost() -> None:
    """Hand over the jobs whose wake-up was lost, or whose time has come."""
    with house().database.unit_of_work(role=Role.RELAY) as session:
        found, batches = sweep(session, PLANNED), overdue(session, PLANNED)
    for doorbell in found:
        house().bell.ring(doorbell)
    _ring_for(batches)


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
            *plan(session, dashboards.jobs.CLOSE, _closes(session, due)),
            *plan(session, dashboards.jobs.COUNT, _periods(running)),
            *plan(session, tenants.jobs.REMIND, _periods(near)),
        ]
    _ring_for(made)


def plan_nights() -> None:
    """Ask for the night of each open cooperative whose day has begun."""
    with house().database.unit_of_work(role=Role.RELAY) as session:
        statement = select(Cooperative.cooperative_id, Cooperative.zone)
        rows = session.execute(statement.where(Cooperative.closed_at.is_(None))).all()
        days = _periods({row.cooperative_id: clock.today(row.zone) for row in rows})
        made = plan(session, peer.jobs.NIGHT, days, most=MOST_NIGHTS)
    _ring_for(made)


def forget_done() -> None:
    """Forget the jobs done more than a month ago."""
    with house().database.unit_of_work(role=Role.RELAY) as session:
        forget(session)


def look_after_unused() -> None:
    """Ask for what is due for accounts nobody uses, some at a time; forget sign-ins and links long over."""
    database = house().database
    with database.unit_of_work(role=Role.IDENTITY) as session:
        forget_over(session)
        due = inactivity.waiting(session)
    for person_id in due:
        with database.unit_of_work(Scope(person=person_id), Role.IDENTITY) as session:
            inactivity.look_after(session)


def say_alive(queue: str, seconds: int = ALIVE_FOR) -> None:
    """Leave a sign that this queue is served, which fades."""
    house().cache.say_alive(f"worker-{queue}", seconds=seconds)


def look_at_keys() -> None:
    """Leave a sign, which fades, of whether the keys of badges open here."""
    house().cache.say_alive(sign_of(keys_open(house())), seconds=KEYS_FOR)


def _closes(session: UnitOfWork, due: dict[UUID, date]) -> dict[UUID, str]:
    """The period of each close: its day, or today's when the job of that day found nothing to close yet."""
    days = _periods(due)
    again = done_but_still_due(session, dashboards.jobs.CLOSE, days)
    return {key: f"{day}, {clock.today('UTC')}" if key in again else day for key, day in days.items()}


def _ring_for(batches: Iterable[Batch]) -> None:
    for batch in batches:
        house().bell.ring_for(batch)


def _periods(days: dict[UUID, date]) -> dict[UUID, str]:
    return {key: day.isoformat() for key, day in days.items()}
