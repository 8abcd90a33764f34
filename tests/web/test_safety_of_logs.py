"""What people type, and what opens their doors, is in no log: a canary is sent everywhere, in vain."""

import logging
from collections.abc import Iterator
from importlib import import_module
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from wtforms.fields.core import UnboundField

from kernel.jobs import Kind, later
from kernel.settings import Settings
from pages.forms import Form
from peer.jobs import SETTLE
from tests.story import Story
from tests.told import Retold
from tests.web.addresses import bare, known_ids
from tests.web.serving import BUG, Elsewhere, browser, served
from tests.world import World, sign_in
from worker import parts

CANARY = "canari"
PASSWORD = f"{CANARY}, a long sentence and a lamp"
ROLES = ("nobody", "member", "coordinator")
TYPED = ("token", "ticket", "closed_on", "name")  # parameters of addresses that are texts
WORDS = {
    "as text": {},
    "well formed": {"email": f"{CANARY}@tests.example", "password": PASSWORD, "level": "42"},
}


def fields(form: type[Form] = Form) -> Iterator[str]:
    """The name of every field of every form."""
    for kind in form.__subclasses__():
        yield from (name for name, each in vars(kind).items() if isinstance(each, UnboundField))
        yield from fields(kind)


@pytest.fixture(scope="module")
def doomed(retold: Retold) -> Story:
    """A cooperative to which anything may happen."""
    return retold()


@pytest.fixture(scope="module")
def plain(doomed: Story) -> Flask:
    """The application as it is served there."""
    return served(doomed.world.house)


def everything(kind: str) -> dict[str, str]:
    """A canary in every field there is."""
    assert bare()  # every form is known once every page is
    return {**dict.fromkeys(fields(), CANARY), "id": str(uuid4()), **WORDS[kind]}


@pytest.fixture(scope="module")
def known(doomed: Story) -> dict[str, object]:
    """What stands in an address: an id, or the canary where a text is expected."""
    return {**known_ids(doomed), "member_id": doomed.newcomer.id, **dict.fromkeys(TYPED, CANARY)}


def visits(app: Flask, story: Story, role: str) -> FlaskClient:
    """Somebody of this role, just signed in."""
    people = {"member": story.peers[2], "coordinator": story.jeanne}
    client = browser(app)
    return sign_in(client, story.world.house, people[role].person) if role in people else client


def addresses(app: Flask, known: dict[str, object], method: str) -> Iterator[str]:
    """Every address, as this method is sent to it."""
    there = app.url_map.bind("127.0.0.1:8000")
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()):
            values = {name: known[name] for name in rule.arguments}
            yield there.build(rule.endpoint, values, method=method)


@pytest.mark.parametrize("role", ROLES)
def test_what_is_asked_is_not_logged(
    role: str, plain: Flask, doomed: Story, known: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    client = visits(plain, doomed, role)
    with caplog.at_level(logging.DEBUG):
        for path in {*addresses(plain, known, "GET"), *addresses(plain, known, "POST")}:
            client.get(path, query_string={"next": f"/{CANARY}", "name": CANARY})
    assert CANARY not in caplog.text


@pytest.mark.parametrize("kind", WORDS)
@pytest.mark.parametrize("role", ROLES)
def test_what_is_typed_is_not_logged(
    kind: str,
    role: str,
    plain: Flask,
    doomed: Story,
    known: dict[str, object],
    caplog: pytest.LogCaptureFixture,
) -> None:
    data = everything(kind)
    assert {"email", "password", "level", "note", "words", "message", "name"} <= set(data)
    with caplog.at_level(logging.DEBUG):
        for path in addresses(plain, known, "POST"):
            client = visits(plain, doomed, role)  # what was sent may have ended their sign-in
            if client.post(path, data=data).location:
                client.get("/legal")  # what they are told of it; an answer that sends nowhere has told it
    assert CANARY not in caplog.text


def test_what_fails_is_logged_without_its_words(
    plain: Flask, elsewhere: Elsewhere, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        browser(plain).get(f"{BUG}?x={CANARY}", headers={"User-Agent": CANARY})
        away = browser(elsewhere(database_url="postgresql:///musette?host=/nowhere"))
        away.post("/sign-in", data={"email": f"{CANARY}@tests.example", "password": PASSWORD})
    assert "a request failed: RuntimeError at serving.py" in caplog.text
    assert "the database does not answer" in caplog.text
    assert "awa@example.org" not in caplog.text
    assert CANARY not in caplog.text


def test_a_job_that_fails_is_logged_without_its_words(
    settings: Settings, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    assert settings
    awa = world.member(world.cooperative("Journal"), "Awa")
    with awa.acting() as session:
        job = later(session, SETTLE, axis=CANARY)
    with caplog.at_level(logging.DEBUG):
        done(SETTLE, awa.cooperative, job)
    assert "a job of kind peer.settle failed (attempt 1): ValueError" in caplog.text
    assert CANARY not in caplog.text


def done(kind: Kind, *arguments: object) -> None:
    """Have a task done as a worker does, in this process."""
    task = import_module("worker.app").app.tasks[kind.name]
    task.apply(args=tuple(str(each) for each in arguments))
    parts.house().database.close()
    parts.forget()
