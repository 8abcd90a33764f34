"""Jobs: nothing before the commit, nothing lost, nothing twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from kernel import clock
from kernel.claims import ENDED_ITS_PROCESS, MOST_ATTEMPTS, Claim, claimed, place_of
from kernel.db import Database, OutOfScope
from kernel.house import House
from kernel.jobs import Bell, Doorbell, Job, Kind, Owner, Queue, broker_url, later, later_once, sender
from kernel.relay import OVERDUE, plan, revive, sweep
from kernel.scope import Scope
from kernel.settings import Settings
from kernel.walls import Role

KIND = Kind("tests.nothing", Queue.BULK, owner=Owner.COOPERATIVE)
MINE = Kind("tests.mine", owner=Owner.PERSON)


def job(house: House, scope: Scope, job_id: UUID) -> Job:
    """A job's row."""
    with house.database.reading(scope) as session:
        found = session.scalar(select(Job).where(Job.id == job_id))
    assert found is not None
    return found


def left(house: House, kind: Kind = KIND, scope: Scope | None = None, **ids: Any) -> tuple[Scope, UUID]:
    """A job left by a transaction, and its scope."""
    chosen = scope or Scope(cooperative=uuid4())
    with house.database.unit_of_work(chosen) as session:
        made = later(session, kind, **ids)
    return chosen, made


def do(house: House, scope: Scope, job_id: UUID, kind: Kind = KIND) -> Claim | None:
    """Claim a job and do nothing of it; gives the claim."""
    owner = scope.cooperative if kind.owner is Owner.COOPERATIVE else scope.person
    assert owner is not None
    with claimed(house.database, kind, owner, job_id) as claim:
        return claim


class Listening(Bell):
    """Notes what workers are told instead of telling them."""

    def __init__(self) -> None:
        self.rung: list[Doorbell] = []

    def ring(self, doorbell: Doorbell) -> None:
        self.rung.append(doorbell)


def test_a_job_lands_with_its_transaction_and_rings_after(settings: Settings) -> None:
    bell = Listening()
    database = Database(settings, bell=bell)
    with database.unit_of_work(Scope(cooperative=uuid4())) as session:
        made = later(session, KIND, thing=uuid4())
        session.flush()
        assert bell.rung == []
    assert [(each.kind, each.queue, each.job_id) for each in bell.rung] == [("tests.nothing", "bulk", made)]
    database.close()


def test_undone_work_leaves_no_job_and_rings_nothing(settings: Settings) -> None:
    bell = Listening()
    database = Database(settings, bell=bell)
    scope = Scope(cooperative=uuid4())
    with pytest.raises(RuntimeError), database.unit_of_work(scope) as session:
        later(session, KIND)
        raise RuntimeError
    with database.reading(scope) as session:
        assert session.scalars(select(Job)).all() == []
    assert bell.rung == []
    database.close()


def test_a_job_for_later_does_not_ring_now(settings: Settings) -> None:
    bell = Listening()
    database = Database(settings, bell=bell)
    with database.unit_of_work(Scope(cooperative=uuid4())) as session:
        later(session, KIND, not_before=clock.now() + timedelta(days=1))
    assert bell.rung == []
    database.close()


def test_a_job_needs_its_owner_in_scope(house: House) -> None:
    with pytest.raises(OutOfScope), house.database.unit_of_work(Scope(cooperative=uuid4())) as session:
        later(session, MINE)


def test_a_job_is_done_once(house: House) -> None:
    scope, made = left(house, thing="x")
    first = do(house, scope, made)
    assert first is not None
    assert first.ids == {"thing": "x"}
    assert do(house, scope, made) is None
    assert job(house, scope, made).done_at is not None


def test_the_ids_widen_the_scope(house: House) -> None:
    person, cooperative, member = uuid4(), uuid4(), uuid4()
    scope, made = left(house, MINE, Scope(person=person), cooperative=cooperative, member=member)
    claim = do(house, scope, made, MINE)
    assert claim is not None
    assert claim.session.scope == Scope(person, cooperative, member)


def test_a_failed_job_keeps_nothing_and_waits_its_turn(house: House) -> None:
    scope, made = left(house)
    assert scope.cooperative
    with (
        pytest.raises(ValueError, match="secret"),
        claimed(house.database, KIND, scope.cooperative, made) as claim,
    ):
        assert claim
        later(claim.session, KIND)
        raise ValueError("a secret of somebody")
    found = job(house, scope, made)
    assert (found.attempts, found.done_at, found.failed_at) == (1, None, None)
    assert found.next_try_at > clock.now()
    assert found.fault
    assert found.fault.startswith("ValueError at test_jobs.py:")
    with house.database.reading(scope) as session:
        assert len(session.scalars(select(Job)).all()) == 1


