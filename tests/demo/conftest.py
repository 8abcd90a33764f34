"""What the tests of the load read."""

from collections.abc import Iterator

import pytest

from demo.accounts import offered
from kernel.db import Database
from kernel.house import House, furnish
from kernel.scope import Scope
from kernel.settings import Settings
from kernel.walls import Role
from local.parts import Urls
from pages.permissions import MEMBER, SIGNED_IN
from people.queries import person_by_email
from tenants.queries.cooperatives import belongings
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


@pytest.fixture
def empty(urls: Urls, demonstration_settings: Settings, worker_number: int) -> Settings:
    """The settings of a database that was only migrated."""
    name = f"musette_empty_{worker_number}"
    with alone(urls) as admin:
        copy_database(admin, TEMPLATE, name)
    return other(demonstration_settings, name)


def scopes_of(database: Database, key: str) -> list[Scope]:
    """The scopes in which an account offered may act, one a cooperative, by the cooperative's name."""
    account = next(each for each in offered() if each.key == key)
    with database.reading(role=Role.IDENTITY) as session:
        found = person_by_email(session, account.email)
    assert found is not None
    with database.reading(Scope(person=found.id), Role.IDENTITY) as session:
        places = belongings(session)
    return [
        Scope(found.id, each.cooperative_id, each.member_id, frozenset((SIGNED_IN, MEMBER)) | each.roles)
        for each in places
    ]
