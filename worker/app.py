"""The one Celery object of the workers: every kind of job tied to its task."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from celery import Celery, Task
from celery.signals import task_postrun, task_prerun, worker_init, worker_process_init, worker_ready
from celery.worker.consumer import Consumer
from sqlalchemy.exc import DBAPIError

from badges.service.verifications import VERIFY
from kernel import settings
from kernel.batches import do_batch
from kernel.claims import Claim, claimed, place_of
from kernel.jobs import BATCH, TIME_LIMIT, Batch, Kind, Queue, client
from musette.service.arriving import CHECK
from web import safety
from worker import errands, parts, periodic
from worker.jobs import ACTS

app: Celery = client(settings.load().redis_url)


class Failed(Exception):  # noqa: N818 - it names what became of the job
    """A job failed; the message is the place of the fault, never its words."""


@contextmanager
def told_without_words() -> Iterator[None]:
    """Whatever fails within is raised again as its place alone: Celery logs what is raised."""
    try:
        yield
    except Exception as fault:  # noqa: BLE001 - whatever it is, it may quote somebody
        raise Failed(place_of(fault)) from None


def tie(kind: Kind, act: Callable[[Claim], None]) -> None:
    """Register the task of a kind of job: claim the row, act, mark it done."""

    @app.task(name=kind.name)
    def run(scope_id: str, job_id: str) -> None:
        with (
            told_without_words(),
            claimed(parts.house().database, kind, UUID(scope_id), UUID(job_id)) as claim,
        ):
            if claim:
                act(claim)


for each, act in ACTS.items():
    tie(each, act)
periodic.tie(app)


@app.task(name=BATCH)
def run_batch(kind: str, queue: str) -> None:
    """Do the due jobs of a kind, fifty at most; those that are left are asked for behind whatever waits."""
    tied = {each.name: each for each in ACTS}[kind]
    house = parts.house()
    with told_without_words():
        more = do_batch(house.database, tied, Queue(queue), ACTS[tied])
    if more:
        house.bell.ring_for(Batch(kind, queue))


@app.task(name=VERIFY.name, time_limit=VERIFY.limit)
def run_verification(ticket: str) -> None:
    """Verify what a stranger handed over; what keeps its reader busy for ever is cut with its process."""
    with told_without_words():
        errands.verify(ticket)


@app.task(name=CHECK.name, time_limit=CHECK.limit)
def run_check(ticket: str) -> None:
    """Check a file that several people made elsewhere, under the same kind of limit."""
    with told_without_words():
        errands.check_together(ticket)


@worker_init.connect
def check_walls(**_signal: object) -> None:
    """Leave, saying why, when the walls of the database do not stand or cannot be looked at."""
    try:
        safety.check(parts.house().database)
    except (safety.Unsafe, DBAPIError) as fault:
        # Any other exception of a receiver is only logged by Celery, which goes on.
        sys.exit(f"This worker does not start. {fault}")
    parts.forget()


@worker_ready.connect
def be_seen(sender: Consumer, **_signal: object) -> None:
    """Give the first sign of life as soon as jobs are taken; the schedule asks for the next ones."""
    for queue in sender.task_consumer.queues:
        periodic.say_alive(queue.name)
    parts.forget()


@task_prerun.connect
def be_seen_at_work(task: Task, **_signal: object) -> None:
    """A worker of long jobs with no hand free says that it is alive for as long as a job may last."""
    if task.request.delivery_info.get("routing_key") == Queue.BULK:
        periodic.say_alive(Queue.BULK, TIME_LIMIT)


@task_postrun.connect
def be_seen_after(task: Task, **_signal: object) -> None:
    """Then for as long as usual."""
    if task.request.delivery_info.get("routing_key") == Queue.BULK:
        periodic.say_alive(Queue.BULK)


@worker_process_init.connect
def start_afresh(**_signal: object) -> None:
    """Nothing made before the fork is used after it."""
    parts.forget()
