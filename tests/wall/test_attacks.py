"""Direct attacks on the walls, in SQL, with the application's own roles: none gets through."""

from itertools import product
from uuid import uuid4

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

import web.tables
from assessment.models import Assessment
from kernel.db import OutOfScope, UnitOfWork
from kernel.house import House
from kernel.jobs import Job
from kernel.scope import Scope
from kernel.tables import models_of
from kernel.walls import Role, Wall
from peer.models.statements import Statement
from sharing.models import Consent
from tenants.models import Group, Membership
from tests.cases import each_case
from tests.story import Story
from tests.world import Member

MODELS = {name: model for module in web.tables.MODELS for name, model in models_of(module).items()}
OF_A_COOPERATIVE = [
    name for name, model in MODELS.items() if model.__wall__.wall in (Wall.COOPERATIVE, Wall.SEALED)
]
SEALED = [name for name, model in MODELS.items() if model.__wall__.wall is Wall.SEALED]
OF_A_PERSON = [name for name, model in MODELS.items() if model.__wall__.wall is Wall.PERSON]
IDENTITY = [name for name, model in MODELS.items() if model.__wall__.wall is Wall.IDENTITY]


def rows(session: UnitOfWork, sql: str, **values: object) -> list[tuple[object, ...]]:
    """What plain SQL gets."""
    return [tuple(row) for row in session.execute(text(sql), values)]


def count(house: House, table: str, scope: Scope, role: Role = Role.APP) -> int:
    """How many rows of a table plain SQL sees in a scope."""
    with house.database.reading(scope, role) as session:
        return int(str(rows(session, f'SELECT count(*) FROM "{table}"')[0][0]))


@each_case("table", OF_A_COOPERATIVE)
def test_every_table_has_rows_to_steal(table: str, house: House, ours: Story, theirs: Story) -> None:
    assert ours.cooperative != theirs.cooperative
    with house.database.engine(Role.BACKUP).connect() as connection:
        found = connection.scalar(
            text(f'SELECT count(*) FROM "{table}" WHERE cooperative_id = :there'),
            {"there": theirs.cooperative},
        )
    assert found, f"{table} is empty: the story must fill it"


@each_case("table", OF_A_COOPERATIVE)
def test_no_row_of_another_cooperative_is_seen(table: str, house: House, ours: Story, theirs: Story) -> None:
    assert theirs
    for scope in (ours.awa.scope, ours.jeanne.scope, Scope(cooperative=ours.cooperative)):
        with house.database.reading(scope) as session:
            sql = f'SELECT count(*) FROM "{table}" WHERE cooperative_id <> :ours'
            assert rows(session, sql, ours=ours.cooperative) == [(0,)]


@each_case("table", OF_A_COOPERATIVE)
def test_no_row_of_another_cooperative_is_changed(
    table: str, house: House, ours: Story, theirs: Story
) -> None:
    assert theirs
    for verb in ('UPDATE "{}" SET cooperative_id = cooperative_id', 'DELETE FROM "{}"'):
        with house.database.unit_of_work(ours.jeanne.scope) as session:
            sql = verb.format(table) + " WHERE cooperative_id <> :ours"
            try:
                changed = session.execute(text(sql), {"ours": ours.cooperative})
            except ProgrammingError:  # this role may not do that at all
                session.rollback()
            else:
                assert changed.rowcount == 0  # type: ignore[attr-defined] # what a statement gives


@each_case("table", OF_A_COOPERATIVE)
def test_without_scope_there_is_nothing(table: str, house: House, ours: Story) -> None:
    assert ours
    assert count(house, table, Scope()) == 0


@pytest.fixture(scope="module")
def stranger(ours: Story) -> Member:
    """A member of our cooperative whom nothing involves."""
    return ours.world.member(ours.cooperative, "Personne")


@each_case("table", SEALED)
def test_sealed_rows_are_seen_by_those_they_involve(
    table: str, house: House, ours: Story, stranger: Member
) -> None:
    if table != "entry":  # acts of the coordination are open to every member
        assert count(house, table, stranger.scope) == 0
        assert count(house, table, Scope(cooperative=ours.cooperative)) == 0
    with house.database.reading(Scope(cooperative=ours.cooperative), Role.MACHINE) as session:
        if Role.MACHINE in {door.role for door in MODELS[table].__wall__.doors}:
            assert rows(session, f'SELECT count(*) FROM "{table}"')[0][0]


