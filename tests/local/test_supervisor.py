"""Small real programs, kept alive and stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from local import child, logs
from local.faults import LocalError
from local.process import Service, tied
from local.supervisor import Supervisor
from tests.local.running import processes_of

LONG = 20.0


class Ground:
    """A directory where programs write, and a supervisor that works in it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.said: list[str] = []
        self.supervisor = Supervisor(directory, "mark", self.pause, self.said.append)

    def pause(self, seconds: float) -> None:
        time.sleep(min(seconds, 0.01))

    def shell(self, name: str, script: str) -> Service:
        """A service that runs a few words of shell, and is ready once it made the file of its name."""
        command = ("/bin/sh", "-c", script)
        return Service(name, command, {"PATH": "/usr/bin:/bin"}, (self.directory / name).exists)

    def number(self, name: str) -> int:
        """The process number a script wrote in the file of its name."""
        return int((self.directory / name).read_text())

    def watch_until(self, condition: Callable[[], bool]) -> None:
        """Watch until something is true."""
        deadline = time.monotonic() + LONG

        def pause(seconds: float) -> None:
            self.pause(seconds)
            assert time.monotonic() < deadline, self.said
            if condition():
                raise KeyboardInterrupt

        self.supervisor._pause = pause
        with pytest.raises(KeyboardInterrupt):
            self.supervisor.watch()
        self.supervisor._pause = self.pause


@pytest.fixture
def ground(scratch: Path) -> Ground:
    return Ground(scratch)


FOR_EVER = "while :; do sleep 0.01; done"
DEAF = "trap '' TERM; echo $$ > deaf.new; mv deaf.new deaf; " + FOR_EVER
STAYS = "echo $$ > {name}.new; mv {name}.new {name}; exec sleep 100"


def test_services_start_in_order_and_stop_backwards(ground: Ground) -> None:
    stays = "trap 'echo {name} >> stopped; exit' TERM; echo {name} >> started; touch {name}; " + FOR_EVER
    names = ("first", "second")
    with ground.supervisor as supervisor:
        for name in names:
            supervisor.launch(ground.shell(name, stays.format(name=name)))
            supervisor.await_ready()
    assert (ground.directory / "started").read_text().split() == ["first", "second"]
    assert (ground.directory / "stopped").read_text().split() == ["second", "first"]


def test_each_service_leads_a_session_of_its_own(ground: Ground) -> None:
    with ground.supervisor as supervisor:
        supervisor.launch(ground.shell("one", STAYS.format(name="one")))
        supervisor.await_ready()
        number = ground.number("one")
        assert os.getsid(number) == os.getpgid(number) == number
        assert psutil.Process(number).environ()["MUSETTE_INSTANCE"] == "mark"


def test_a_service_that_dies_is_started_again_after_a_growing_pause(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "FIRST_REST", 0.05)
    with ground.supervisor as supervisor:
        supervisor.launch(ground.shell("one", STAYS.format(name="one")))
        supervisor.await_ready()
        for _ in range(3):
            before = ground.number("one")
            os.kill(before, signal.SIGKILL)
            ground.watch_until(lambda before=before: ground.number("one") != before)  # type: ignore[misc] # one lambda per turn
    rests = [
        line.rpartition("again in ")[2]
        for line in ground.said
        if "stopped by itself (signal SIGKILL)" in line
    ]
    assert rests == ["0.05 s.", "0.1 s.", "0.2 s."]


def test_a_steady_life_makes_earlier_deaths_forgotten(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "FIRST_REST", 0.01)
    monkeypatch.setattr(child, "STEADY", 0.0)
    with ground.supervisor as supervisor:
        supervisor.launch(ground.shell("one", STAYS.format(name="one")))
        supervisor.await_ready()
        for _ in range(2):
            before = ground.number("one")
            os.kill(before, signal.SIGKILL)
            ground.watch_until(lambda before=before: ground.number("one") != before)  # type: ignore[misc] # one lambda per turn
    assert [line for line in ground.said if "0.02 s" in line] == []


def test_it_says_when_a_service_runs_again(ground: Ground) -> None:
    with ground.supervisor as supervisor:
        supervisor.launch(ground.shell("one", STAYS.format(name="one")))
        supervisor.await_ready()
        os.kill(ground.number("one"), signal.SIGKILL)
        ground.watch_until(lambda: "one runs again." in ground.said)


def test_what_a_dead_service_leaves_dies_with_it(ground: Ground) -> None:
    with ground.supervisor as supervisor:
        supervisor.launch(ground.shell("one", "sleep 100 & echo $! > orphan; echo $$ > one; wait"))
        supervisor.await_ready()
        orphan = psutil.Process(ground.number("orphan"))
        os.kill(ground.number("one"), signal.SIGKILL)
        ground.watch_until(lambda: not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE)


def test_a_service_that_cannot_start_shows_its_last_words(ground: Ground) -> None:
    broken = ground.shell("broken", "seq 100; echo the reason >&2; exit 3")
    with ground.supervisor as supervisor:
        supervisor.launch(broken)
        with pytest.raises(LocalError) as caught:
            supervisor.await_ready()
    first, *shown = str(caught.value).splitlines()
    assert first == "broken could not start (exit status 3)."
    assert shown[-1] == "the reason"
    assert len(shown) == logs.SHOWN


def test_deaths_before_readiness_may_be_forgiven(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "FIRST_REST", 0.01)
    script = "echo x >> tries; test $(wc -l < tries) -eq 3 || exit 1; " + STAYS.format(name="slow")
    with ground.supervisor as supervisor:
        supervisor.launch(replace(ground.shell("slow", script), retries=2))
        supervisor.await_ready()
    assert (ground.directory / "tries").read_text().split() == ["x"] * 3


