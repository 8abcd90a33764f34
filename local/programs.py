"""The programs of the platform, as data: what runs once before, and what runs all along."""

import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from local.process import Service
from local.readiness import WebReady

PYTHON = (sys.executable, "-P", "-m")  # whatever lies in the working directory is not ours
COMMANDS = (*PYTHON, "web.commands")
APPLICATION = "web.application:serve()"
WORKER = (*PYTHON, "celery", "--app", "worker.app", "worker", "--loglevel", "INFO")
HANDS = {"fast": 2, "bulk": 1}  # processes of a worker: a file at /verify holds one of the first for seconds
ALONE = ("--without-gossip", "--without-mingle")  # listening to the others delays a worker by a second
THREADS = 8
GIVES_WAY = 10  # niceness of what nobody waits for; it also lets pages be ready sooner at the start

PREPARATION = ("database", "prepare")
DEMONSTRATION = ("demo",)
LONG = 900.0  # seconds, for migrations and demonstrations


def task(words: tuple[str, ...], environment: Mapping[str, str]) -> Service:
    """A command of the operator, run once."""
    return Service("-".join(words), (*COMMANDS, *words), environment, patience=LONG)


def ping(environment: Mapping[str, str]) -> Service:
    """What ends well once a worker has done a job."""
    return Service("ping", (*PYTHON, "kernel.ping"), environment)  # lighter than the whole command line


def web(port: int, environment: Mapping[str, str]) -> Service:
    """The web server, on this machine only."""
    threads = ("--worker-class", "gthread", "--threads", str(THREADS))
    manner = ("--no-control-socket", "--graceful-timeout", "5", "--bind", f"127.0.0.1:{port}")
    command = (*PYTHON, "gunicorn", *threads, *manner, APPLICATION)
    return Service("web", command, environment, ready=WebReady(port), orphaned=signal.SIGQUIT)


def worker(queue: str, environment: Mapping[str, str], niceness: int) -> Service:
    """A worker that serves one queue, a job in each hand; the nicer it is, the more it gives way to pages."""
    hands = ("--concurrency", str(HANDS[queue]))
    command = (*WORKER, *ALONE, *hands, "--queues", queue, "--hostname", f"{queue}@%h")
    # SIGQUIT ends Celery without waiting for the job at hand, which another worker will take up again.
    return Service(f"worker-{queue}", command, environment, orphaned=signal.SIGQUIT, niceness=niceness)


def schedule(data: Path, environment: Mapping[str, str]) -> Service:
    """What sends the periodic jobs; it remembers in the data directory when it last did."""
    remembered = ("--schedule", str(data / "schedule"))
    command = (*PYTHON, "celery", "--app", "worker.beat", "beat", "--loglevel", "INFO", *remembered)
    return Service("beat", command, environment, niceness=GIVES_WAY)
