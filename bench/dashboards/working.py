"""Closes done by real workers: small ones beside a large one, and thousands on the same night."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from statistics import median
from uuid import UUID

import redis
from sqlalchemy import func, select

from bench.baselines import task_each
from bench.dashboards.ground import Ground
from bench.dashboards.timing import highest_but
from bench.goals import Bound, Goal, Reached
from dashboards.jobs import CLOSE
from kernel.jobs import Job, Queue, later
from kernel.ping import ping
from kernel.relay import plan
from kernel.scope import Scope
from kernel.walls import Role
from local import programs
from local.logs import Log
from local.process import Process
from tenants.models import Cooperative

CLOSES = 300  # small ones, half of them beside the large one
TURNS, MOST = 3, 200  # turns, and closes in each of them
POLL, PATIENCE, REST = 0.005, 120.0, 0.02  # seconds
LEAST = 50  # small closes beside the large one, for a figure to be worth anything

FAIR = Goal("small close p99 beside a large one, to idle", Bound.AT_MOST, 3)
EACH = "  a small close, all told: {alone:.0f} ms as a task of its own, {batch:.0f} ms in a batch"
BATCHES = Goal("2,000 due cooperatives, to a task each", Bound.AT_LEAST, 5)


Way = Callable[[Ground, Sequence[UUID], str], None]


class Late(Exception):  # noqa: N818 - it names what became of the work
    """Workers did not do in time what they were asked for."""


def fairness(ground: Ground, large: UUID, small: Sequence[UUID]) -> Iterator[Reached]:
    """The row of fairness: the large cooperative and the small ones have a campaign to close.

    Idle, there is the worker of short work alone; then the large close keeps that of long work busy. Charts
    that closes ask for are not drawn meanwhile: they stand behind the large close, or are forgotten.
    """
    half = len(small) // 2
    with working(ground, Queue.FAST):
        alone = [_waited(ground, each) for each in small[:half]]
    forget_messages(ground)
    with working(ground, Queue.FAST, Queue.BULK):
        job = _ask(ground, large)
        _until(lambda: _of(ground, large, job).queue == Queue.BULK)
        beside = [(_waited(ground, each), _of(ground, large, job).done_at is None) for each in small[half:]]
    forget_messages(ground)
    during = [taken for taken, running in beside if running]
    measured = highest_but(0.01, during) / highest_but(0.01, alone) if len(during) >= LEAST else float("nan")
    yield Reached(FAIR, measured)


def batches(ground: Ground, small: Sequence[UUID]) -> Iterator[Reached]:
    """The row of the batches: parts of the due cooperatives, in turns, by the worker of short work."""
    rates: dict[Way, list[float]] = {one_by_one: [], in_batches: []}
    size = min(len(small) // (TURNS * len(rates)), MOST)
    left = list(small)
    with working(ground, Queue.FAST):
        for turn in range(TURNS):
            for way, found in rates.items():
                part, left = left[:size], left[size:]
                found.append(_rate(ground, part, way, f"turn {turn}"))
    alone, batch = (median(rates[way]) for way in (one_by_one, in_batches))
    print(EACH.format(alone=1000 / alone, batch=1000 / batch))
    yield Reached(BATCHES, batch / alone)


def one_by_one(ground: Ground, homes: Sequence[UUID], period: str) -> None:
    """A task for each."""
    task_each.ask(ground.house, CLOSE, homes, period)


def in_batches(ground: Ground, homes: Sequence[UUID], period: str) -> None:
    """As the schedule asks for them."""
    with ground.house.database.unit_of_work(role=Role.RELAY) as session:
        made = plan(session, CLOSE, dict.fromkeys(homes, period))
    for batch in made:
        ground.house.bell.ring_for(batch)


@contextmanager
def working(ground: Ground, *queues: Queue) -> Iterator[None]:
    """The workers of some queues, ready."""
    with ExitStack() as stack:
        for queue in queues:
            service = programs.worker(queue.value, ground.environment, niceness=0)
            process = Process(service, ground.folder, "bench", Log(ground.folder, service.name))
            stack.callback(process.kill)
        if not ping(ground.house.database, patience=PATIENCE):
            raise Late("no worker")
        yield


def forget_messages(ground: Ground) -> None:
    """Forget what waits in Valkey; the rows stay, and nothing looks for them here."""
    redis.Redis.from_url(ground.settings.redis_url).flushdb()


def due(ground: Ground) -> list[UUID]:
    """The small cooperatives whose campaign is over."""
    with ground.house.database.reading() as session:
        wanted = select(Cooperative.cooperative_id).where(
            Cooperative.slug.like("l-atelier-%"), Cooperative.next_close_on < func.current_date()
        )
        return list(session.scalars(wanted.order_by(Cooperative.slug)))


def _ask(ground: Ground, home: UUID) -> UUID:
    with ground.house.database.unit_of_work(Scope(cooperative=home)) as session:
        return later(session, CLOSE)


def _waited(ground: Ground, home: UUID) -> float:
    """How long one cooperative waits for its close, in seconds."""
    job = _ask(ground, home)
    _until(lambda: _of(ground, home, job).done_at is not None)
    row = _of(ground, home, job)
    if row.done_at is None:
        raise Late(home)
    time.sleep(REST)
    return (row.done_at - row.created_at).total_seconds()


def _of(ground: Ground, home: UUID, job: UUID) -> Job:
    with ground.house.database.reading(Scope(cooperative=home)) as session:
        return session.scalars(select(Job).where(Job.id == job)).one()


def _rate(ground: Ground, homes: Sequence[UUID], way: Way, period: str) -> float:
    """How many cooperatives are closed in a second, from when they are asked for to the last one."""
    start = time.perf_counter()
    way(ground, homes, period)
    _until(lambda: _left(ground, homes, period) == 0)
    return len(homes) / (time.perf_counter() - start)


def _left(ground: Ground, homes: Sequence[UUID], period: str) -> int:
    wanted = (Job.kind == CLOSE.name, Job.period == period, Job.done_at.is_(None), Job.scope_id.in_(homes))
    with ground.house.database.reading(role=Role.RELAY) as session:
        return session.scalar(select(func.count(Job.id)).where(*wanted)) or 0


def _until(over: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not over():
        if time.monotonic() > deadline:
            raise Late("the workers took too long")
        time.sleep(POLL)
