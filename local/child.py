"""A supervised child: started, found ready, started again when it dies."""

import signal
import time
from collections.abc import Callable

from local.faults import LocalError
from local.process import Process, Service

FIRST_REST = 0.5  # seconds before the first new start; it doubles at each death
LONGEST_REST = 30.0
STEADY = 60.0  # seconds of life after which earlier deaths are forgotten

DIED = "{name} stopped by itself ({how}): see {log}. It starts again in {rest:g} s."
BACK = "{name} runs again."
NEVER = "{name} could not start ({how}).\n{log}"


class Child:
    """One service kept alive. `step` moves it on, as often as one likes; it never waits."""

    def __init__(
        self, service: Service, spawn: Callable[[Service], Process], say: Callable[[str], None]
    ) -> None:
        self.service = service
        self.process: Process | None = None
        self.ready = False
        self.due = 0.0  # when it starts next, while it has no process
        self._spawn = spawn
        self._say = say
        self._started = 0.0
        self._deaths = 0
        self._was_ready = False

    def step(self) -> None:
        """Start it if it is due, see if it died or became ready; raises `LocalError` if it never could."""
        now = time.monotonic()
        if self.process is None:
            self._start(now)
            return
        status = self.process.ended()
        if status is not None:
            self._fall(self.process, how_it_ended(status), now)
        elif not self.ready:
            self._look(self.process, now)

    def _start(self, now: float) -> None:
        if now >= self.due:
            self.process = self._spawn(self.service)
            self._started = now

    def _look(self, process: Process, now: float) -> None:
        if self.service.ready():
            self.ready = True
            if self._was_ready:
                self._say(BACK.format(name=self.service.name))
            self._was_ready = True
        elif now - self._started > self.service.patience:
            process.kill()
            self._fall(process, f"not ready after {self.service.patience:g} s", now)

    def _fall(self, process: Process, how: str, now: float) -> None:
        self._deaths = 1 if now - self._started > STEADY else self._deaths + 1
        if not self._was_ready and self._deaths > self.service.retries:
            raise LocalError(NEVER.format(name=self.service.name, how=how, log=process.log.tail()))
        rest = min(FIRST_REST * 2 ** (self._deaths - 1), LONGEST_REST)
        self._say(DIED.format(name=self.service.name, how=how, log=process.log.path, rest=rest))
        self.process, self.ready, self.due = None, False, now + rest


def how_it_ended(status: int) -> str:
    """An exit status in words."""
    return f"exit status {status}" if status >= 0 else f"signal {signal.Signals(-status).name}"