def test_pauses_grow_and_end(house: House) -> None:
    scope, made = left(house)
    assert scope.cooperative
    pauses = []
    for _attempt in range(MOST_ATTEMPTS):
        with pytest.raises(RuntimeError), claimed(house.database, KIND, scope.cooperative, made):
            raise RuntimeError
        pauses.append(job(house, scope, made).next_try_at - clock.now())
    assert pauses == sorted(pauses)
    assert job(house, scope, made).failed_at is not None
    assert do(house, scope, made) is None
    with house.database.unit_of_work(role=Role.RELAY) as session:
        revive(session, scope.cooperative, made)
    assert do(house, scope, made) is not None


def test_a_job_that_ends_its_process_is_given_up_too(house: House) -> None:
    scope, made = left(house)
    assert scope.cooperative
    for _attempt in range(MOST_ATTEMPTS):
        # Nothing of ours runs any more when a process is killed: no handler of exceptions sees this one.
        with pytest.raises(SystemExit), claimed(house.database, KIND, scope.cooperative, made):
            raise SystemExit
    assert job(house, scope, made).failed_at is None
    assert do(house, scope, made) is None
    found = job(house, scope, made)
    assert (found.attempts, found.fault) == (MOST_ATTEMPTS, ENDED_ITS_PROCESS)
    assert found.failed_at is not None


def test_two_workers_never_do_the_same_job(house: House) -> None:
    scope, made = left(house)
    start = Barrier(2)
    done = []

    def work() -> None:
        start.wait()
        assert scope.cooperative
        with claimed(house.database, KIND, scope.cooperative, made) as claim:
            if claim:
                done.append(claim.job_id)

    with ThreadPoolExecutor(2) as pool:
        for result in [pool.submit(work) for _worker in range(2)]:
            result.result()
    assert done == [made]


def test_the_relay_finds_what_a_lost_wake_up_left(house: House) -> None:
    then = clock.now() - OVERDUE - timedelta(seconds=1)
    scope = Scope(cooperative=uuid4())
    with clock.at(then), house.database.unit_of_work(scope) as session:
        made = later(session, KIND)
    fresh_scope, fresh = left(house)
    with house.database.unit_of_work(role=Role.RELAY) as session:
        found = {doorbell.job_id for doorbell in sweep(session)}
    assert made in found
    assert fresh not in found
    assert fresh_scope != scope
    with house.database.unit_of_work(role=Role.RELAY) as session:
        assert made not in {doorbell.job_id for doorbell in sweep(session)}  # leased for a minute
    later_on = datetime.now(UTC) + timedelta(minutes=3)
    with clock.at(later_on), house.database.unit_of_work(role=Role.RELAY) as session:
        assert made in {doorbell.job_id for doorbell in sweep(session)}  # the lease has run out


def test_two_schedules_do_no_harm(house: House) -> None:
    owner = uuid4()
    for expected in (1, 0):
        with house.database.unit_of_work(role=Role.RELAY) as session:
            assert len(plan(session, KIND, {owner: "2026-01-31"})) == expected
    with house.database.reading(Scope(cooperative=owner)) as session:
        assert len(session.scalars(select(Job)).all()) == 1


def test_once_means_once(house: House) -> None:
    scope = Scope(cooperative=uuid4())
    for _turn in range(2):
        with house.database.unit_of_work(scope) as session:
            later_once(session, KIND, period="2026-01-31")
    with house.database.reading(scope) as session:
        assert len(session.scalars(select(Job)).all()) == 1


def test_without_redis_nothing_is_lost_and_nobody_waits(settings: Settings) -> None:
    nowhere = Bell(sender("unix:///nowhere/valkey"))
    database = Database(settings, bell=nowhere)
    scope = Scope(cooperative=uuid4())
    with database.unit_of_work(scope) as session:
        later(session, KIND)
    with database.reading(scope) as session:
        assert len(session.scalars(select(Job)).all()) == 1
    database.close()


def test_a_fault_is_told_without_its_words() -> None:
    with pytest.raises(RuntimeError) as caught:
        raise RuntimeError("awa@example.org")
    told = place_of(caught.value)
    assert "awa" not in told
    assert told.startswith("RuntimeError at test_jobs.py:")


def test_sockets_have_another_scheme_for_celery() -> None:
    assert broker_url("unix:///run/valkey?db=3") == "redis+socket:///run/valkey?virtual_host=3"
    assert broker_url("redis://redis:6379/0") == "redis://redis:6379/0"


def test_the_relay_writes_no_contents(house: House) -> None:
    with house.database.unit_of_work(role=Role.RELAY) as session:
        plan(session, KIND, {uuid4(): "2026-02-28"})
        assert session.execute(text("SELECT has_column_privilege('job', 'ids', 'INSERT')")).scalar() is False
