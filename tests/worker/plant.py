"""An installation of real processes: workers, the schedule, a Valkey that forgets everything when it dies."""

import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import psutil
from sqlalchemy import Connection, func, select, text, update

from journal.models import Entry
from journal.service import record_openly
from kernel import clock
from kernel.db import UnitOfWork
from kernel.house import House
from kernel.jobs import Doorbell, Job, Kind, later
from kernel.ping import PING
from kernel.relay import OVERDUE
from kernel.scope import Scope
from kernel.settings import Settings
from kernel.walls import Role
from local import programs
from local.binaries import valkey_server
from local.logs import Log
from local.process import Process, Service
from local.valkey import FORGETFUL_VALKEY, QUIET, answers
from tenants.rules import Act
from tests.house.source import PLATFORM, ROOT
from tests.servers import environment
from tests.worker.kinds import MENDED
from tests.worker.waiting import until
from worker.schedule import PLAN, SWEEP


@dataclass
class Plant:
    """The processes of one installation, and what can be asked of it from outside."""

    house: House
    admin: Connection
    folder: Path
    processes: dict[str, Process] = field(default_factory=dict)
    logs: dict[str, Log] = field(default_factory=dict)

    def start(self, service: Service) -> Process:
        """Start a program, or start it again; its log is a file of the folder."""
        log = self.logs.setdefault(service.name, Log(self.folder, service.name))
        self.processes[service.name] = Process(service, self.folder, "tests", log)
        return self.processes[service.name]

    def watch(self) -> None:
        """Start again the workers that have left, as whoever runs them does."""
        for name, process in list(self.processes.items()):
            if name.startswith("worker-") and process.ended() is not None:
                self.start(process.service)

    def start_valkey(self) -> None:
        """Start Valkey, empty, and wait until it answers."""
        place = Path(self.house.settings.redis_url.removeprefix("unix://").partition("?")[0])
        command = (str(valkey_server()), *QUIET, *FORGETFUL_VALKEY, "--dir", str(self.folder))
        self.start(Service("valkey", (*command, "--unixsocket", str(place)), {"TZ": "UTC"}))
        until(partial(answers, place), "Valkey answers")

    def start_worker(self, queue: str, *, concurrency: int = 1) -> Process:
        """Start the worker of a queue, as `dev.py up` does."""
        service = programs.worker(queue, surroundings(self.house.settings), 0)
        command = tuple("tests.worker.acts" if word == "worker.app" else word for word in service.command)
        return self.start(replace(service, command=(*command, "--concurrency", str(concurrency))))

    def start_beat(self) -> Process:
        """Start what sends the periodic jobs."""
        return self.start(programs.schedule(self.folder, surroundings(self.house.settings)))

    def kill(self, name: str) -> None:
        """End a program and all its processes at once, with no warning."""
        self.processes.pop(name).kill()

    def kill_hands(self, name: str) -> None:
        """Kill the processes that a worker does its jobs in, not the worker itself."""
        for child in psutil.Process(self.pid(name)).children():
            os.kill(child.pid, signal.SIGKILL)

    def pid(self, name: str) -> int:
        """The process a program began in."""
        return self.processes[name].pid

    def log(self, name: str) -> str:
        """All a program has written."""
        return (self.folder / f"{name}.log").read_text(encoding="utf8")

    def stop(self) -> None:
        """Ask everything to leave, last started first."""
        for process in reversed(self.processes.values()):
            process.kill()
        self.processes.clear()

    def leave(self, kind: Kind, cooperative: UUID) -> UUID:
        """Ask for a job, as a page does; gives its id."""
        with self.house.database.unit_of_work(Scope(cooperative=cooperative)) as session:
            return later(session, kind)

    def tell(self, kind: Kind, cooperative: UUID, job: UUID) -> None:
        """Send the message of a job once more."""
        self.house.bell.ring(Doorbell(kind.name, kind.queue, cooperative, job))

    def sweep(self) -> None:
        """Have the relay look for what was lost, in the worker, as the schedule does."""
        self.house.bell._sender.send_task(SWEEP, retry=False)

    def plan(self) -> None:
        """Have the campaigns planned, in the worker, as the schedule does."""
        self.house.bell._sender.send_task(PLAN, retry=False)

    def row(self, cooperative: UUID, job: UUID) -> Job:
        """A job as it stands."""
        with self.house.database.reading(Scope(cooperative=cooperative)) as session:
            return session.scalars(select(Job).where(Job.id == job)).one()

    def make_overdue(self, job: UUID) -> None:
        """Let the time until the next try have passed."""
        then = clock.now() - 2 * OVERDUE
        with self.house.database.unit_of_work(role=Role.RELAY) as session:
            session.execute(update(Job).where(Job.id == job).values(next_try_at=then))

    def await_done(self, cooperative: UUID, *jobs: UUID) -> None:
        """Wait until these jobs are done."""
        for job in jobs:
            until(partial(self.done, Scope(cooperative=cooperative), job), f"job {job} is done")

    def await_turn(self) -> None:
        """Wait until a job asked for now has gone through everything."""
        scope = Scope(person=uuid4())
        with self.house.database.unit_of_work(scope) as session:
            made = later(session, PING)
        until(partial(self.done, scope, made), "a job goes through")

    def done(self, scope: Scope, job: UUID) -> bool:
        """Whether a job is done; workers that have left are started again meanwhile."""
        self.watch()
        with self.house.database.reading(scope) as session:
            return session.scalar(select(Job.done_at).where(Job.id == job)) is not None

    def tried(self, cooperative: UUID, job: UUID, times: int) -> bool:
        """Whether a job has failed so many times, and waits for its next try."""
        row = self.row(cooperative, job)
        return row.attempts == times and row.fault is not None

    def traces(self, cooperative: UUID, job: UUID) -> int:
        """How often a job has been done, by what it left in the journal."""
        with self.house.database.reading(Scope(cooperative=cooperative)) as session:
            found = select(func.count()).select_from(Entry).where(Entry.object_id == job)
            return session.scalar(found) or 0

    def held(self) -> int:
        """How many jobs wait at a gate."""
        found = self.admin.execute(
            text(
                "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
                " WHERE locktype = 'advisory' AND NOT granted AND datname = :name"
            ),
            {"name": self.database_name},
        )
        return int(found.scalar_one())

    def blocked(self) -> int:
        """How many statements wait for what another transaction has not finished writing."""
        found = self.admin.execute(
            text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = :name"),
            {"name": self.database_name},
        )
        return int(found.scalar_one())

    @property
    def database_name(self) -> str:
        """The name of its database."""
        name = self.house.database.url(Role.APP).database
        assert name
        return name


def mend(session: UnitOfWork) -> None:
    """Take away what makes a fragile job fail."""
    record_openly(session, verb=Act.INVITE, about=MENDED)


def surroundings(settings: Settings) -> Mapping[str, str]:
    """The environment of a program of this installation."""
    paths = os.pathsep.join((str(PLATFORM), str(ROOT)))
    return {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "PYTHONPATH": paths, **environment(settings)}
