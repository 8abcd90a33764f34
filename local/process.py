"""One process, in a session of its own, that cannot outlive the one who started it."""

import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local.account import Account
from local.faults import LocalError
from local.logs import Log

MARK = "MUSETTE_INSTANCE"  # in the environment of every process, so that leftovers are recognised
PR_SET_PDEATHSIG = 1  # from <linux/prctl.h>
LIBC = ctypes.CDLL(None)

NO_PROGRAM = "{name} cannot be started: {program}: {reason}."


def always() -> bool:
    """Ready as soon as it is started."""
    return True


@dataclass(frozen=True)
class Service:
    """A program to run: how to start it, to know it is ready, to stop it."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    ready: Callable[[], bool] = always
    account: Account | None = None
    stop: signal.Signals = signal.SIGTERM  # asks it to finish what it does and leave
    orphaned: signal.Signals = signal.SIGTERM  # sent by the kernel if the supervisor vanishes
    niceness: int = 0  # the higher, the more it gives way to others
    retries: int = 0  # deaths forgiven before it is ready for the first time
    patience: float = 60.0  # seconds it may take to get ready (or, for a task, to end)
    grace: float = 10.0  # seconds it may take to leave


class Process:
    """A service started once: its process group and its log; raises `LocalError` without the program."""

    def __init__(self, service: Service, directory: Path, mark: str, log: Log) -> None:
        self.service = service
        self.log = log
        try:
            self._popen = self._started(directory, mark)
        except OSError as error:
            reason = {"program": service.command[0], "reason": error.strerror}
            raise LocalError(NO_PROGRAM.format(name=service.name, **reason)) from error

    def _started(self, directory: Path, mark: str) -> subprocess.Popen[bytes]:
        with self.log.open() as output:
            return subprocess.Popen(
                self.service.command,
                env={**self.service.environment, MARK: mark},
                cwd=directory,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=tied(self.service.orphaned, self.service.niceness),  # noqa: PLW1509 - no thread runs here
                **identity(self.service.account),
            )

    def ended(self) -> int | None:
        """The exit status, negative for a signal, or nothing while it runs; its group ends with it."""
        if self._popen.returncode is None and self._has_left():
            self.kill()
        return self._popen.returncode

    def _has_left(self) -> bool:
        # Looked at without being reaped: until then its number can be given to nobody else.
        look = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self._popen.pid, look) is not None

    def ask(self) -> None:
        """Ask it to stop in good order."""
        if self._popen.returncode is None:
            self._popen.send_signal(self.service.stop)

    def kill(self) -> None:
        """End its whole group at once."""
        if self._popen.returncode is None:
            os.killpg(self._popen.pid, signal.SIGKILL)
            self._popen.wait()


def tied(orphaned: signal.Signals, niceness: int = 0) -> Callable[[], None]:
    """What a child does before its program: die with its parent, receive every signal again, give way."""
    parent = os.getpid()

    def prepare() -> None:
        # What a terminal sent before the session was left was meant for the parent: ignoring forgets it.
        for number in (signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
            signal.signal(number, signal.SIG_DFL)
        # Here and not earlier: taking another account would have undone it.
        LIBC.prctl(PR_SET_PDEATHSIG, int(orphaned))
        if os.getppid() != parent:
            os._exit(1)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        os.nice(niceness)

    return prepare


def identity(account: Account | None) -> dict[str, Any]:
    """The arguments by which a process takes another account; empty for our own."""
    if account is None:
        return {}
    return {"user": account.user, "group": account.group, "extra_groups": []}