def test_a_coordinator_reads_no_level_by_any_table(house: House, ours: Story) -> None:
    jeanne = ours.jeanne
    with house.database.reading(jeanne.scope) as session:
        assert rows(session, "SELECT count(*) FROM assessment WHERE person_id <> :me", me=jeanne.person) == [
            (0,)
        ]
        for table, column in (
            ("contribution", "member_id"),
            ("standing", "member_id"),
            ("request", "subject_id"),
        ):
            sql = f"SELECT count(*) FROM {table} WHERE {column} <> :me"
            assert rows(session, sql, me=jeanne.id) == [(0,)]
        assert rows(session, "SELECT count(*) FROM statement") == [(0,)]


@each_case("table", OF_A_PERSON)
def test_what_a_person_makes_is_theirs(table: str, house: House, ours: Story) -> None:
    assert count(house, table, Scope(person=uuid4())) == 0
    assert count(house, table, Scope(cooperative=ours.cooperative)) == 0
    with house.database.reading(ours.jeanne.scope) as session:
        sql = f'SELECT count(*) FROM "{table}" WHERE person_id <> :me'
        assert rows(session, sql, me=ours.jeanne.person) == [(0,)]


def test_an_abstention_is_read_by_its_author_alone(house: House, ours: Story) -> None:
    peer = ours.peers[2]
    with house.database.unit_of_work(peer.scope) as session:
        said = Statement(
            request_id=ours.request.id,
            author_id=peer.id,
            subject_id=ours.awa.id,
            axis="creativity",
            period="2020-01-01",
            stance="abstain",
            level_seen=50,
            grounds=[],
            drawn=False,
            expires_on="2999-01-01",
        )
        session.add(said)
        session.flush()
        mine = f"SELECT count(*) FROM statement WHERE id = '{said.id}'"
    with house.database.reading(peer.scope) as session:
        assert rows(session, mine) == [(1,)]
    with house.database.reading(ours.awa.scope) as session:
        assert rows(session, mine) == [(0,)]


def test_who_was_drawn_in_reserve_or_set_aside_does_not_know(house: House, ours: Story) -> None:
    with house.database.engine(Role.BACKUP).connect() as connection:
        hidden = connection.execute(
            text("SELECT reviewer_id, id FROM asked WHERE cooperative_id = :here AND state <> 'asked'"),
            {"here": ours.cooperative},
        ).all()
    assert hidden
    for reviewer, asked in hidden:
        member = next(each for each in ours.peers if each.id == reviewer)
        with house.database.reading(member.scope) as session:
            assert rows(session, "SELECT count(*) FROM asked WHERE id = :id", id=asked) == [(0,)]


def test_a_row_cannot_point_at_another_cooperative(house: House, ours: Story, theirs: Story) -> None:
    sql = (
        "INSERT INTO group_member (cooperative_id, group_id, member_id, since)"
        " VALUES (:ours, :group, :member, '2024-01-01')"
    )
    values = {"ours": ours.cooperative, "group": ours.group, "member": theirs.awa.id}
    with pytest.raises(DBAPIError), house.database.unit_of_work(ours.jeanne.scope) as session:
        session.execute(text(sql), values)


def test_a_row_cannot_be_written_into_another_cooperative(house: House, ours: Story, theirs: Story) -> None:
    sql = (
        "INSERT INTO campaign (cooperative_id, id, opens_on, closes_on, answered_at_least, portrait_possible,"
        " note, commitments)"
    )
    sql += " VALUES (:there, :id, '2024-01-01', '2024-03-01', 0, false, '', '{}')"
    with pytest.raises(DBAPIError), house.database.unit_of_work(ours.jeanne.scope) as session:
        session.execute(text(sql), {"there": theirs.cooperative, "id": uuid4()})


def test_a_statement_is_signed_by_the_member_in_scope(house: House, ours: Story) -> None:
    sql = "UPDATE statement SET words = 'autre' WHERE subject_id = :awa"
    with house.database.unit_of_work(ours.awa.scope) as session:  # she may read them, never rewrite them
        changed = session.execute(text(sql), {"awa": ours.awa.id})
        assert changed.rowcount == 0  # type: ignore[attr-defined] # what a statement gives


@each_case("table, role", product(IDENTITY, (Role.APP, Role.MACHINE, Role.RELAY)))
def test_accounts_are_read_by_the_identity_role_only(table: str, role: Role, house: House) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        count(house, table, Scope(), role)


@each_case("table", ["assessment", "contribution", "statement", "release", "draft"])
def test_the_identity_role_reads_nothing_else(table: str, house: House) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        count(house, table, Scope(), Role.IDENTITY)


def test_the_relay_reads_envelopes_only(house: House, ours: Story) -> None:
    assert ours
    with house.database.reading(role=Role.RELAY) as session:
        assert rows(session, "SELECT count(kind) FROM job")[0][0]
    for column in ("ids", "*"):
        with pytest.raises(DBAPIError, match="permission denied"):
            with house.database.reading(role=Role.RELAY) as session:
                rows(session, f"SELECT {column} FROM job")
    with pytest.raises(DBAPIError, match="permission denied"):
        with house.database.reading(role=Role.RELAY) as session:
            rows(session, "SELECT name FROM cooperative")


