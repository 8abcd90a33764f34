"""A directory that any account may enter, and the certainty that nothing outlives a test."""

import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from local import cluster
from local.home import home
from local.instance import make
from local.supervisor import Supervisor
from tests.local.running import processes_of


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A directory of one's own, with a short name; no process may speak of it any more at the end."""
    directory = Path(tempfile.mkdtemp(prefix="musette-"))
    directory.chmod(0o777)
    yield directory
    left = processes_of(directory)
    _, alive = psutil.wait_procs(left, timeout=5)
    for process in alive:
        process.kill()
    shutil.rmtree(directory)
    assert alive == []


@pytest.fixture
def furnished(scratch: Path) -> Path:
    """The same, with PostgreSQL files copied into `data`, which is much quicker than `initdb`."""
    make(scratch / "data")
    place = home(scratch / "data", "unused")
    with Supervisor(scratch, "none", time.sleep, print) as supervisor:
        cluster.copy_template(place.database, place.account, supervisor)
    return scratch


@pytest.fixture
def port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number
