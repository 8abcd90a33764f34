"""What the schedule asks for, asked for twice: once is enough."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

import dashboards.jobs
import peer.jobs
from dashboards.jobs import CLOSE
from dashboards.models import Release
from kernel import clock
from kernel.claims import MOST_ATTEMPTS, claimed
from kernel.house import House
from kernel.jobs import Job, Kind, Queue, later, later_once
from kernel.relay import KEPT, revive
from kernel.scope import Scope
from kernel.walls import Role
from peer.jobs import NIGHT, SETTLE
from tenants.service import cooperatives
from tests.world import ZONE, World
from worker import periodic


def asked(house: House, cooperative: UUID, kind: Kind) -> list[str | None]:
    """The periods for which a kind of job was asked for in a cooperative."""
    with house.database.reading(Scope(cooperative=cooperative)) as session:
        return list(session.scalars(select(Job.period).where(Job.kind == kind.name).order_by(Job.period)))


def test_a_campaign_is_counted_once_a_day_and_closed_once(world: World, house: House) -> None:
    cooperative, today = world.cooperative(), clock.today(ZONE)
    world.campaign(cooperative, today - timedelta(days=30), today)
    for days in (0, 0, 1, 2, 2):
        with clock.at(clock.now() + timedelta(days=days)):
            periodic.plan_campaigns()
    assert asked(house, cooperative, dashboards.jobs.COUNT) == [today.isoformat()]
    assert asked(house, cooperative, dashboards.jobs.CLOSE) == [today.isoformat()]


def test_a_closed_cooperative_is_left_alone(world: World, house: House) -> None:
    cooperative, today = world.cooperative(), clock.today(ZONE)
    world.campaign(cooperative, today - timedelta(days=30), today - timedelta(days=1))
    with house.database.unit_of_work(Scope(cooperative=cooperative)) as session:
        cooperatives.close(session)
    periodic.plan_campaigns()
    assert asked(house, cooperative, dashboards.jobs.CLOSE) == []


def test_what_was_lost_is_found_once(world: World, house: House) -> None:
    cooperative = world.cooperative()
    with house.database.unit_of_work(Scope(cooperative=cooperative)) as session:
        later(session, SETTLE)
    with clock.at(clock.now() + timedelta(seconds=11)):
        periodic.relay_lost()
        with house.database.reading(Scope(cooperative=cooperative)) as session:
            leased = session.scalars(select(Job.next_try_at)).one()
        periodic.relay_lost()
        with house.database.reading(Scope(cooperative=cooperative)) as session:
            assert session.scalars(select(Job.next_try_at)).one() == leased
    assert leased > clock.now()


def test_a_sign_of_life_may_be_given_twice(house: House) -> None:
    for _turn in range(2):
        periodic.say_alive(Queue.BULK)
    assert house.cache.is_alive(f"worker-{Queue.BULK}")


def test_what_is_done_may_be_forgotten_twice(world: World, house: House) -> None:
    cooperative = world.cooperative()
    with clock.at(clock.now() - 2 * KEPT):
        with house.database.unit_of_work(Scope(cooperative=cooperative)) as session:
            later(session, NIGHT)
        assert world.run_jobs() == 1
    for _turn in range(2):
        periodic.forget_done()
    with house.database.reading(Scope(cooperative=cooperative)) as session:
        assert session.scalars(select(Job)).all() == []


def test_a_night_is_asked_for_once_a_day(world: World, house: House) -> None:
    cooperative, today = world.cooperative(), clock.today(ZONE)
    for days in (0, 0, 1, 3, 3):
        with clock.at(clock.now() + timedelta(days=days)):
            periodic.plan_nights()
    nights = [(today + timedelta(days=days)).isoformat() for days in (0, 1, 3)]
    assert asked(house, cooperative, peer.jobs.NIGHT) == nights


def test_a_night_begins_when_the_day_does_where_the_cooperative_is(world: World, house: House) -> None:
    cooperative = world.cooperative()
    evening = clock.now().replace(month=1, day=15, hour=23, minute=30)  # already the 16th in Paris
    with clock.at(evening):
        periodic.plan_nights()
    assert asked(house, cooperative, peer.jobs.NIGHT) == [(evening.date() + timedelta(days=1)).isoformat()]


def test_a_closed_cooperative_sleeps(world: World, house: House) -> None:
    cooperative = world.cooperative()
    with house.database.unit_of_work(Scope(cooperative=cooperative)) as session:
        cooperatives.close(session)
    periodic.plan_nights()
    assert asked(house, cooperative, peer.jobs.NIGHT) == []


def test_a_close_given_up_is_done_once_revived(world: World, house: House) -> None:
    cooperative, long_ago = world.cooperative(), clock.today(ZONE) - timedelta(days=200)
    world.campaign(cooperative, long_ago - timedelta(days=30), long_ago)
    periodic.plan_campaigns()
    ((_kind, _scope, job_id, _ids),) = world.waiting()
    for _attempt in range(MOST_ATTEMPTS):
        with pytest.raises(LookupError), claimed(house.database, CLOSE, cooperative, job_id):
            raise LookupError
    periodic.plan_campaigns()
    assert world.run_jobs() == 0
    with house.database.unit_of_work(role=Role.RELAY) as session:
        assert revive(session, cooperative, job_id)
    assert world.run_jobs() == 1
    assert closed(house, cooperative) == [long_ago]
    periodic.plan_campaigns()
    assert asked(house, cooperative, CLOSE) == [long_ago.isoformat()]


def test_a_close_that_found_nothing_to_close_is_asked_for_again(world: World, house: House) -> None:
    cooperative, day = world.cooperative(), clock.today(ZONE) - timedelta(days=1)
    with house.database.unit_of_work(Scope(cooperative=cooperative)) as session:
        later_once(session, CLOSE, period=day.isoformat())
    assert world.run_jobs() == 1  # when the day was not over yet where the cooperative is
    world.campaign(cooperative, day - timedelta(days=30), day)
    for _turn in range(2):
        periodic.plan_campaigns()
    assert len(asked(house, cooperative, CLOSE)) == 2
    assert world.run_jobs() == 1
    assert closed(house, cooperative) == [day]


def closed(house: House, cooperative: UUID) -> list[date]:
    """The days for which a portrait was made."""
    with house.database.reading(Scope(cooperative=cooperative)) as session:
        return list(session.scalars(select(Release.closed_on).order_by(Release.closed_on)))
