"""`musette …` beside a running platform, and alone."""

import json
import os
import signal
import time
from pathlib import Path

from local.instance import Instance
from local.lock import Holder
from tests.local.running import Running, processes_of, run

DATA = ("musette", "--data", "data")


def test_alone_it_has_servers_for_the_time_of_the_command(furnished: Path) -> None:
    assert run(*DATA, "database", "prepare", directory=furnished) == (0, "")
    assert processes_of(furnished) == []
    assert run(*DATA, "count", "job", directory=furnished) == (0, "0")
    assert run(*DATA, "exit", "7", directory=furnished) == (7, "")
    assert not (furnished / "data" / "run").exists()
    _, shown = run(*DATA, "environment", directory=furnished)
    told = json.loads(shown)
    assert told["DATABASE_URL"] == f"postgresql:///musette?host={furnished}/data/run"
    assert told["REDIS_URL"] == f"unix://{furnished}/data/run/valkey"
    assert told["MUSETTE_PUBLIC_URL"] == "http://127.0.0.1:8000"
    assert "DATABASE_ADMIN_URL" not in told
    _, shown = run(*DATA, "database", "environment", directory=furnished)
    assert json.loads(shown)["DATABASE_ADMIN_URL"] == (
        f"postgresql:///postgres?host={furnished}/data/run&user=postgres"
    )


def test_it_joins_the_platform_that_runs(scratch: Path) -> None:
    instance = Instance(scratch / "data")
    told = {"DATABASE_URL": "postgresql:///there", "REDIS_URL": "unix:///there"}
    with instance.held(Holder(os.getpid(), "up", "http://127.0.0.1:9", told)):
        instance.prepared.write_text("mark")
        status, shown = run(*DATA, "environment", directory=scratch)
    assert status == 0
    assert json.loads(shown).items() >= told.items()
    assert not instance.prepared.exists()


def test_it_waits_for_a_platform_that_is_not_ready_yet(scratch: Path) -> None:
    instance = Instance(scratch / "data")
    holder = Holder(os.getpid(), "up", "http://127.0.0.1:9")
    with instance.held(holder), Running(*DATA, "environment", directory=scratch) as waiting:
        while not processes_of(scratch):
            time.sleep(0.01)
        instance.lock.publish(Holder(os.getpid(), "up", "http://127.0.0.1:9", {"REDIS_URL": "unix:///late"}))
        assert '"unix:///late"' in waiting.end()[1]


def test_a_demand_to_end_reaches_the_command_then_the_servers_stop(furnished: Path) -> None:
    with Running(*DATA, "wait", directory=furnished) as running:
        running.until("waiting")
        assert running.send(signal.SIGTERM).end()[0] == 128 + signal.SIGTERM
    assert processes_of(furnished) == []


def test_a_directory_must_follow_its_option(scratch: Path) -> None:
    assert run("musette", "--data", directory=scratch)[0] == 1


def test_commands_that_do_not_exist(scratch: Path) -> None:
    status, said = run("dance", directory=scratch)
    assert status == 2
    assert "up " in said
    assert run("--help", directory=scratch) == (0, said)
