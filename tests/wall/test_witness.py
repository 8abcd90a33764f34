"""A witness from outside, in scope by their link: one request, what they said of it, nothing else."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kernel.house import House
from kernel.scope import Scope
from tests.cases import each_case
from tests.story import Story
from tests.wall.test_attacks import OF_A_COOPERATIVE, OF_A_PERSON, SEALED, count, rows


@each_case("table", SEALED)
def test_a_witness_sees_their_request_and_what_they_said(table: str, house: House, ours: Story) -> None:
    theirs = {
        "request": ("id", ours.request.id),
        "witness": ("id", ours.spoken.member),
        "statement": ("witness_id", ours.spoken.member),
    }
    with house.database.reading(ours.spoken) as session:
        seen = rows(session, f'SELECT count(*) FROM "{table}"')[0][0]
        if table in theirs:
            column, value = theirs[table]
            sql = f'SELECT count(*) FROM "{table}" WHERE {column} = :value'
            assert rows(session, sql, value=value) == [(1,)]
            assert seen == 1
        elif table == "entry":  # acts of the coordination are open to everybody there
            assert rows(session, "SELECT count(*) FROM entry WHERE NOT open") == [(0,)]
        else:
            assert seen == 0


@each_case("table", OF_A_PERSON)
def test_a_witness_sees_nothing_of_a_person(table: str, house: House, ours: Story) -> None:
    assert count(house, table, ours.spoken) == 0


@each_case("table", OF_A_COOPERATIVE)
def test_a_witness_of_another_cooperative_is_nobody_here(
    table: str, house: House, ours: Story, theirs: Story
) -> None:
    there = Scope(cooperative=ours.cooperative, member=theirs.spoken.member)
    if table in SEALED and table != "entry":
        assert count(house, table, there) == 0
    with house.database.reading(theirs.spoken) as session:
        sql = f'SELECT count(*) FROM "{table}" WHERE cooperative_id = :ours'
        assert rows(session, sql, ours=ours.cooperative) == [(0,)]


@each_case("table", SEALED)
def test_a_witness_changes_nothing_but_what_they_said(table: str, house: House, ours: Story) -> None:
    for verb in ('UPDATE "{}" SET cooperative_id = cooperative_id', 'DELETE FROM "{}"'):
        with house.database.unit_of_work(ours.spoken) as session:
            try:
                changed = session.execute(text(verb.format(table)))
            except DBAPIError:  # the application may not do that at all
                session.rollback()
            else:
                only = 1 if table == "statement" else 0
                assert changed.rowcount == only, table  # type: ignore[attr-defined] # what a statement gives


def test_a_witness_speaks_for_nobody_else(house: House, ours: Story) -> None:
    sql = (
        "INSERT INTO statement (cooperative_id, id, request_id, author_id, witness_id, subject_id, axis,"
        " period, stance, level_seen, grounds, words, drawn, outside, said_at, expires_on)"
        " VALUES (:here, :id, :request, :author, :witness, :awa, 'creativity', '2020-01-01', 'endorse', 50,"
        " '{}', '', false, :outside, now(), '2999-01-01')"
    )
    base = {"here": ours.cooperative, "request": ours.request.id, "awa": ours.awa.id}
    for author, witness in ((ours.peers[5].id, None), (None, ours.spoken.member), (None, None)):
        values = {**base, "id": uuid4(), "author": author, "witness": witness, "outside": author is None}
        with pytest.raises(DBAPIError), house.database.unit_of_work(ours.unspoken) as session:
            session.execute(text(sql), values)
