"""Whether the web answers."""

import socket

import pytest

from local import readiness
from local.readiness import WebReady


def asked(listener: socket.socket, text: bytes) -> bytes:
    """Answer the next question with this text; gives the question."""
    link, _ = listener.accept()
    with link:
        question = link.recv(1000)
        link.sendall(text)
    return question


def test_ready_is_when_a_question_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "REST", 0.0)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        ready = WebReady(port)
        assert not ready(), "nobody listens"
        listener.listen()
        assert not ready(), "nobody answers yet"
        assert asked(listener, b"").startswith(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n".encode())
        assert not ready(), "the answer is empty"
        assert not ready()
        asked(listener, b"HTTP/1.1 500 Broken\r\n\r\n")
        assert not ready(), "the answer is an error of the server"
        assert not ready()
        asked(listener, b"HTTP/1.1 302 Found\r\n\r\n")
        assert ready()


def test_a_broken_server_is_not_asked_without_respite() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        ready = WebReady(listener.getsockname()[1])
        assert not ready()
        asked(listener, b"HTTP/1.1 500 Broken\r\n\r\n")
        assert not ready()
        assert not ready()
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.accept()
