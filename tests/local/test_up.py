"""The whole run, with a stand-in application on real servers: started, stopped, tortured."""

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from pathlib import Path

import psutil
import pytest

from local.parts import embedded
from local.programs import GIVES_WAY
from tests.local.running import LONG, Running, environment, ordinary_user, processes_of, run

ORDINARY = ordinary_user()
STOPPED = "Musette has stopped."
CHILDREN = {"postgres", "valkey-server", "gunicorn", "fast@", "bulk@", "beat"}
NAMES = ("postgres", "valkey", "web", "worker-fast", "worker-bulk", "beat")
ENTERS_TERMINAL = "import os, sys; os.login_tty(0); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"


def up(
    port: int, directory: Path, *words: str, given: Mapping[str, str] | None = None, user: str | None = None
) -> Running:
    """`up` on the directory `data`, being started."""
    line = ("up", "--port", str(port), "--data", "data", *words)
    return Running(*line, directory=directory, given=given, user=user)


def page(port: int) -> str:
    """The page that the web answers."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=LONG) as answer:
        content: bytes = answer.read()
        return content.decode()


def listening(processes: list[psutil.Process]) -> set[str]:
    """The addresses that these processes listen on, sockets of the file system apart."""
    links = [link for process in processes for link in process.net_connections("inet")]
    return {f"{link.laddr.ip}:{link.laddr.port}" for link in links if link.status == psutil.CONN_LISTEN}


def test_a_run_from_nothing_by_an_ordinary_user(scratch: Path, port: int) -> None:
    real = environment(scratch, "real")
    with up(port, scratch, given=real, user=ORDINARY) as running:
        running.until("ready ")
        assert running.lines == ["database prepare…", "demo…", f"ready http://127.0.0.1:{port}"]
        assert page(port) == "stand-in"
        assert running.children().keys() == CHILDREN
        assert running.children()["bulk@"].nice() == GIVES_WAY
        assert listening(processes_of(scratch)) == {f"127.0.0.1:{port}"}
        second = up(port, scratch, user=ORDINARY).end()
        assert running.send(signal.SIGTERM).end()[0] == 0
        assert running.lines[-1] == STOPPED
    whose = f"(up, process {running.process.pid}, http://127.0.0.1:{port})"
    assert second == (1, f"Musette already runs on {scratch}/data {whose}.")
    assert processes_of(scratch) == []
    assert not (scratch / "data" / "run").exists()
    logs = scratch / "data" / "log"
    assert "database system is shut down" in (logs / "postgres.log").read_text()
    assert "User requested shutdown" in (logs / "valkey.log").read_text()
    assert "Warm shutdown" in (logs / "worker-fast.log").read_text()
    assert "Shutting down: Master" in (logs / "web.log").read_text()


def test_a_port_that_is_taken_stops_all_before_anything_starts(scratch: Path) -> None:
    with psutil.socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        status, said = up(port, scratch).end()
    assert (status, said[:40]) == (1, f"The port {port} is already taken. Stop what"[:40])
    assert not (scratch / "data" / "log").exists()


def test_after_kill_9_of_anything_it_starts_again_cleanly(furnished: Path, port: int) -> None:
    with up(port, furnished) as first:
        first.until("ready ")
        before = processes_of(furnished)
        first.send(signal.SIGKILL).end()
    with up(port, furnished) as second:
        second.until("ready ")
        assert second.lines == [f"ready http://127.0.0.1:{port}"]
        assert set(before) & set(processes_of(furnished)) == set()
        for child in second.children().values():
            child.kill()
        second.until(*(f"{name} runs again." for name in NAMES))
        assert second.children().keys() == CHILDREN
        assert run("musette", "--data", "data", "ping", directory=furnished) == (0, "")
        assert run("musette", "--data", "data", "count", "demonstration", directory=furnished) == (0, "1")
        for process in (psutil.Process(second.process.pid), *second.children().values()):
            process.kill()
    with up(port, furnished) as third:
        third.until("ready ")
        assert page(port) == "stand-in"
        assert third.send(signal.SIGINT).end()[0] == 0
    assert processes_of(furnished) == []


@pytest.mark.parametrize("gesture", ["Ctrl-C", "closing"])
def test_a_terminal_ends_what_runs_in_it(furnished: Path, port: int, gesture: str) -> None:
    keyboard, terminal = os.openpty()
    line = ("-m", "local", "up", "--port", str(port), "--data", "data")
    with subprocess.Popen(  # noqa: S603 - our own program
        (sys.executable, "-c", ENTERS_TERMINAL, *line),
        cwd=furnished,
        env=environment(furnished),
        stdin=terminal,
    ) as running:
        os.close(terminal)
        shown = b""
        while b"database prepare" not in shown:
            shown += os.read(keyboard, 1000)
        if gesture == "Ctrl-C":
            os.write(keyboard, b"\x03")
            while STOPPED.encode() not in shown:
                shown += os.read(keyboard, 1000)
        os.close(keyboard)
        assert running.wait(LONG) == 0
    assert processes_of(furnished) == []


@pytest.mark.parametrize(("part", "name"), [("web", "web"), ("bulk", "worker-bulk")])
def test_a_program_that_cannot_start_says_why_and_all_stops(
    furnished: Path, port: int, part: str, name: str
) -> None:
    status, said = up(port, furnished, given={"STANDIN_BREAKS": part}).end()
    assert status == 1
    assert f"{name} could not start (exit status 1)." in said
    assert "the stand-in was told to break" in said
    assert processes_of(furnished) == []
    assert not (furnished / "data" / "prepared").exists()


def test_servers_of_the_caller_are_used(scratch: Path, port: int) -> None:
    with embedded(scratch / "theirs") as urls:
        own = {"DATABASE_URL": urls.database_url, "REDIS_URL": urls.redis_url}
        given = {**own, "DATABASE_ADMIN_URL": urls.admin_url}
        with up(port, scratch, "--no-demo", given=given) as running:
            running.until("ready ")
            assert running.lines[:-1] == ["database prepare…"]
            assert running.children().keys() == CHILDREN - {"postgres", "valkey-server"}
            told = running.children()["gunicorn"].environ()
            assert told.items() >= own.items()
            assert not {"DATABASE_ADMIN_URL", "MUSETTE_DEMONSTRATION"} & told.keys()
            counted = run("musette", "--data", "data", "count", "job", directory=scratch, given=own)
            assert counted == (0, "1")
            assert running.send(signal.SIGTERM).end()[0] == 0
