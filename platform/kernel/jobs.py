"""Jobs: a row in the caller's transaction is the truth, Redis a wake-up, Celery the hands.

`later` writes the row; once the transaction has landed, `Bell` tells a worker at once; if that message is
lost, the relay (`kernel.relay`) finds the row again. Design and figures: `docs/decisions/0004`.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from celery import Celery
from kombu.exceptions import OperationalError
from sqlalchemy import Index, Integer, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import OutOfScope, UnitOfWork
from kernel.tables import Base, Json
from kernel.walls import KEEP, OWN, READ, Door, Enclosure, Role, Wall

log = logging.getLogger(__name__)

VISIBILITY_TIMEOUT = 600  # seconds Redis waits before it gives an unfinished message to another worker
TIME_LIMIT = 300  # a job is cut well before that, so that it never runs twice at once
FEW = 20  # jobs of a kind asked for at once, each told of at once
BATCH = "jobs.batch"
ERRAND_LASTS = 120.0  # seconds a message waits for a hand; who asked has left by then
BATCH_LASTS = 10.0  # seconds a message waits, so that a long wait does not make a pile of them
PATIENCE = 0.2  # seconds a request may spend telling a worker; the relay does it later otherwise

IN_SCOPE = "(scope_id = ANY (ARRAY[app.cooperative(), app.person()]))"
OVER = "(done_at < (now() - '30 days'::interval))"
ENVELOPE = ("scope_id", "id", "kind", "queue", "period", "next_try_at", "attempts", "moved_at")
RELAY_COLUMNS = (
    ("SELECT", (*ENVELOPE, "done_at", "failed_at", "fault", "progress", "total")),
    ("INSERT", (*ENVELOPE, "created_at")),
    ("UPDATE", ("next_try_at", "attempts", "moved_at", "failed_at")),
)


class Queue(StrEnum):
    """The two queues, each with its own worker: short acts, and long computations."""

    FAST = "fast"
    BULK = "bulk"


class Owner(StrEnum):
    """Whose scope a job runs in first."""

    COOPERATIVE = "cooperative"
    PERSON = "person"


@dataclass(frozen=True)
class Kind:
    """One kind of job: its name (« peer.draw »), its queue, the database role it works as."""

    name: str
    queue: Queue = Queue.FAST
    role: Role = Role.APP
    owner: Owner = Owner.COOPERATIVE


@dataclass(frozen=True)
class Doorbell:
    """What a worker is told: nothing that is not already in the job's row."""

    kind: str
    queue: str
    scope_id: UUID
    job_id: UUID


@dataclass(frozen=True)
class Batch:
    """What a worker is told when many jobs of a kind are due: it finds them itself, fifty at most."""

    kind: str
    queue: str


@dataclass(frozen=True)
class Errand:
    """Something a stranger asks for, of which no row is kept: its process is killed after so many seconds."""

    name: str
    queue: Queue
    limit: int


class Job(Base):
    """One act to do once, kept until it is done and for thirty days more.

    `moved_at` is since when it could be going forward: when it came due, was last begun, or last moved on.
    Work done a chunk at a time has come to `progress` of `total`, in units of its own.
    """

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("scope_id", "kind", "period"),
        Index("ix_job_due", "next_try_at", postgresql_where=text("done_at IS NULL AND failed_at IS NULL")),
        Index("ix_job_planned", "kind", "period", postgresql_where=text("period IS NOT NULL")),
    )
    __wall__ = Enclosure(
        Wall.JOB,
        (
            *(Door(role, KEEP, IN_SCOPE, IN_SCOPE) for role in (Role.APP, Role.IDENTITY, Role.MACHINE)),
            Door(Role.RELAY, OWN, None, None, RELAY_COLUMNS, deletes=OVER),
            Door(Role.BACKUP, READ, None, None),
        ),
    )

    scope_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str]
    queue: Mapped[str]
    ids: Mapped[Json] = mapped_column(server_default=text("'{}'::jsonb"))
    period: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    next_try_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(server_default="0")
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    fault: Mapped[str | None]
    moved_at: Mapped[datetime]
    progress: Mapped[int | None] = mapped_column(Integer)
    total: Mapped[int | None] = mapped_column(Integer)


def later(session: UnitOfWork, kind: Kind, *, not_before: datetime | None = None, **ids: UUID | str) -> UUID:
    """Have this done after the present transaction; gives the job's id.

    `ids` name rows, never contents. `cooperative`, `member` and `person`, when given, widen the scope in
    which the job runs.
    """
    values = _values(session, kind, not_before, ids)
    session.execute(insert(Job).values(values))
    _ring_when_due(session, kind, values)
    return UUID(str(values["id"]))


