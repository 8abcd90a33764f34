"""Long work: a chunk at a time, seen from outside, missed when it stops; and what is over, forgotten."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DBAPIError

from kernel import clock
from kernel.claims import LONGEST_PAUSE, MOST_ATTEMPTS, claimed
from kernel.db import Database
from kernel.house import House
from kernel.jobs import Bell, Doorbell, Job, Kind, Queue, later
from kernel.progress import STALLED, Backlog, Progress, backlog, progress_of, stalled, under_way
from kernel.relay import KEPT, forget
from kernel.scope import Scope
from kernel.settings import Settings
from kernel.walls import Role
from tests.world import keep_apart

LONG = Kind("tests.long", Queue.BULK)
MEMBERS = 2500
CHUNK = 1000


class Listening(Bell):
    """Notes what workers are told instead of telling them."""

    def __init__(self) -> None:
        self.rung: list[Doorbell] = []

    def ring(self, doorbell: Doorbell) -> None:
        self.rung.append(doorbell)


def left(database: Database, at: datetime | None = None, kind: Kind = LONG) -> tuple[Scope, UUID, UUID]:
    """A long job: its scope, its cooperative, its id."""
    cooperative = uuid4()
    scope = Scope(cooperative=cooperative)
    with clock.at(at or clock.now()), database.unit_of_work(scope) as session:
        return scope, cooperative, later(session, kind, about="members")


def chunk(database: Database, cooperative: UUID, job: UUID, *, fails: bool = False) -> int | None:
    """Do the next chunk of a job; gives where it began, None when there is none."""
    with claimed(database, LONG, cooperative, job) as claim:
        if claim is None:
            return None
        start = claim.progress
        claim.advance(min(start + CHUNK, MEMBERS), MEMBERS)
        if fails:
            raise RuntimeError
    return start


def row(database: Database, scope: Scope, job: UUID) -> Job:
    """A job as it stands."""
    with database.reading(scope) as session:
        return session.scalars(select(Job).where(Job.id == job)).one()


def test_long_work_is_done_a_chunk_at_a_time(settings: Settings) -> None:
    bell = Listening()
    database = Database(settings, bell=bell)
    scope, cooperative, job = left(database)
    begun = [chunk(database, cooperative, job) for _turn in range(4)]
    assert begun == [0, 1000, 2000, None]
    assert row(database, scope, job).done_at is not None
    assert [each.job_id for each in bell.rung] == [job] * 3  # asked for, then after two chunks of three
    database.close()


def test_a_chunk_that_fails_is_done_again_and_only_it(house: House) -> None:
    scope, cooperative, job = left(house.database)
    assert chunk(house.database, cooperative, job) == 0
    with pytest.raises(RuntimeError):
        chunk(house.database, cooperative, job, fails=True)
    found = row(house.database, scope, job)
    assert (found.progress, found.attempts, found.done_at) == (1000, 1, None)
    assert [chunk(house.database, cooperative, job) for _turn in range(2)] == [1000, 2000]


def test_each_chunk_has_its_own_attempts(house: House) -> None:
    scope, cooperative, job = left(house.database)
    for _turn in range(MOST_ATTEMPTS - 1):
        with pytest.raises(RuntimeError):
            chunk(house.database, cooperative, job, fails=True)
    assert chunk(house.database, cooperative, job) == 0
    assert row(house.database, scope, job).attempts == 0


@pytest.mark.parametrize("progress", [0, -1, 11])
def test_work_that_does_not_go_forward_is_a_fault(progress: int, house: House) -> None:
    _scope, cooperative, job = left(house.database)
    with pytest.raises(ValueError, match="no progress"):
        with claimed(house.database, LONG, cooperative, job) as claim:
            assert claim
            claim.advance(progress, 10)


def test_those_who_wait_see_how_far_it_is(house: House) -> None:
    scope, cooperative, job = left(house.database)

    def seen(scope: Scope, about: str = "members") -> Progress | None:
        with house.database.reading(scope) as session:
            return progress_of(session, LONG, about=about)

    assert seen(scope) == Progress(0, 1, begun=False)
    chunk(house.database, cooperative, job)
    assert seen(scope) == Progress(1000, 2500)
    assert seen(scope, "badges") is None
    assert seen(Scope(cooperative=uuid4())) is None
    chunk(house.database, cooperative, job)
    chunk(house.database, cooperative, job)
    assert seen(scope) is None


def test_the_operator_sees_it_too(house: House) -> None:
    kind = Kind(f"tests.{uuid4().hex}", Queue.BULK)
    since = clock.now()
    (_scope, cooperative, job), _other = (left(house.database, since, kind) for _turn in range(2))
    with claimed(house.database, kind, cooperative, job) as claim:
        assert claim
        claim.advance(1, 3)
    with house.database.reading(role=Role.RELAY) as session:
        waiting = next(each for each in backlog(session) if each.kind == kind.name)
        assert waiting == Backlog("bulk", kind.name, 0, 2, waiting.since)
        assert waiting.since >= since
        (found,) = [each for each in under_way(session) if each.job_id == job]
    assert (found.scope_id, found.progress) == (cooperative, Progress(1, 3))


def missed(house: House, after: timedelta) -> int:
    """How many jobs have stalled some time from now."""
    with clock.at(clock.now() + after), house.database.reading(role=Role.RELAY) as session:
        return stalled(session)


def test_a_job_that_stops_is_missed(house: House) -> None:
    keep_apart(house)
    _scope, cooperative, job = left(house.database)
    with pytest.raises(SystemExit), claimed(house.database, LONG, cooperative, job):
        raise SystemExit  # its process is killed
    assert missed(house, STALLED / 2) == 0
    assert missed(house, 2 * STALLED) == 1
    with clock.at(clock.now() + 2 * STALLED):
        chunk(house.database, cooperative, job)  # given back
        assert missed(house, STALLED / 2) == 0


def test_jobs_of_a_story_told_about_the_past_have_not_waited_since_then(house: House) -> None:
    keep_apart(house)
    with clock.at(clock.now() - timedelta(days=400)):
        left(house.database)
    assert missed(house, timedelta()) == 0
    assert missed(house, timedelta(days=4100)) == 1  # nothing of other tests was done around then


def test_jobs_that_nobody_takes_are_missed_but_not_those_that_wait_their_turn(house: House) -> None:
    keep_apart(house)
    left(house.database)
    _scope, cooperative, job = left(house.database)
    with clock.at(clock.now() + timedelta(days=4000)):  # nothing of other tests was done around then
        assert missed(house, timedelta()) == 2
        for _turn in range(3):
            chunk(house.database, cooperative, job)
        assert missed(house, timedelta()) == 0  # its queue is served


def test_a_job_that_waits_for_its_next_try_is_not_missed(house: House) -> None:
    keep_apart(house)
    _scope, cooperative, job = left(house.database)
    for _attempt in range(MOST_ATTEMPTS - 1):
        with pytest.raises(RuntimeError):
            chunk(house.database, cooperative, job, fails=True)
    assert missed(house, STALLED) == 0  # the last pause is longer
    assert missed(house, LONGEST_PAUSE + 2 * STALLED) == 1


def test_what_was_done_a_month_ago_is_forgotten(house: House) -> None:
    then = clock.now() - KEPT - timedelta(days=1)
    jobs = {}
    for name, when in (("old", then), ("recent", clock.now())):
        with clock.at(when):
            _scope, cooperative, jobs[name] = left(house.database)
            with claimed(house.database, LONG, cooperative, jobs[name]):
                pass
    _scope, _cooperative, jobs["waiting"] = left(house.database, then)
    with house.database.unit_of_work(role=Role.RELAY) as session:
        assert forget(session) >= 1
        assert forget(session) == 0
    with house.database.reading(role=Role.RELAY) as session:
        found = set(session.scalars(select(Job.id).where(Job.id.in_(jobs.values()))))
    assert found == {jobs["recent"], jobs["waiting"]}


def test_postgresql_lets_nobody_forget_anything_else(house: House) -> None:
    scope, _cooperative, job = left(house.database)
    with house.database.unit_of_work(role=Role.RELAY) as session:
        session.execute(delete(Job).where(Job.id == job))
    assert row(house.database, scope, job)
    for role in (Role.APP, Role.MACHINE):
        with pytest.raises(DBAPIError, match="permission denied"):
            with house.database.unit_of_work(scope, role) as session:
                session.execute(text("DELETE FROM job"))
