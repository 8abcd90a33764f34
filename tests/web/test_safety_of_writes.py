"""Nothing is written by a page that is read, nor by a form from elsewhere."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from werkzeug.routing import Rule

from kernel.house import House
from pages.visit import visit
from tests.cases import each_case
from tests.client import HOST
from tests.story import Story
from tests.web.addresses import HOLDERS, SKIPPED, bare, every_page, known_ids, path_of, person_of
from tests.web.crawl import Crawl, counts
from tests.web.serving import browser
from tests.world import World, carry, open_door, sign_in


def written() -> Iterator[Rule]:
    """Every address a form is sent to."""
    for rule in sorted(bare().url_map.iter_rules(), key=lambda rule: rule.rule):
        if "POST" in (rule.methods or ()):
            yield rule


WRITTEN = list(written())
APART = SKIPPED - {"mailbox.letter"}  # read here, and by no crawl


def path_to(rule: Rule, app: Flask, story: Story) -> str:
    """An address, with the ids of the story."""
    known = known_ids(story)
    values = {name: known[name] for name in rule.arguments}
    return app.url_map.bind(HOST.removeprefix("http://")).build(rule.endpoint, values, method="POST")


@pytest.mark.parametrize("role", HOLDERS)
def test_pages_that_are_read_write_nothing(
    role: str, plain: Flask, ours: Story, house: House, crawl: Crawl
) -> None:
    client = browser(plain)
    person = person_of(role, ours)
    if person:
        sign_in(client, house, person)
    every = [page for page in every_page() if page.role == role]
    paths = [path_of(page, ours, plain) for page in every if page.endpoint in APART]
    others = [path_of(page, ours, plain) for page in every if page.endpoint not in SKIPPED]
    read = crawl.round(role, "fr")
    assert read.after == read.before
    before = counts(house)
    for path in paths:
        client.get(path)
    for path in (*paths, *others):
        client.head(path)
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


@pytest.fixture(scope="module")
def signed(house: House, ours: Story) -> list[str]:
    """The sign-ins of a member and of a coordinator, who read English."""
    return [open_door(house, each.person, language="en") for each in (ours.awa, ours.jeanne)]


@each_case("rule", WRITTEN)
def test_a_form_from_elsewhere_is_refused(
    rule: Rule, plain: Flask, ours: Story, house: House, signed: list[str]
) -> None:
    path = path_to(rule, plain, ours)
    before = counts(house)
    for client in (browser(plain), *(carry(browser(plain), house, each) for each in signed)):
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
