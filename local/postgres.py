"""PostgreSQL's server, on a private socket only."""

import signal
import socket
import struct
from functools import partial
from pathlib import Path

from local.binaries import postgres_programs
from local.home import SUPERUSER, Home
from local.process import Service

ENVIRONMENT = {"TZ": "UTC", "LC_ALL": "C.UTF-8"}
SMALL = ("shared_buffers=64MB", "max_wal_size=256MB", "io_method=sync")
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal")
# What lives a few minutes is never tidied: statistics taken half-way would mislead whoever comes next.
UNTIDIED = ("autovacuum=off",)
FORGETFUL_POSTGRES = (*SMALL, *FORGETFUL, *UNTIDIED, "max_wal_senders=0", "max_connections=200")
PROTOCOL = 3 << 16


def postgres(home: Home, settings: tuple[str, ...] = SMALL) -> Service:
    """The service that runs PostgreSQL in that home."""
    private = ("listen_addresses=", f"unix_socket_directories={home.sockets}", "unix_socket_permissions=0700")
    options = [word for setting in (*private, *settings) for word in ("-c", setting)]
    server = postgres_programs(home.account) / "postgres"
    return Service(
        name="postgres",
        command=(str(server), "-D", str(home.database), *options),
        environment=ENVIRONMENT,
        ready=partial(answers, home.postgres_socket),
        account=home.account,
        stop=signal.SIGINT,  # what PostgreSQL calls fast: sessions end, nothing is lost
        orphaned=signal.SIGINT,
        retries=3,  # the last processes of a server that was killed may hold its memory a moment longer
    )


def answers(path: Path) -> bool:
    """Whether the server lets the superuser in on that socket."""
    words = f"user\0{SUPERUSER}\0database\0postgres\0\0".encode()
    hello = struct.pack("!ii", len(words) + 8, PROTOCOL) + words
    try:
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(0.5)
            link.connect(str(path))
            link.sendall(hello)
            return link.recv(1) == b"R"
    except OSError:
        return False
