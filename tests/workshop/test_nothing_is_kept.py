"""No level of anybody goes from a workshop into PostgreSQL, the journal or the logs: it is searched for."""

import logging
import re

import pytest
from sqlalchemy import text

import web.tables
from assessment.referential import Axis
from kernel.house import House
from kernel.tables import models_of
from kernel.walls import Role
from tests.conftest import Visitor
from tests.workshop.conftest import FIRST
from tests.workshop.session import Session

TABLES = sorted(name for module in web.tables.MODELS for name in models_of(module))


def rows(house: House) -> dict[str, set[str]]:
    """Every row of every table, as PostgreSQL writes it."""
    with house.database.engine(Role.BACKUP).connect() as connection:
        return {
            name: set(connection.scalars(text(f'SELECT "{name}"::text FROM "{name}"'))) for name in TABLES
        }


def test_no_level_is_written_in_postgresql(held: Session, house: House) -> None:
    before = rows(house)
    for axis in Axis:
        held.turn(axis)
        held.show_all()
    held.write("On se parle.")
    held.place(FIRST, 3)
    held.ask()
    for each in held.people:
        held.answer(each)
    held.keep(5)
    after = rows(house)
    changed = {name: after[name] - before[name] for name in TABLES if after[name] != before[name]}
    assert set(changed) == {"workshop", "entry"}
    (row,) = changed["workshop"]
    figures = re.findall(r"(?<=,)\d{1,3}(?=[,)])", row)
    assert figures == ["3"], row  # the common mark alone, and none of the thirty-five levels shown
    assert len(changed["entry"]) == 1  # that the facilitator has ended it
    participants = {str(each.id) for each in held.people[1:]}
    assert not [
        each for each in changed["entry"] | changed["workshop"] if any(p in each for p in participants)
    ]


def test_reading_one_s_level_copies_it_nowhere(held: Session, house: House, visitor: Visitor) -> None:
    client = visitor(held.people[1].person)
    held.open()
    before = rows(house)
    page = client.get(held.people[1].url(f"workshops/{held.id}"))
    assert ">47<" in page.text
    after = rows(house)
    assert {name for name in TABLES if after[name] != before[name]} <= {"login"}  # it has been seen


def test_no_level_is_logged(held: Session, visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    clients = [visitor(each.person) for each in held.people]
    base = held.lead.url(f"workshops/{held.id}/")
    with caplog.at_level(logging.DEBUG):
        clients[0].post(f"{base}showing", data={"axis": FIRST, "act": "open"})
        for each in clients:
            assert each.post(f"{base}show", data={"axis": FIRST, "act": "show"}).status_code == 303
        clients[0].post(f"{base}showing", data={"axis": FIRST, "act": "close"})
        assert "<circle" in clients[0].get(f"{base}screen").text
    assert len(held.now.voices) == 5
    assert not re.search(r"\b(40|47|54|61|68)\b", caplog.text)
    for member in held.people:
        assert str(member.id) not in caplog.text
