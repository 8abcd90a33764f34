"""What the tests of the load read."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from demo.accounts import offered
from demo.plot.days import ZONE, loaded_on
from demo.plot.script import written
from kernel import clock
from kernel.db import Database
from kernel.house import House, furnish
from kernel.scope import Scope
from kernel.settings import Settings
from kernel.tables import alphabetical
from kernel.walls import Role
from local.parts import Urls
from pages.permissions import MEMBER, SIGNED_IN
from people.queries import person_by_email
from tenants.models import Cooperative, Membership, RoleHeld
from tests.servers import TEMPLATE, alone, copy_database, other


@pytest.fixture(scope="session")
def pristine(
    urls: Urls, demonstration_template: str, demonstration_settings: Settings, worker_number: int
) -> Iterator[House]:
    """A copy of the demonstration that tests only read."""
    name = f"musette_pristine_{worker_number}"
    with alone(urls) as admin:
        copy_database(admin, demonstration_template, name)
    made = furnish(other(demonstration_settings, name))
    yield made
    made.database.close()


@pytest.fixture(scope="session")
def loading_day(pristine: House) -> date:
    """The day the demonstration was loaded: yesterday, perhaps, for tests that run at midnight."""
    began = select(Cooperative.created_at).where(Cooperative.slug == written()[0].slug)
    with pristine.database.reading() as session:
        return loaded_on(clock.day_of(session.scalars(began).one(), ZONE))


@pytest.fixture
def empty(urls: Urls, demonstration_settings: Settings, worker_number: int) -> Settings:
    """The settings of a database that was only migrated."""
    name = f"musette_empty_{worker_number}"
    with alone(urls) as admin:
        copy_database(admin, TEMPLATE, name)
    return other(demonstration_settings, name)


def scopes_of(database: Database, key: str) -> list[Scope]:
    """The scopes in which an account offered may act, one a cooperative, by the cooperative's name."""
    account, signed_in = next(each for each in offered() if each.key == key), frozenset((SIGNED_IN, MEMBER))
    with database.reading(role=Role.IDENTITY) as session:
        found = person_by_email(session, account.email)
    assert found is not None
    with database.reading(Scope(person=found.id), Role.IDENTITY) as session:
        homes = select(Cooperative.cooperative_id).order_by(alphabetical(Cooperative.name))
        present = select(Membership).where(Membership.until.is_(None))
        members = {each.cooperative_id: each.id for each in session.scalars(present)}
        held = session.execute(
            select(RoleHeld.member_id, RoleHeld.name).where(RoleHeld.until.is_(None))
        ).all()
        return [
            Scope(
                found.id,
                home,
                members[home],
                signed_in | {name for who, name in held if who == members[home]},
            )
            for home in session.scalars(homes)
            if home in members
        ]
