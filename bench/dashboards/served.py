"""The page of a portrait as it is served, beside a bare page and the least a page can be."""

import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from statistics import median
from uuid import UUID

from sqlalchemy import text

from bench.baselines import bare_page
from bench.dashboards.ground import Ground
from bench.dashboards.load import Refused, field, once, rate, request
from bench.dashboards.visitors import Visitor, visitors
from bench.goals import Bound, Goal, Reached
from local import programs
from local.logs import Log
from local.process import Process
from web.application import create_app

TURNS, SECONDS = 5, 1.0
PATIENCE = 30.0  # seconds a server may take to answer

ALONE = "  the wall alone, requests/s: {hello:.2f} of Flask hello, {page:.2f} of the bare page"
RELEASE = Goal("release page, requests/s to a bare ORM page", Bound.AT_LEAST, 0.8)
NOT_MODIFIED = Goal("release page unchanged (304), to Flask hello", Bound.AT_LEAST, 0.5)


def served(ground: Ground, bare: Ground, home: UUID, day: date) -> Iterator[Reached]:
    """The rows of the release page: answers a second through gunicorn, medians of turns."""
    with bare.administrator() as connection:
        for statement in (bare_page.MAKE, bare_page.FILL, bare_page.OPEN):
            connection.execute(text(statement))
    (visitor,) = visitors(ground, home, 1)
    page = f"/c/{visitor.belonging.slug}/portraits/{day.isoformat()}"
    hello, plain = ("bench.baselines.flask_hello:app", "bench.baselines.bare_page:app")
    with (
        serving(ground, "web", programs.APPLICATION) as ours,
        serving(bare, "hello", hello) as least,
        serving(bare, "page", plain) as other,
        serving(ground, "wall", "bench.baselines.wall_alone:app") as wall,
    ):
        asked = request(page, _headers(visitor))
        again = request(page, {**_headers(visitor), "If-None-Match": _tag(ours, asked)})
        root = request("/", {"Host": "127.0.0.1"})
        targets = {
            "release": (ours, asked, 200),
            "bare": (other, root, 200),
            "unchanged": (ours, again, 304),
            "hello": (least, root, 200),
            "wall": (wall, root, 200),
        }
        rates: dict[str, list[float]] = {name: [] for name in targets}
        for _turn in range(TURNS):
            for name, target in targets.items():
                rates[name].append(rate(*target, SECONDS))
    found = {name: median(each) for name, each in rates.items()}
    print(ALONE.format(hello=found["wall"] / found["hello"], page=found["wall"] / found["bare"]))
    yield Reached(RELEASE, found["release"] / found["bare"])
    yield Reached(NOT_MODIFIED, found["unchanged"] / found["hello"])


@contextmanager
def serving(ground: Ground, name: str, application: str) -> Iterator[int]:
    """An application behind gunicorn, as `dev.py up` starts it; gives its port."""
    port = _free_port()
    usual = programs.web(port, ground.environment)
    service = replace(usual, name=name, command=(*usual.command[:-1], application))
    process = Process(service, ground.folder, "bench", Log(ground.folder, name))
    try:
        _await(port)
        yield port
    finally:
        process.kill()


def _await(port: int) -> None:
    asked, deadline = request("/", {"Host": "127.0.0.1:8000"}), time.monotonic() + PATIENCE
    while True:
        try:
            once(port, asked)
        except (OSError, Refused):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _headers(visitor: Visitor) -> Mapping[str, str]:
    app = create_app(house=visitor.ground.house)
    cookie = f"{app.config['SESSION_COOKIE_NAME']}={visitor.cookie(app)}"
    return {"Host": visitor.ground.settings.host, "Cookie": cookie, "Accept-Language": "fr"}


def _tag(port: int, asked: bytes) -> str:
    head = once(port, asked).partition(b"\r\n\r\n")[0]
    found = field(head, "ETag")
    if found is None:
        raise Refused(head.decode("latin1"))
    return found


def _free_port() -> int:
    with socket.socket() as link:
        link.bind(("127.0.0.1", 0))
        return int(link.getsockname()[1])
