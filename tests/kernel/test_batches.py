"""Batches: many jobs by one wake-up, and each of them as exactly once as alone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from kernel import batches, clock
from kernel.batches import SLICES, do_batch, overdue
from kernel.claims import Claim, claimed
from kernel.house import House
from kernel.jobs import Batch, Job, Kind, Queue, later
from kernel.relay import BATCH_SIZE, LEASE, OVERDUE, plan, revive, sweep
from kernel.scope import Scope
from kernel.walls import Role

LEFT_BY_A_JOB = Kind("tests.left")


def kind(queue: Queue = Queue.BULK) -> Kind:
    """A kind of job of which nobody else has any."""
    return Kind(f"tests.{uuid4().hex}", queue, Role.MACHINE)


def planned(house: House, what: Kind, count: int) -> list[UUID]:
    """So many cooperatives, with one job each."""
    owners = [uuid4() for _each in range(count)]
    with house.database.unit_of_work(role=Role.RELAY) as session:
        told = plan(session, what, dict.fromkeys(owners, "2026-01-31"))
    assert told == [Batch(what.name, what.queue.value)] * (1 if count <= BATCH_SIZE else 2)
    return owners


def rows(house: House, what: Kind) -> dict[UUID, Job]:
    """The jobs of a kind, by owner, as far as the relay sees them."""
    columns = (Job.scope_id, Job.id, Job.attempts, Job.done_at, Job.next_try_at, Job.fault, Job.queue)
    with house.database.reading(role=Role.RELAY) as session:
        found = session.execute(select(*columns).where(Job.kind == what.name))
        return {row.scope_id: Job(**row._mapping) for row in found}


def done(house: House, what: Kind) -> set[UUID]:
    """The owners whose job of a kind is done."""
    return {owner for owner, row in rows(house, what).items() if row.done_at}


class Seen:
    """An act that notes for whom it was called, leaves a job of its own, and fails for some."""

    def __init__(self, *, failing: UUID | None = None, killing: UUID | None = None) -> None:
        self.owners: list[UUID] = []
        self.failing, self.killing = failing, killing

    def __call__(self, claim: Claim) -> None:
        owner = claim.session.cooperative
        assert claim.session.scope == Scope(cooperative=owner)
        self.owners.append(owner)
        later(claim.session, LEFT_BY_A_JOB)
        claim.session.flush()
        if owner == self.failing:
            raise LookupError("awa@example.org")
        if owner == self.killing:
            raise SystemExit  # nothing of ours runs any more when a process is killed


def left(house: House, owner: UUID) -> int:
    """How often an act was kept for this owner."""
    with house.database.reading(Scope(cooperative=owner)) as session:
        return len(session.scalars(select(Job).where(Job.kind == LEFT_BY_A_JOB.name)).all())


def test_a_batch_does_fifty_each_in_its_own_scope(house: House) -> None:
    what, act = kind(), Seen()
    owners = planned(house, what, BATCH_SIZE + 3)
    assert do_batch(house.database, what, Queue.BULK, act) is True
    assert len(act.owners) == BATCH_SIZE
    assert do_batch(house.database, what, Queue.BULK, act) is False
    assert do_batch(house.database, what, Queue.BULK, act) is False
    assert sorted(act.owners) == sorted(owners)
    assert done(house, what) == set(owners)
    assert {left(house, owner) for owner in owners} == {1}


def test_one_that_fails_does_not_stop_the_others(house: House, caplog: pytest.LogCaptureFixture) -> None:
    what = kind()
    owners = planned(house, what, 4)
    do_batch(house.database, what, Queue.BULK, Seen(failing=owners[1]))
    assert done(house, what) == {*owners} - {owners[1]}
    assert left(house, owners[1]) == 0
    failed = rows(house, what)[owners[1]]
    assert (failed.attempts, failed.done_at) == (1, None)
    assert failed.fault
    assert failed.fault.startswith("LookupError at test_batches.py:")
    assert failed.next_try_at > clock.now()
    assert "awa@example.org" not in caplog.text


def test_a_batch_that_dies_loses_and_doubles_nothing(house: House) -> None:
    what = kind()
    owners = planned(house, what, 5)
    act = Seen(killing=owners[2])
    with pytest.raises(SystemExit):
        do_batch(house.database, what, Queue.BULK, act)
    finished = set(act.owners) - {owners[2]}
    assert done(house, what) == finished
    again = Seen()
    with clock.at(clock.now() + LEASE + 2 * OVERDUE):
        assert do_batch(house.database, what, Queue.BULK, again) is False
        assert again.owners == []  # what was in a batch that died is tried alone
        with house.database.unit_of_work(role=Role.RELAY) as session:
            alone = [bell for bell in sweep(session, (what,)) if bell.kind == what.name]
        assert {bell.scope_id for bell in alone} == set(owners) - finished
        for bell in alone:
            with claimed(house.database, what, bell.scope_id, bell.job_id) as claim:
                assert claim
                again(claim)
    assert done(house, what) == set(owners)
    assert {left(house, owner) for owner in owners} == {1}


def test_two_batches_at_once_share_nothing(house: House) -> None:
    what = kind()
    owners = planned(house, what, 2 * BATCH_SIZE)
    acts, start = [Seen(), Seen()], Barrier(2)

    def work(act: Callable[[Claim], None]) -> None:
        start.wait()
        do_batch(house.database, what, Queue.BULK, act)

    with ThreadPoolExecutor(2) as pool:
        for result in [pool.submit(work, act) for act in acts]:
            result.result()
    do_batch(house.database, what, Queue.BULK, acts[0])  # a row that both had looked at was given back
    assert sorted(acts[0].owners + acts[1].owners) == sorted(owners)
    assert done(house, what) == set(owners)


def test_a_batch_gives_way_and_gives_back(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    what, act = kind(Queue.FAST), Seen()
    owners = planned(house, what, 4)
    monkeypatch.setitem(SLICES, Queue.FAST, 0.0)
    assert do_batch(house.database, what, Queue.FAST, act) is True
    assert len(act.owners) == 1  # one at least, or a batch would come back for ever
    waiting = [row for row in rows(house, what).values() if row.done_at is None]
    assert [row.attempts for row in waiting] == [0, 0, 0]
    for _turn in range(3):
        do_batch(house.database, what, Queue.FAST, act)
    assert sorted(act.owners) == sorted(owners)


def test_what_others_have_taken_up_meanwhile_is_theirs(house: House) -> None:
    what = kind()
    owners = planned(house, what, 2)
    with house.database.unit_of_work(role=Role.RELAY) as session:
        keys = batches.lease(session, what, Queue.BULK)
    for _attempt in range(2):  # the lease ran out, and somebody has tried since
        with pytest.raises(RuntimeError), claimed(house.database, what, *keys[0]):
            raise RuntimeError
    with house.database.unit_of_work(role=Role.RELAY) as session:
        batches.give_back(session, keys)
    assert {row.scope_id: row.attempts for row in rows(house, what).values()} == {
        keys[0][0]: 3,
        keys[1][0]: 0,
    }
    assert {keys[0][0], keys[1][0]} == set(owners)


def test_a_batch_serves_one_queue(house: House) -> None:
    what, act = kind(Queue.FAST), Seen()
    planned(house, what, 1)
    do_batch(house.database, what, Queue.BULK, act)
    assert act.owners == []


def test_work_that_is_too_long_moves_to_the_other_queue(house: House) -> None:
    what = kind(Queue.FAST)
    small, large = planned(house, what, 2)
    kept = []

    def act(claim: Claim) -> None:
        later(claim.session, LEFT_BY_A_JOB)
        claim.session.flush()
        claim.keep_short(101 if claim.session.cooperative == large else 100, 100)
        kept.append(claim.session.cooperative)

    do_batch(house.database, what, Queue.FAST, act)
    moved = rows(house, what)[large]
    assert (moved.queue, moved.attempts, moved.fault, moved.done_at) == ("bulk", 0, None, None)
    assert (kept, left(house, large)) == ([small], 0)
    with claimed(house.database, what, large, moved.id) as claim:
        assert claim
        act(claim)
    assert kept == [small, large]
    assert done(house, what) == {small, large}


def test_a_batch_whose_wake_up_was_lost_is_asked_for_again(house: House) -> None:
    what, other = kind(), kind()
    (owner,) = planned(house, what, 1)
    planned(house, other, 1)

    def found() -> list[Batch]:
        with house.database.unit_of_work(role=Role.RELAY) as session:
            assert what.name not in {bell.kind for bell in sweep(session, (what,))}
            return overdue(session, (what,))

    assert found() == []
    with clock.at(clock.now() + 2 * OVERDUE):
        assert found() == [Batch(what.name, "bulk")]
    do_batch(house.database, what, Queue.BULK, Seen())
    with clock.at(clock.now() + 2 * OVERDUE):
        assert found() == []
    assert done(house, what) == {owner}


def test_a_job_given_up_in_batches_is_done_once_revived(house: House) -> None:
    what = kind()
    (owner,) = planned(house, what, 1)
    job_id = rows(house, what)[owner].id
    do_batch(house.database, what, Queue.BULK, Seen(failing=owner))
    for _attempt in range(7):
        with pytest.raises(RuntimeError), claimed(house.database, what, owner, job_id):
            raise RuntimeError
    with house.database.unit_of_work(role=Role.RELAY) as session:
        assert plan(session, what, {owner: "2026-01-31"}) == []  # planned again, it is still that job
        assert revive(session, owner, job_id)
        assert overdue(session, (what,)) == [Batch(what.name, "bulk")]
    do_batch(house.database, what, Queue.BULK, Seen())
    assert done(house, what) == {owner}


def test_thousands_are_planned_at_once(house: House) -> None:
    what = kind()
    owners = planned(house, what, 12_000)  # more than one statement has room for
    assert len(rows(house, what)) == len(owners)
    with house.database.unit_of_work(role=Role.RELAY) as session:
        assert plan(session, what, dict.fromkeys(owners, "2026-01-31")) == []
        assert len(plan(session, what, dict.fromkeys(owners, "2026-02-28"), most=10)) == 1
        assert (
            len(
                session.scalars(select(Job.id).where(Job.period == "2026-02-28", Job.kind == what.name)).all()
            )
            == 10
        )
        session.execute(update(Job).where(Job.kind == what.name).values(failed_at=clock.now()))
