"""Valkey, on a private socket only, keeping what it is told on disk."""

import signal
import socket
from functools import partial
from pathlib import Path

from local.binaries import valkey_server
from local.home import Home
from local.process import Service

QUIET = ("--port", "0", "--unixsocketperm", "700", "--set-proc-title", "no", "--save", "")
KEPT = ("--appendonly", "yes", "--appendfsync", "everysec", "--maxmemory-policy", "noeviction")
FORGETFUL_VALKEY = ("--appendonly", "no", "--maxmemory-policy", "noeviction", "--databases", "64")


def valkey(home: Home, durability: tuple[str, ...] = KEPT) -> Service:
    """The service that runs Valkey in that home."""
    place = ("--dir", str(home.valkey), "--unixsocket", str(home.valkey_socket))
    return Service(
        name="valkey",
        command=(str(valkey_server()), *QUIET, *durability, *place),
        environment={"TZ": "UTC"},
        ready=partial(answers, home.valkey_socket),
        stop=signal.SIGTERM,
        retries=2,
    )


def answers(path: Path) -> bool:
    """Whether Valkey has read its data and answers on that socket."""
    try:
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(0.2)
            link.connect(str(path))
            link.sendall(b"PING\r\n")
            return link.recv(16).startswith(b"+PONG")
    except OSError:
        return False
