"""`musette`: the operator's command line, joined to the running platform or with servers of its own."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from local import leftovers, parts, signals
from local.environment import ADMIN, complete, own_servers, settings
from local.faults import LocalError
from local.home import home
from local.instance import CHOSEN, Instance, InUseError
from local.lock import Holder
from local.port import USUAL_PORT, address
from local.process import tied
from local.programs import COMMANDS
from local.supervisor import Supervisor
from local.terminal import complain

PRIVILEGED = ("database", "demo")  # the only commands that may act as the superuser
PATIENCE = 120.0  # seconds given to the platform to get ready, or to another command to end
POLL = 0.05
KILLED = 128  # added to the number of the signal that ended a command, as shells do

NO_DIRECTORY = "--data wants a directory: musette --data DIR …"


def musette(arguments: Sequence[str]) -> int:
    """Run one command; gives its exit status. Raises `LocalError`."""
    directory, words = split(arguments)
    instance = Instance(directory)
    servers = own_servers()
    if servers is not None:
        instance.furnish()
        admin = {ADMIN: os.environ[ADMIN]} if ADMIN in os.environ else {}
        join(words, {**settings(instance, servers, address(USUAL_PORT)), **admin})
    return run(instance, words)


def split(arguments: Sequence[str]) -> tuple[Path, list[str]]:
    """The data directory, and the words of the command."""
    if arguments[:1] != ["--data"]:
        return CHOSEN, list(arguments)
    if len(arguments) == 1:
        raise LocalError(NO_DIRECTORY)
    return Path(arguments[1]), list(arguments[2:])


def run(instance: Instance, words: Sequence[str]) -> int:
    """Join the platform that runs on this data; when there is none, run the servers for this command."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with instance.held(Holder(os.getpid(), "musette", url="")):
                return run_alone(instance, words)
        except InUseError as error:
            if error.holder is not None and error.holder.environment is not None:
                instance.prepared.unlink(missing_ok=True)
                join(words, error.holder.environment)
            if time.monotonic() > deadline:
                raise
        time.sleep(POLL)


def join(words: Sequence[str], told: Mapping[str, str]) -> None:
    """Become the command, beside servers that run."""
    os.execve(COMMANDS[0], (*COMMANDS, *words), allowed(words, told))


def run_alone(instance: Instance, words: Sequence[str]) -> int:
    """Run the command between the start and the stop of its own servers; gives its exit status."""
    signals.hold_back()
    leftovers.sweep(instance, signals.pause)
    instance.prepared.unlink(missing_ok=True)
    place = home(instance.directory, instance.name)
    with place.open(), Supervisor(instance.directory, instance.mark, signals.pause, complain) as supervisor:
        parts.start(place, supervisor)
        told = settings(instance, place.urls, address(USUAL_PORT))
        return in_foreground(words, {**told, ADMIN: place.admin_url})


def in_foreground(words: Sequence[str], told: Mapping[str, str]) -> int:
    """Run the command in this terminal, which sends it Ctrl-C itself; gives its exit status."""
    command = subprocess.Popen(
        (*COMMANDS, *words),
        env=allowed(words, told),
        preexec_fn=tied(signal.SIGTERM),  # noqa: PLW1509 - no thread runs here
    )
    while command.poll() is None:
        received = signals.next_signal(1.0)
        if received in (signal.SIGTERM, signal.SIGHUP):
            command.send_signal(received)
    return command.returncode if command.returncode >= 0 else KILLED - command.returncode


def allowed(words: Sequence[str], told: Mapping[str, str]) -> dict[str, str]:
    """The environment of that command."""
    privileged = bool(words) and words[0] in PRIVILEGED
    return complete({name: value for name, value in told.items() if name != ADMIN or privileged})
