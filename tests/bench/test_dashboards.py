"""The bench of dashboards at a tiny size: what it measures is what it says."""

import socket
import threading
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from assessment.referential import Axis
from bench.baselines import grouping_sets
from bench.dashboards import load
from bench.dashboards.closes import Closing, closes, unaudited
from bench.dashboards.ground import Ground
from bench.dashboards.profiles import asked, asking
from bench.dashboards.timing import highest_but, in_turns
from bench.dashboards.visitors import visitors
from dashboards.queries.answers import answers_at, window_start
from dashboards.queries.portraits import releases
from demo.large.rows import ZONE
from demo.large.sizes import Size
from kernel.settings import Settings
from local.parts import Urls
from tests.servers import TEMPLATE, alone, copy_database, other
from web.application import create_app

TINY = Size(seed=11, members=60, years=2, small=0, closes_in=-1)


@pytest.fixture(scope="module")
def ground(
    urls: Urls, settings: Settings, worker_number: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ground]:
    """A database of its own on the servers of the tests."""
    name = f"musette_ground_{worker_number}"
    with alone(urls) as admin:
        copy_database(admin, TEMPLATE, name)
    folder: Path = tmp_path_factory.mktemp("bench")
    made = Ground(other(settings, name), folder)
    yield made
    made.house.database.close()


@pytest.fixture(scope="module")
def closing(ground: Ground) -> Closing:
    return Closing(ground, ground.load(TINY))


def test_the_query_gives_the_same_means(closing: Closing) -> None:
    day = closing.days()[-1]
    since, until = (
        datetime.combine(each, time(), ZoneInfo(ZONE))
        for each in (window_start(day), day + timedelta(days=1))
    )
    with closing.undone() as session:
        rows = grouping_sets.cells(session, since, until)
        answers = answers_at(session, day, ZONE)
    whole: dict[str, Any] = {}
    for row in rows:  # those who said nothing of their situation make a cell too, a smaller one
        if tuple(row[1:6]) == (None,) * 5 and row[6] > whole.get(row[0], (0,) * 7)[6]:
            whole[row[0]] = row
    assert set(whole) == set(Axis)
    for axis in Axis:
        levels = answers.levels[axis][answers.on(axis)]
        row = whole[axis]
        assert row[6] == len(levels)
        assert float(row[7]) == pytest.approx(levels.mean())
        assert row[9] == pytest.approx(np.quantile(levels, (0.25, 0.5, 0.75)).tolist())
        assert sum(row[10:]) == len(levels)
    assert not {row[0] for row in rows if row.status} & {Axis.REST_TIME, Axis.FINANCIAL_AUTONOMY}


def test_closes_are_measured_and_undone(ground: Ground, closing: Closing) -> None:
    others = [
        Closing(ground, ground.load(Size(seed=seed, members=40, years=1, small=0, closes_in=-1)))
        for seed in (13, 14)
    ]
    found = {each.goal.name: each.measured for each in closes(closing, *others)}
    assert len(found) == 4
    assert all(each > 0 for each in found.values())
    with ground.house.database.reading(closing.scope) as session:
        assert [each.closed_on for each in reversed(releases(session))] == closing.days()[:-1]
    assert closing.publish() == closing.days()[-1]


def test_what_was_allowed_is_remembered(ground: Ground) -> None:
    closing = Closing(ground, ground.load(Size(seed=12, members=60, years=1, small=0, closes_in=-1)))
    with unaudited():
        closing.close_earlier()
    with closing.audits.looking():
        closing.tried()
    allowed = closing.audits.allowed
    assert len(allowed) == len(Axis)
    assert closing.audits.seconds > 0
    closing.tried_remembering()
    assert closing.audits.allowed == allowed


def test_an_audit_that_takes_too_long_is_stopped(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    closing = Closing(ground, ground.load(Size(seed=15, members=40, years=1, small=0, closes_in=-1)))
    monkeypatch.setattr("bench.dashboards.closes.PATIENCE", 0.0)
    with closing.audits.looking():
        closing.tried()
    assert closing.audits.looked == 1
    assert closing.audits.seconds == pytest.approx(7 * closing.audits.spent)


def test_statements_of_a_page_are_counted(ground: Ground, closing: Closing) -> None:
    (visitor,) = visitors(ground, closing.home, 1)
    visitor.take_stock(2)
    app = create_app(house=ground.house)
    ask = asking(app, visitor)
    assert 3 < asked(ask) <= 12


def test_turns_are_taken() -> None:
    done: list[str] = []
    taken = in_turns({"a": lambda: done.append("a"), "b": lambda: done.append("b")}, 2, warm=1)
    assert done == ["a", "b"] * 3
    assert set(taken) == {"a", "b"}


@pytest.mark.parametrize(("count", "expected"), [(100, 99), (1, 0), (200, 198)])
def test_the_ninety_ninth_percentile(count: int, expected: int) -> None:
    assert highest_but(0.01, [float(each) for each in reversed(range(count))]) == expected


def test_answers_are_read_to_their_end_and_checked() -> None:
    answer = b'HTTP/1.1 200 OK\r\nETag: W/"x"\r\ncontent-length: 5\r\n\r\nhello'
    asked = load.request("/page", {"Host": "here"})
    assert asked == b"GET /page HTTP/1.1\r\nHost: here\r\n\r\n"
    with socket.create_server(("127.0.0.1", 0)) as server:
        server_thread = threading.Thread(target=_answer, args=(server, answer))
        server_thread.start()
        assert load.once(server.getsockname()[1], asked) == answer
        server_thread.join()
    head = answer.partition(b"\r\n\r\n")[0]
    assert load.field(head, "etag") == 'W/"x"'
    assert load.field(head, "Age") is None
    load.check(answer, 200)
    with pytest.raises(load.Refused, match="200 OK"):
        load.check(answer, 304)


def _answer(server: socket.socket, answer: bytes) -> None:
    link, _ = server.accept()
    with link:
        link.recv(1000)
        link.sendall(answer[:30])
        link.sendall(answer[30:])
