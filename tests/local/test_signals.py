"""Signals awaited by a real process."""

import signal
import subprocess
import sys

import psutil
import pytest

WAITS = """
from local import signals
signals.hold_back()
print("held", flush=True)
try:
    while True:
        signals.pause({seconds})
        print("waited", flush=True)
except KeyboardInterrupt:
    print("asked to end")
"""


def waiting(seconds: float) -> psutil.Popen:
    """A process that waits so many seconds at a time until asked to end."""
    program = (sys.executable, "-c", WAITS.format(seconds=seconds))
    process = psutil.Popen(program, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_demand_to_end_is_heard_at_the_next_pause(number: signal.Signals) -> None:
    with waiting(60) as process:
        process.send_signal(number)
        assert process.communicate() == ("asked to end\n", None)
        assert process.wait() == 0


def test_being_suspended_longer_than_the_pause_is_no_demand_to_end() -> None:
    with waiting(0.05) as process:
        assert process.stdout.readline() == "waited\n"
        for _ in range(5):
            process.send_signal(signal.SIGSTOP)
            psutil.wait_procs([process], timeout=0.1)
            process.send_signal(signal.SIGCONT)
            assert process.stdout.readline() == "waited\n"
        process.terminate()
        assert process.communicate()[0].endswith("asked to end\n")


def test_a_closed_terminal_is_ignored_under_nohup() -> None:
    program = ("nohup", sys.executable, "-c", WAITS.format(seconds=0.05))
    with psutil.Popen(program, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        process.send_signal(signal.SIGHUP)
        assert process.stdout.readline() == "waited\n"
        assert process.stdout.readline() == "waited\n"
        process.terminate()
        assert process.communicate()[0].endswith("asked to end\n")