def test_the_machine_serves_one_cooperative_at_a_time(house: House, ours: Story, theirs: Story) -> None:
    for scope, other in ((ours, theirs), (theirs, ours)):
        with house.database.reading(Scope(cooperative=scope.cooperative), Role.MACHINE) as session:
            for table in ("contribution", "statement", "release_set", "asked"):
                sql = f"SELECT count(*) FROM {table} WHERE cooperative_id = :other"
                assert rows(session, sql, other=other.cooperative) == [(0,)]


@each_case("role", [each for each in Role if each not in (Role.OWNER, Role.BACKUP)])
def test_no_role_becomes_another(role: Role, house: House) -> None:
    for wanted in (each for each in Role if each is not role):
        with pytest.raises(DBAPIError, match="permission denied"):
            with house.database.reading(role=role) as session:
                session.execute(text(f"SET ROLE {wanted}"))


@each_case("role", Role)
def test_no_role_is_a_superuser(role: Role, house: House) -> None:
    with house.database.engine(role).connect() as connection:
        assert connection.scalar(text("SELECT NOT rolsuper FROM pg_roles WHERE rolname = current_user"))


def test_the_scope_ends_with_the_transaction(house: House, ours: Story) -> None:
    for _turn in range(20):  # whatever connection of the pool comes back
        with house.database.unit_of_work(ours.awa.scope) as session:
            assert rows(session, "SELECT count(*) FROM membership")[0][0]
        with house.database.reading() as session:
            assert rows(session, "SELECT app.cooperative(), app.person(), app.member()") == [
                (None, None, None)
            ]


def test_reading_refuses_to_write(house: House, ours: Story) -> None:
    with pytest.raises(DBAPIError, match="read-only"):
        with house.database.reading(ours.jeanne.scope) as session:
            session.execute(text("UPDATE membership SET display_name = 'x'"))


def test_the_second_layer_refuses_a_query_without_scope(house: House) -> None:
    for model in (Membership, Statement):
        with pytest.raises(OutOfScope), house.database.reading() as session:
            session.scalars(select(model)).all()
    for owned in (Assessment, Consent):
        with pytest.raises(OutOfScope), house.database.reading() as session:
            session.scalars(select(owned)).all()


def test_the_second_layer_holds_where_the_wall_does_not(house: House, ours: Story, theirs: Story) -> None:
    with house.database.reading(ours.awa.scope, Role.BACKUP) as session:  # the one role no wall stops
        stolen = rows(session, "SELECT count(*) FROM membership WHERE id = :id", id=theirs.awa.id)
        assert stolen == [(1,)]
        assert set(session.scalars(select(Membership.cooperative_id))) == {ours.cooperative}
        assert set(session.scalars(select(Assessment.person_id))) == {ours.awa.person}


def test_the_second_layer_refuses_a_row_of_another_scope(house: House, ours: Story, theirs: Story) -> None:
    stray = {"name": "x", "kind": "trade", "starts_on": "2024-01-01"}
    with pytest.raises(OutOfScope), house.database.unit_of_work(ours.jeanne.scope) as session:
        session.add(Group(cooperative_id=theirs.cooperative, **stray))
        session.flush()
    with pytest.raises(OutOfScope), house.database.unit_of_work() as session:
        session.add(Group(**stray))
        session.flush()


def test_jobs_of_another_scope_are_unknown(house: House, ours: Story, theirs: Story) -> None:
    with house.database.reading(ours.awa.scope) as session:
        assert session.scalars(select(Job.id).where(Job.scope_id == ours.cooperative)).first()
        assert session.scalars(select(Job.id).where(Job.scope_id == theirs.cooperative)).first() is None


def test_a_person_in_two_cooperatives_is_two_members(house: House, ours: Story, theirs: Story) -> None:
    both = ours.world.person()
    here = ours.world.member(ours.cooperative, "Malik", person=both)
    there = theirs.world.member(theirs.cooperative, "Malik B.", person=both)
    with house.database.reading(here.scope) as session:
        names = rows(session, "SELECT display_name FROM membership WHERE person_id = :me", me=both[0])
    assert names == [("Malik",)]
    assert there.id != here.id


def test_a_pooled_connection_keeps_no_scope(house: House, ours: Story) -> None:
    with house.database.engine(Role.APP).connect() as connection:
        seen(connection, ours)


def seen(connection: Connection, story: Story) -> None:
    """Outside of any unit of work, a connection of the application sees no row."""
    sql = text("SELECT count(*) FROM membership WHERE cooperative_id = :there")
    assert connection.scalar(sql, {"there": story.cooperative}) == 0