def test_a_service_that_is_never_ready_is_ended_each_time(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "FIRST_REST", 0.01)
    with ground.supervisor as supervisor:
        supervisor.launch(replace(ground.shell("never", "exec sleep 100"), patience=0.1, retries=1))
        with pytest.raises(LocalError, match=r"not ready after 0\.1 s"):
            supervisor.await_ready()
    assert processes_of(ground.directory) == []


def test_a_missing_program_is_said_plainly(ground: Ground) -> None:
    with (
        ground.supervisor as supervisor,
        pytest.raises(LocalError, match="ghost cannot be started: /no/ghost: No such"),
    ):
        supervisor.launch(Service("ghost", ("/no/ghost",)))


def test_a_deaf_service_is_killed_once_its_grace_is_over(ground: Ground) -> None:
    deaf = replace(ground.shell("deaf", DEAF), grace=0.2)
    with ground.supervisor as supervisor:
        supervisor.launch(deaf)
        supervisor.await_ready()
    assert not psutil.pid_exists(ground.number("deaf"))


def test_a_second_demand_to_stop_does_not_wait(ground: Ground) -> None:
    deaf = replace(ground.shell("deaf", DEAF), grace=1000.0)

    def demand_again(_seconds: float) -> None:
        raise KeyboardInterrupt

    with ground.supervisor as supervisor:
        supervisor.launch(deaf)
        supervisor.await_ready()
        supervisor._pause = demand_again
    assert not psutil.pid_exists(ground.number("deaf"))


def test_a_task_runs_to_its_end_while_others_are_kept_alive(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "FIRST_REST", 0.01)
    with ground.supervisor as supervisor:
        supervisor.launch(ground.shell("one", STAYS.format(name="one")))
        supervisor.await_ready()
        supervisor.run(
            ground.shell("task", "kill -9 $(cat one); rm one; until test -e one; do sleep 0.01; done")
        )
    assert any(line.startswith("one stopped by itself") for line in ground.said)


def test_a_task_that_fails_shows_its_last_words(ground: Ground) -> None:
    with (
        ground.supervisor as supervisor,
        pytest.raises(LocalError, match=r"task failed \(exit status 4\).\nwhy$"),
    ):
        supervisor.run(ground.shell("task", "echo why; exit 4"))


def test_a_task_that_lasts_too_long_is_ended(ground: Ground) -> None:
    with (
        ground.supervisor as supervisor,
        pytest.raises(LocalError, match=r"task failed \(not done after 0\.1 s\)"),
    ):
        supervisor.run(replace(ground.shell("task", "sleep 100 & wait"), patience=0.1))
    assert processes_of(ground.directory) == []


def test_logs_keep_the_run_before_and_stay_small(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LARGEST", 1000)
    old = logs.Log(ground.directory, "one")
    with old.open() as file:
        file.write(b"the run before")
    log = logs.Log(ground.directory, "one")
    assert log.older.read_text() == "the run before"
    with log.open() as file:
        file.write(b"x" * 2000)
        file.flush()
        log.trim()
        file.write(b"the end")
    assert log.path.read_text() == log.tail() == "the end"
    assert log.older.read_text() == "x" * 2000


ALONE = """
import time
from pathlib import Path
from local.process import Service, tied
from local.supervisor import Supervisor

with Supervisor(Path.cwd(), "mark", time.sleep, print) as supervisor:
    supervisor.launch(Service("one", ("/bin/sleep", "100")))
    supervisor.await_ready()
    print("up", flush=True)
    supervisor.watch()
"""


def test_what_ends_because_all_must_end_did_not_fail(ground: Ground) -> None:
    def all_must_end(seconds: float) -> None:
        if seconds == 0:
            raise KeyboardInterrupt

    ground.supervisor._pause = all_must_end
    with ground.supervisor as supervisor:
        with pytest.raises(KeyboardInterrupt):
            supervisor.run(ground.shell("task", "exit 1"))
        supervisor.launch(ground.shell("one", "exit 1"))
        with pytest.raises(KeyboardInterrupt):
            supervisor.await_ready()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_what_a_terminal_sends_before_the_session_is_left_does_not_end_a_child(
    number: signal.Signals,
) -> None:
    prepare = tied(signal.SIGTERM)

    def hit() -> None:
        os.kill(os.getpid(), number)
        prepare()

    signal.pthread_sigmask(signal.SIG_BLOCK, {number})
    try:
        begun = subprocess.Popen(("/bin/true",), preexec_fn=hit)  # noqa: PLW1509 - no thread runs here
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {number})
    assert begun.wait() == 0


def test_a_log_that_grows_is_cut_during_the_run(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LARGEST", 1000)
    with ground.supervisor as supervisor:
        supervisor.launch(ground.shell("one", "seq 1000; " + STAYS.format(name="one")))
        supervisor.await_ready()
        ground.watch_until((ground.directory / "log" / "one.log.1").exists)


def test_children_die_when_the_supervisor_is_killed(scratch: Path) -> None:
    with psutil.Popen((sys.executable, "-c", ALONE), cwd=scratch, stdout=subprocess.PIPE) as parent:
        assert parent.stdout.readline() == b"up\n"
        children = parent.children()
        assert [process.name() for process in children] == ["sleep"]
        parent.kill()
    assert psutil.wait_procs(children, timeout=LONG)[1] == []
