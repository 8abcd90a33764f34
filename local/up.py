"""`up`: the whole platform on this machine, until it is told to stop."""

import argparse
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

from local import leftovers, parts, preparation, programs, signals
from local.environment import ADMIN, DEMONSTRATION, complete, own_servers, settings
from local.home import home
from local.instance import CHOSEN, Instance
from local.lock import Holder
from local.port import USUAL_PORT, address, check_port
from local.process import Service
from local.supervisor import Supervisor
from local.terminal import say

TASK = "{name}…"
READY = "ready {url}"
STOPPED = "Musette has stopped."


@dataclass(frozen=True)
class Plan:
    """What is asked of one `up`."""

    instance: Instance
    port: int
    demonstration: bool

    @property
    def holder(self) -> Holder:
        """How it presents itself to others."""
        return Holder(os.getpid(), "up", address(self.port))

    def told(self, servers: Mapping[str, str]) -> dict[str, str]:
        """What the programs are told."""
        chosen = {DEMONSTRATION: "1"} if self.demonstration else {}
        return {**settings(self.instance, servers, address(self.port)), **chosen}

    def tasks(self, environment: Mapping[str, str], admin: Mapping[str, str]) -> list[Service]:
        """What runs before the platform; only the first may act as the superuser."""
        first = programs.task(programs.PREPARATION, {**environment, **admin})
        second = programs.task(programs.DEMONSTRATION, environment)
        return [first, second] if self.demonstration else [first]

    def supervisor(self) -> Supervisor:
        """Who keeps the programs alive."""
        return Supervisor(self.instance.directory, self.instance.mark, signals.pause, say)


def up(arguments: Sequence[str]) -> int:
    """Run the platform; gives the exit status once it was told to stop. Raises `LocalError`."""
    options = parser().parse_args(arguments)
    signals.hold_back()
    plan = Plan(Instance(options.data), options.port, options.demonstration)
    with suppress(KeyboardInterrupt), plan.instance.held(plan.holder):
        leftovers.sweep(plan.instance, signals.pause)
        check_port(plan.port)
        if (servers := own_servers()) is None:
            run_embedded(plan)
        else:
            run_beside(plan, servers)
    say(STOPPED)
    return 0


def run_embedded(plan: Plan) -> None:
    """Run all with our own servers; their preparation is skipped when nothing changed since the last run."""
    place = home(plan.instance.directory, plan.instance.name)
    with place.open(), plan.supervisor() as supervisor:
        parts.start(place, supervisor)
        told = plan.told(place.urls)
        tasks = plan.tasks(complete(told), {ADMIN: place.admin_url})
        known = preparation.withdraw(plan.instance)
        current = preparation.fingerprint(place.database, [task.name for task in tasks])
        if known != current:
            run_tasks(tasks, supervisor)
        launch(plan, complete(told), supervisor)
        plan.instance.prepared.write_text(current)
        keep_alive(plan, {**told, ADMIN: place.admin_url}, supervisor)


def run_beside(plan: Plan, servers: Mapping[str, str]) -> None:
    """Run the platform beside servers that the caller gives."""
    admin = {ADMIN: os.environ[ADMIN]} if ADMIN in os.environ else {}
    with plan.supervisor() as supervisor:
        told = plan.told(servers)
        run_tasks(plan.tasks(complete(told), admin), supervisor)
        launch(plan, complete(told), supervisor)
        keep_alive(plan, {**told, **admin}, supervisor)


def run_tasks(tasks: Sequence[Service], supervisor: Supervisor) -> None:
    """Run these one after the other."""
    for task in tasks:
        say(TASK.format(name=task.name.replace("-", " ")))
        supervisor.run(task)


def launch(plan: Plan, environment: Mapping[str, str], supervisor: Supervisor) -> None:
    """Start the programs; returns once pages are answered and a job was done by a worker."""
    answered = Event()
    others = (
        programs.worker("fast", environment, niceness=0),
        programs.worker("bulk", environment, programs.GIVES_WAY),
        programs.schedule(plan.instance.directory, environment),
    )
    # Until a job was done, the death of any of them is a failure to start.
    unanswered = [replace(program, ready=answered.is_set) for program in others]
    supervisor.launch(programs.web(plan.port, environment), *unanswered)
    supervisor.run(programs.ping(environment))
    answered.set()
    supervisor.await_ready()


def keep_alive(plan: Plan, told: dict[str, str], supervisor: Supervisor) -> None:
    """Say that all is ready, let other commands join, and watch."""
    plan.instance.lock.publish(replace(plan.holder, environment=told))
    say(READY.format(url=address(plan.port)))
    supervisor.watch()


def parser() -> argparse.ArgumentParser:
    """The options of `up`."""
    options = argparse.ArgumentParser("dev.py up", description="Run the whole platform on this machine.")
    options.add_argument("--port", type=int, choices=range(1, 65536), default=USUAL_PORT, metavar="N")
    options.add_argument("--data", type=Path, default=CHOSEN, metavar="DIR", help="where all is kept")
    options.add_argument("--no-demo", dest="demonstration", action="store_false")
    return options
