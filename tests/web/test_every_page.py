"""Every page, for every role, in both languages: it answers, parses strictly, asks little of PostgreSQL."""

import html5lib
import pytest
from flask import Flask
from sqlalchemy import event

from kernel.house import House
from kernel.walls import Role
from tests.conftest import Visitor
from tests.story import Story
from tests.web.addresses import SKIPPED, Address, every_page, path_of, person_of

CEILING = 12  # statements, those that open the walls included
PAGES = [page for page in every_page() if page.endpoint not in SKIPPED]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page(
    page: Address, language: str, ours: Story, app: Flask, regular: Visitor, house: House
) -> None:
    client = regular(person_of(page.role, ours), language=language)
    path = path_of(page, ours, app)
    statements: list[str] = []
    engines = [house.database.engine(role) for role in (Role.APP, Role.IDENTITY)]

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    answer = client.get(path)
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
    assert answer.status_code in (200, 302), (path, answer.text[:2000])
    assert len(statements) <= CEILING, "\n".join(statements)
    if answer.status_code == 200 and answer.mimetype == "text/html":
        assert f'<html lang="{language}">' in answer.text
        html5lib.HTMLParser(strict=True).parse(answer.text)
