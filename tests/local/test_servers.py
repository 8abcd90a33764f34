"""The embedded servers themselves."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
import redis

from local import cluster, leftovers, parts
from local.account import Account
from local.binaries import SYSTEM
from local.faults import LocalError
from local.home import Home, home
from local.instance import Instance
from local.lock import Holder
from local.parts import embedded
from local.postgres import answers, postgres
from local.process import identity
from local.supervisor import Supervisor
from tests.local.running import LONG, processes_of


def supervisor(directory: Path) -> Supervisor:
    return Supervisor(directory, "mark", time.sleep, print)


def opened(directory: Path) -> Home:
    """A home for servers, made in that directory."""
    directory.mkdir(mode=0o711, exist_ok=True)
    return home(directory, "abc")


def test_servers_thrown_away_are_real_and_leave_nothing(scratch: Path) -> None:
    with embedded(scratch / "servers") as urls:
        with psycopg.connect(urls.admin_url) as connection:
            connection.execute("CREATE EXTENSION pg_trgm")
            version, trigrams, lower = connection.execute(
                "SELECT current_setting('server_version_num')::int / 10000, show_trgm('été'), lower('ÉTÉ')"
            ).fetchone() or (None, None, None)
        assert (version, lower) == (18, "été")
        assert len(trigrams) == 4  # with plain C character types, the accents would not be letters
        with redis.Redis.from_url(urls.redis_url) as client:
            assert client.info("server")["valkey_version"].startswith("9.")
            assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert not any(process.net_connections("inet") for process in processes_of(scratch))
    assert processes_of(scratch) == []
    assert list((scratch / "servers").iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root puts files in the system's directory")
def test_servers_whose_process_was_killed_are_removed_by_the_next(scratch: Path) -> None:
    scratch.chmod(0o700)
    kill = "import os; from pathlib import Path; from local.parts import embedded\n"
    kill += f"with embedded(Path('{scratch.name}')): os.kill(os.getpid(), 9)"
    subprocess.run((sys.executable, "-c", kill), cwd=scratch, check=False)  # noqa: S603 - our own words
    assert len(list(SYSTEM.glob(f"{scratch.name}-*"))) == 1
    parts.remove_abandoned()
    assert list(SYSTEM.glob(f"{scratch.name}-*")) == []


def test_extensions_the_platform_needs_are_there(scratch: Path) -> None:
    with embedded(scratch) as urls, psycopg.connect(urls.admin_url) as connection:
        for name in ("unaccent", "citext", "pg_trgm", "btree_gist"):
            connection.execute(f"CREATE EXTENSION {name}".encode())
        assert connection.execute("SELECT uuidv7() IS NOT NULL").fetchone() == (True,)


def test_servers_killed_with_the_machine_lose_nothing_that_was_committed(scratch: Path) -> None:
    place = opened(scratch / "data")
    with place.open(), supervisor(scratch) as keeper:
        cluster.copy_template(place.database, place.account, keeper)
        parts.start(place, keeper)
        with psycopg.connect(place.admin_url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1")
        with redis.Redis.from_url(place.urls["REDIS_URL"]) as client:
            client.set("kept", "1")
        for process in processes_of(scratch):
            process.kill()
    with place.open(), supervisor(scratch) as keeper:
        parts.start(place, keeper)
        with psycopg.connect(place.admin_url) as connection:
            assert connection.execute("TABLE kept").fetchall() == [(1,)]
        with redis.Redis.from_url(place.urls["REDIS_URL"]) as client:
            assert client.get("kept") == b"1"


def test_files_of_another_major_version_are_left_alone(scratch: Path) -> None:
    place = opened(scratch / "data")
    place.database.mkdir()
    (place.database / "PG_VERSION").write_text("17\n")
    with supervisor(scratch) as keeper, pytest.raises(LocalError, match="holds the data of PostgreSQL 17"):
        cluster.initialise(place.database, place.account, keeper)
    assert [file.name for file in place.database.iterdir()] == ["PG_VERSION"]


def test_files_half_made_by_a_run_that_was_killed_are_made_again(scratch: Path) -> None:
    place = opened(scratch / "data")
    (place.base / f"{cluster.DRAFT}abandoned").mkdir()
    with supervisor(scratch) as keeper:
        cluster.initialise(place.database, place.account, keeper)
    assert [path.name for path in place.base.glob("postgres*")] == ["postgres"]


def test_a_full_disk_is_said_plainly(scratch: Path) -> None:
    (scratch / "small").mkdir()
    mount = ("mount", "-t", "tmpfs", "-o", "size=8m,mode=711", "none", str(scratch / "small"))
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:  # noqa: S603 - our own words
        pytest.skip("only root can mount a small disk")
    try:
        place = opened(scratch / "small")
        with supervisor(scratch) as keeper, pytest.raises(LocalError, match="small/postgres is full"):
            cluster.initialise(place.database, place.account, keeper)
        assert list(place.base.iterdir()) == []
    finally:
        subprocess.run(("umount", str(scratch / "small")), check=True)  # noqa: S603, S607 - our own words


@contextmanager
def begun(script: str, mark: str, account: Account | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A process that carries a mark."""
    environment = {"MUSETTE_INSTANCE": mark, "PATH": "/usr/bin:/bin"}
    command = ("/bin/sh", "-c", script)
    with subprocess.Popen(command, env=environment, **identity(account)) as process:  # noqa: S603 - our words
        try:
            yield process
        finally:
            process.kill()


def test_leftovers_of_a_killed_run_are_ended_and_nothing_else(
    scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftovers, "GRACE", 0.5)
    instance = Instance(scratch / "data")
    deaf = "trap '' TERM; while :; do sleep 0.05; done"
    with instance.held(Holder(1, "up", "")), supervisor(scratch) as keeper:
        place = home(instance.directory, instance.name)
        cluster.copy_template(place.database, place.account, keeper)
        with (
            place.open(),
            begun("exec sleep 100", instance.mark) as meek,
            begun(deaf, instance.mark) as stubborn,
            begun("exec sleep 100", f"{instance.mark}0") as stranger,
        ):
            keeper.launch(postgres(place))
            keeper.await_ready()
            leftovers.sweep(instance, time.sleep)
            assert (meek.wait(LONG), stubborn.wait(LONG)) == (-signal.SIGTERM, -signal.SIGKILL)
            assert stranger.poll() is None
            assert not answers(place.postgres_socket)


def test_a_dead_server_that_nobody_buried_does_not_prevent_a_new_one(scratch: Path) -> None:
    instance = Instance(scratch / "data")
    with instance.held(Holder(1, "up", "")), supervisor(scratch) as keeper:
        place = home(instance.directory, instance.name)
        cluster.copy_template(place.database, place.account, keeper)
        with begun("exit", "none", place.account) as dead:
            os.waitid(os.P_PID, dead.pid, os.WEXITED | os.WNOWAIT)
            (place.database / "postmaster.pid").write_text(f"{dead.pid}\n{place.database}\n")
            leftovers.sweep(instance, time.sleep)
            with place.open():
                keeper.launch(replace(postgres(place), retries=0))
                keeper.await_ready()
