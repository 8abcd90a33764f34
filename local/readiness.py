"""Whether a web server answers, asked without waiting."""

import socket
import time

REST = 0.5  # seconds between two questions, once it answered with an error of its own

REQUEST = "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"


class WebReady:
    """True once `GET /` on that local port is answered by anything but an error of the server."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._asked: socket.socket | None = None
        self._not_before = 0.0

    def __call__(self) -> bool:
        """Ask, or look whether the answer has come."""
        if time.monotonic() < self._not_before:
            return False
        try:
            answer = self._question().recv(16)
        except BlockingIOError:
            return False
        except OSError:
            answer = b""
        self._forget()
        if answer.startswith(b"HTTP/1.1 5"):
            self._not_before = time.monotonic() + REST
            return False
        return answer.startswith(b"HTTP/")

    def _question(self) -> socket.socket:
        if self._asked is None:
            self._asked = socket.create_connection(("127.0.0.1", self._port), timeout=1)
            self._asked.sendall(REQUEST.format(port=self._port).encode())
            self._asked.setblocking(False)
        return self._asked

    def _forget(self) -> None:
        if self._asked is not None:
            self._asked.close()
        self._asked = None
