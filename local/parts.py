"""The two embedded servers together: those of an instance, and those a test or a bench throws away."""

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from local import cluster, leftovers
from local.binaries import SYSTEM
from local.home import Home, home
from local.instance import make
from local.postgres import FORGETFUL_POSTGRES, postgres
from local.supervisor import Supervisor
from local.terminal import complain
from local.valkey import FORGETFUL_VALKEY, valkey

THROWN = "thrown"  # then the number of the process that throws them away


@dataclass(frozen=True)
class Urls:
    """Where the two servers are found; `admin_url` is the superuser's."""

    database_url: str
    admin_url: str
    redis_url: str


def start(place: Home, supervisor: Supervisor) -> None:
    """Start PostgreSQL and Valkey in their home, which is open, and wait until both answer."""
    supervisor.launch(valkey(place))
    cluster.initialise(place.database, place.account, supervisor)
    supervisor.launch(postgres(place))
    supervisor.await_ready()


def remove_abandoned() -> None:
    """Remove what servers thrown away left in the system's directory, if their process was killed."""
    for path in SYSTEM.glob(f"*-{THROWN}*-*"):
        number = path.name.rpartition(THROWN)[2].partition("-")[0]
        if not (Path("/proc") / number).exists():
            mark = path.name[path.name.rindex(THROWN) :]
            # Its servers are told that it is dead, and may still be writing as they leave.
            if leftovers.gone(mark, path / "postgres", time.sleep, leftovers.kill):
                shutil.rmtree(path, ignore_errors=True)


@contextmanager
def embedded(directory: Path, settings: tuple[str, ...] = FORGETFUL_POSTGRES) -> Iterator[Urls]:
    """Servers of one's own, thrown away at the end: quick, forgetful if the machine stops, on sockets only.

    A bench that measures writing gives PostgreSQL the settings of an installation instead. One process
    enters it, in its main thread (the servers die with that thread); others may use its URLs.
    Nothing but the superuser's database is there at first.
    """
    remove_abandoned()
    name = f"{THROWN}{os.getpid()}-{secrets.token_hex(4)}"
    own = directory.resolve() / name
    make(own)
    place = home(own, name)
    try:
        with place.open(), Supervisor(own, name, time.sleep, complain) as supervisor:
            supervisor.launch(valkey(place, FORGETFUL_VALKEY))
            cluster.copy_template(place.database, place.account, supervisor)
            supervisor.launch(postgres(place, settings))
            supervisor.await_ready()
            yield Urls(place.urls["DATABASE_URL"], place.admin_url, place.urls["REDIS_URL"])
    finally:
        for files in {own, place.base}:
            shutil.rmtree(files)
