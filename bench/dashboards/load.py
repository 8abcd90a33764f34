"""Asking a web server the same page again and again, over connections kept open."""

import selectors
import socket
from collections.abc import Mapping
from time import perf_counter

AT_ONCE = 4
BLOCK = 1 << 20
ENOUGH = 5.0  # seconds an answer may take


class Refused(Exception):  # noqa: N818 - it names what became of the request
    """An answer was not the one expected."""


def request(path: str, headers: Mapping[str, str]) -> bytes:
    """A GET as it is sent."""
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def rate(port: int, asked: bytes, status: int, seconds: float) -> float:
    """How many answers with this status a server gives in a second, several connections asking at once."""
    waiting = selectors.DefaultSelector()
    links = [socket.create_connection(("127.0.0.1", port), ENOUGH) for _number in range(AT_ONCE)]
    for link in links:
        waiting.register(link, selectors.EVENT_READ)
        link.sendall(asked)
    answers, start = 0, perf_counter()
    while perf_counter() - start < seconds:
        for found, _event in waiting.select(ENOUGH):
            link = links[[each.fileno() for each in links].index(found.fd)]
            check(whole(link), status)
            answers += 1
            link.sendall(asked)
    taken = perf_counter() - start
    for link in links:
        link.close()
    return answers / taken


def once(port: int, asked: bytes) -> bytes:
    """One answer, head and body."""
    with socket.create_connection(("127.0.0.1", port), ENOUGH) as link:
        link.sendall(asked)
        return whole(link)


def whole(link: socket.socket) -> bytes:
    """An answer read to its end, as its length says; raises Refused when the server leaves."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += _more(link)
    head, _, _body = got.partition(b"\r\n\r\n")
    length = int(field(head, "Content-Length") or 0)
    while len(got) < len(head) + 4 + length:
        got += _more(link)
    return got


def field(head: bytes, name: str) -> str | None:
    """A header of an answer, None when it has none of this name."""
    for line in head.decode("latin1").split("\r\n"):
        found, _, value = line.partition(":")
        if found.lower() == name.lower():
            return value.strip()
    return None


def check(answer: bytes, status: int) -> None:
    """Raise Refused unless an answer has this status."""
    line = answer.partition(b"\r\n")[0].decode("latin1")
    if line.split(" ")[1] != str(status):
        raise Refused(line)


def _more(link: socket.socket) -> bytes:
    got = link.recv(BLOCK)
    if not got:
        raise Refused("the server closed the connection")
    return got
