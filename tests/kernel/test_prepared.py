"""Statements asked by themselves open the walls they need, for their own time, however they are planned."""

from uuid import UUID

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import InstrumentedAttribute

from dashboards.queries.portraits import page_state
from kernel.db import Database
from kernel.house import House
from kernel.prepared import Prepared, opened, scoped
from kernel.scope import Scope
from kernel.settings import Settings
from kernel.walls import Role
from tenants.models import Campaign, Group, Membership
from tenants.queries.recognition import recognise
from tests.story import Story
from tests.world import open_door

OPEN = "SELECT current_setting('app.cooperative_id', true), current_setting('app.person_id', true)"
USES = text("SELECT sum(generic_plans + custom_plans) FROM pg_prepared_statements")
PLANS = (
    "plan_cache_mode = force_generic_plan",
    "plan_cache_mode = force_custom_plan",
    "enable_nestloop = off",
    "enable_hashjoin = off",
    "enable_material = off",
    "enable_indexscan = off",
    "enable_seqscan = off",
    "debug_parallel_query = on",
)

SERVED = 12  # times: psycopg prepares a statement at the sixth, PostgreSQL plans it for good five later


def counting(column: InstrumentedAttribute[UUID]) -> Prepared:
    """How many rows of a table a scope sees, whatever the statement asks for."""
    walls = opened()
    seen = select(func.count(column)).where(walls.c.here.is_not(None)).correlate(walls).scalar_subquery()
    return Prepared(select(seen).select_from(walls), Role.APP)


def left_open(house: House, role: Role) -> set[str]:
    """What the connections that wait in the pool of a role still have open."""
    with house.database.engine(role).connect() as connection:
        return {each for each in connection.execute(text(OPEN)).one() if each}


@pytest.mark.parametrize("column", [Membership.id, Group.id, Campaign.id])
def test_only_what_the_scope_holds_is_seen(
    column: InstrumentedAttribute[UUID], ours: Story, theirs: Story, house: House
) -> None:
    count = counting(column)
    for scope in (ours.awa.scope, theirs.awa.scope):
        with house.database.reading(scope) as session:
            held = session.scalar(select(func.count(column)))
        assert held
        assert count.rows(house.database, **scoped(scope)) == [(held,)]
    assert count.rows(house.database, **scoped(Scope())) == [(0,)]


def test_walls_are_closed_again(ours: Story, house: House) -> None:
    counting(Membership.id).rows(house.database, **scoped(ours.awa.scope))
    assert left_open(house, Role.APP) == set()
    assert recognise(house.database, open_door(house, ours.awa.person))
    assert left_open(house, Role.IDENTITY) == set()


@pytest.mark.parametrize("plan", PLANS)
def test_however_it_is_planned_it_finds_the_same(
    plan: str, ours: Story, house: House, settings: Settings
) -> None:
    token = open_door(house, ours.jeanne.person)
    planned = Database(settings)
    for role in (Role.IDENTITY, Role.APP):
        event.listen(planned.engine(role), "connect", lambda link, _record: link.execute(f"SET {plan}"))

    def asked(database: Database) -> tuple[object, ...]:
        state = page_state(database, ours.jeanne.scope, ours.closed_on, "fr", ours.closed_on)
        return recognise(database, token), state

    usual = asked(house.database)
    assert None not in usual
    for _turn in range(SERVED):  # prepared on the way, and planned for good
        assert asked(planned) == usual
    planned.close()


def test_a_statement_stays_prepared_on_its_connection(house: House, settings: Settings, ours: Story) -> None:
    alone = Database(settings)
    token = open_door(house, ours.awa.person)
    for _turn in range(SERVED):
        assert recognise(alone, token)
        with alone.reading(role=Role.IDENTITY) as session:
            session.execute(text("SELECT 1"))
    with alone.engine(Role.IDENTITY).connect() as connection:
        found = connection.scalar(USES)
    alone.close()
    assert found >= SERVED


def test_a_connection_that_ends_is_told_and_replaced(ours: Story, settings: Settings) -> None:
    alone, count = Database(settings), counting(Membership.id)
    count.rows(alone, **scoped(ours.awa.scope))
    with pytest.raises(OperationalError):
        alone.rows(Role.APP, "SELECT pg_terminate_backend(pg_backend_pid())", {})
    assert count.rows(alone, **scoped(ours.awa.scope))
    alone.close()
