"""The one port the platform listens on, open to this machine only."""

import errno
import socket

from local.faults import LocalError

USUAL_PORT = 8000

TAKEN = "The port {port} is already taken. Stop what listens there, or choose another with --port N."
CLOSED = "The port {port} cannot be used: {reason}. Choose another with --port N."


def address(port: int) -> str:
    """Where the platform is found from this machine."""
    return f"http://127.0.0.1:{port}"


def check_port(port: int) -> None:
    """Raise `LocalError` unless we may listen on that port."""
    try:
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(("127.0.0.1", port))
    except OSError as error:
        sentence = TAKEN if error.errno == errno.EADDRINUSE else CLOSED
        raise LocalError(sentence.format(port=port, reason=error.strerror)) from error
