"""Runs services together: ready in order, started again when they die, stopped backwards."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from local.account import private_directory
from local.child import Child, how_it_ended
from local.faults import LocalError
from local.logs import Log
from local.process import Process, Service

POLL = 0.01  # seconds between two looks while something is awaited
CARE = 60.0  # seconds between two looks at the size of the logs

FAILED = "{name} failed ({how}).\n{log}"


class Supervisor:
    """Services alive as long as this context: entering starts nothing, leaving stops all.

    `pause` waits so many seconds, or raises `KeyboardInterrupt` when the run must end. Enter it in the main
    thread: children die with the thread that started them.
    """

    def __init__(
        self, directory: Path, mark: str, pause: Callable[[float], None], say: Callable[[str], None]
    ) -> None:
        self._directory = directory
        self._mark = mark
        self._pause = pause
        self._say = say
        self._logs: dict[str, Log] = {}
        self._batches: list[list[Child]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def launch(self, *services: Service) -> None:
        """Start these together, without waiting for them."""
        self._batches.append([Child(service, self._spawn, self._say) for service in services])
        self._step()

    def await_ready(self) -> None:
        """Wait until all that was launched is ready; raises `LocalError` if one cannot start."""
        while not all(child.ready for child in self._children()):
            self._step()
            self._pause(POLL)

    def run(self, task: Service) -> None:
        """Run this to its end while the others live; raises `LocalError` if it fails or lasts too long."""
        deadline = time.monotonic() + task.patience
        process = self._spawn(task)
        try:
            while (status := process.ended()) is None and time.monotonic() < deadline:
                self._step()
                self._pause(POLL)
        finally:
            process.kill()
        if status != 0:
            self._pause(0)  # as in _step
            how = f"not done after {task.patience:g} s" if status is None else how_it_ended(status)
            raise LocalError(FAILED.format(name=task.name, how=how, log=process.log.tail()))

    def watch(self) -> None:
        """Keep all alive until the run must end, which `pause` tells by raising `KeyboardInterrupt`."""
        while True:
            self._step()
            self._pause(rest(self._children()))
            for log in self._logs.values():
                log.trim()

    def stop(self) -> None:
        """Stop all, last started first: gently, then firmly if their grace is over or the demand repeated."""
        while self._batches:
            children = reversed(self._batches.pop())
            self._end([child.process for child in children if child.process])

    def _end(self, processes: Sequence[Process]) -> None:
        for process in processes:
            process.ask()
        deadline = time.monotonic() + max((process.service.grace for process in processes), default=0)
        with suppress(KeyboardInterrupt):
            while any(process.ended() is None for process in processes) and time.monotonic() < deadline:
                self._pause(POLL)
        for process in processes:
            process.kill()

    def _spawn(self, service: Service) -> Process:
        if service.name not in self._logs:
            self._logs[service.name] = Log(private_directory(self._directory / "log"), service.name)
        return Process(service, self._directory, self._mark, self._logs[service.name])

    def _children(self) -> list[Child]:
        return [child for batch in self._batches for child in batch]

    def _step(self) -> None:
        try:
            for child in self._children():
                child.step()
        except LocalError:
            # All told to end at once, some may hear it before us: that is no failure.
            self._pause(0)
            raise


def rest(children: Sequence[Child]) -> float:
    """The seconds to wait before the next look at these, if nothing happens meanwhile."""
    if any(child.process is not None and not child.ready for child in children):
        return POLL
    due = [child.due - time.monotonic() for child in children if child.process is None]
    return max(0.0, min(due, default=CARE))
