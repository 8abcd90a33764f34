"""Nothing is written by a page that is read, nor by a form from elsewhere."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from werkzeug.routing import Rule

import web.tables
from kernel.house import House
from kernel.tables import models_of
from kernel.walls import Role
from pages.visit import visit
from tests.client import HOST
from tests.story import Story
from tests.web.addresses import NOWHERE, every_page, known_ids, path_of, person_of
from tests.web.serving import browser
from tests.world import World, sign_in
from web.application import create_app

TABLES = sorted(name for module in web.tables.MODELS for name in models_of(module))
PAGES = [page for page in every_page() if page.endpoint != "mailbox.letter"]
APART = {"reading"}  # that a peer has read somebody's level is noted for that member, apart from the page


def written() -> Iterator[Rule]:
    """Every address a form is sent to."""
    for rule in sorted(create_app(NOWHERE).url_map.iter_rules(), key=lambda rule: rule.rule):
        if "POST" in (rule.methods or ()):
            yield rule


WRITTEN = list(written())


def counts(house: House) -> dict[str, int]:
    """How many rows each table holds."""
    with house.database.engine(Role.BACKUP).connect() as connection:
        return {
            name: int(connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0)
            for name in TABLES
            if name not in APART
        }


def path_to(rule: Rule, app: Flask, story: Story) -> str:
    """An address, with the ids of the story."""
    known = known_ids(story)
    values = {name: known[name] for name in rule.arguments}
    return app.url_map.bind(HOST.removeprefix("http://")).build(rule.endpoint, values, method="POST")


@pytest.mark.parametrize("role", ["nobody", "newcomer", "member", "peer", "coordinator"])
def test_pages_that_are_read_write_nothing(role: str, plain: Flask, ours: Story, house: House) -> None:
    client = browser(plain)
    person = person_of(role, ours)
    if person:
        sign_in(client, house, person)
    before = counts(house)
    for page in PAGES:
        if page.role == role:
            client.get(path_of(page, ours, plain))
            client.head(path_of(page, ours, plain))
    assert counts(house) == before


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_postgresql_refuses_writes_while_a_page_is_read(method: str, plain: Flask, world: World) -> None:
    awa = world.member(world.cooperative("Lue"), "Awa")
    with plain.test_request_context("/", method=method, base_url=HOST):
        arriving = visit()
        arriving.scope = awa.scope
        with pytest.raises(DBAPIError, match="read-only"), arriving.stack:
            arriving.session.execute(text("UPDATE membership SET display_name = 'x'"))
        with pytest.raises(DBAPIError, match="read-only"), arriving.identity() as session:
            session.execute(text("DELETE FROM token"))


@pytest.mark.parametrize("rule", WRITTEN, ids=lambda rule: rule.rule)
def test_a_form_from_elsewhere_is_refused(rule: Rule, plain: Flask, ours: Story, house: House) -> None:
    path = path_to(rule, plain, ours)
    for member in (None, ours.awa, ours.jeanne):
        client = browser(plain)
        if member:
            sign_in(client, house, member.person, language="en")
        before = counts(house)
        for token in ({}, {"csrf_token": ""}, {"csrf_token": "forged"}):
            answer = client.forged(path, data={**token, "id": str(uuid4())})  # type: ignore[attr-defined] # ours
            assert answer.status_code == 400, path
            assert "This page had been open for too long" in answer.text
        assert counts(house) == before


def test_the_token_of_somebody_else_is_refused(plain: Flask, world: World, house: House) -> None:
    theirs, mine = (sign_in(browser(plain), house, world.person(language="en")[0]) for _each in range(2))
    with mine.session_transaction(base_url=HOST) as cookie:
        cookie["csrf_token"] = "1" * 40
    answer = mine.forged("/language/fr", data={"csrf_token": theirs.token()})  # type: ignore[attr-defined] # ours
    assert answer.status_code == 400