def later_each(session: UnitOfWork, kind: Kind, every: Sequence[Mapping[str, UUID | str]]) -> None:
    """Have the same done for each of several.

    Many are asked for in one statement and wait on the bulk queue, where nobody else waits behind them; no
    worker is told of them: the relay finds them within some seconds.
    """
    if len(every) <= FEW:
        for ids in every:
            later(session, kind, not_before=None, **ids)
    else:
        values = [_values(session, kind, None, ids) for ids in every]
        session.execute(insert(Job), [{**each, "queue": Queue.BULK.value} for each in values])


def later_once(session: UnitOfWork, kind: Kind, *, period: str, **ids: UUID | str) -> None:
    """The same, at most once for this cooperative or person, this kind and this period."""
    values = {**_values(session, kind, None, ids), "period": period}
    statement = insert(Job).values(values).on_conflict_do_nothing().returning(Job.id)
    if session.execute(statement).scalar() is not None:
        _ring_when_due(session, kind, values)


def _values(
    session: UnitOfWork, kind: Kind, not_before: datetime | None, ids: Mapping[str, UUID | str]
) -> Json:
    scope, due = session.scope, not_before or clock.now()
    owner = scope.cooperative if kind.owner is Owner.COOPERATIVE else scope.person
    if owner is None:
        raise OutOfScope(f"{kind.name} asked for with no {kind.owner} in scope")
    return {
        "scope_id": owner,
        "id": uuid4(),
        "kind": kind.name,
        "queue": kind.queue.value,
        "ids": {name: str(each) for name, each in ids.items()},
        "created_at": clock.now(),
        "next_try_at": due,
        "moved_at": clock.waiting_since(due),
    }


def ring_after_commit(session: UnitOfWork, doorbell: Doorbell) -> None:
    """Tell a worker, once the present transaction has landed, that a row is waiting."""
    bell: Bell | None = session.info.get("bell")
    if bell is not None:
        session.after_commit(lambda: bell.ring(doorbell))


def _ring_when_due(session: UnitOfWork, kind: Kind, values: Json) -> None:
    if values["next_try_at"] <= clock.now():
        ring_after_commit(session, Doorbell(kind.name, kind.queue, values["scope_id"], values["id"]))


class Bell:
    """Tells a worker that a row is waiting; silent when Redis does not answer."""

    def __init__(self, sender: Celery) -> None:
        self._sender = sender

    def ring(self, doorbell: Doorbell) -> None:
        """Send the wake-up, with no retry: the relay will find the row if this is lost."""
        self._send(doorbell.kind, (str(doorbell.scope_id), str(doorbell.job_id)), doorbell)

    def ring_for(self, batch: Batch) -> None:
        """Tell a worker that jobs of a kind are due; the message does not last, the relay sends others."""
        self._send(BATCH, (batch.kind, batch.queue), batch, expires=BATCH_LASTS)

    def hand_over(self, errand: Errand, ticket: str, *, wait: float = 0.0) -> bool:
        """Have an errand done, by the ticket of what it is about; gives whether a worker will hear of it.

        It keeps no hand for the `wait` seconds before it begins.
        """
        lasting = {"countdown": wait, "expires": ERRAND_LASTS + wait}
        try:
            self._sender.send_task(errand.name, (ticket,), queue=errand.queue.value, retry=False, **lasting)
        except (OperationalError, OSError):
            log.warning("nobody can be told of an errand: %s", errand.name)
            return False
        return True

    def _send(self, task: str, arguments: tuple[str, str], what: Doorbell | Batch, **options: float) -> None:
        try:
            self._sender.send_task(task, arguments, queue=what.queue, retry=False, **options)
        except (OperationalError, OSError):
            log.warning("no wake-up for a job of kind %s: the relay will find it", what.kind)


def client(redis_url: str) -> Celery:
    """The one Celery object: workers register their tasks on it, the web sends by name."""
    celery = Celery("musette", broker=broker_url(redis_url), set_as_current=False)
    celery.conf.update(
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_time_limit=TIME_LIMIT,
        task_default_queue=Queue.FAST.value,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "visibility_timeout": VISIBILITY_TIMEOUT,
            "unacked_restore_throttle": 1,
            "global_keyprefix": "musette:",
        },
    )
    return celery


def sender(redis_url: str) -> Celery:
    """A Celery object that only sends, and never waits more than a moment for Redis."""
    celery = client(redis_url)
    impatient = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE, "max_retries": 0}
    celery.conf.broker_transport_options.update(impatient)
    celery.conf.broker_connection_timeout = PATIENCE
    return celery


def broker_url(redis_url: str) -> str:
    """A Redis address as Celery writes it: sockets have another scheme there."""
    return redis_url.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")
