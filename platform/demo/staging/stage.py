"""A cooperative being told: its ids, its scopes, and rows inserted once however often the load is begun."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import cast
from uuid import NAMESPACE_DNS, UUID, uuid5

from sqlalchemy import Table, inspect
from sqlalchemy.dialects.postgresql import insert

from demo.plot.cast import address
from demo.plot.days import Days, Season, closings, seasons
from demo.plot.plots import Plot
from kernel import clock
from kernel.db import Database, UnitOfWork
from kernel.scope import Scope
from kernel.tables import Base, CooperativeOwned, Json, PersonOwned
from kernel.walls import Role
from pages.permissions import MEMBER, SIGNED_IN

NAMESPACE = uuid5(NAMESPACE_DNS, "demonstration.example")


def key(*words: object) -> UUID:
    """The id of a row: always the same for the same words."""
    return uuid5(NAMESPACE, "/".join(map(str, words)))


def person_id(name: str) -> UUID:
    """The id of somebody's account."""
    return key("person", address(name))


def put(session: UnitOfWork, model: type[Base], rows: Sequence[Json]) -> None:
    """Insert rows of the scope, all with the same columns, except those whose key is there already."""
    if not rows:
        return
    owner: Json = {}
    if issubclass(model, CooperativeOwned):
        owner["cooperative_id"] = session.cooperative
    if issubclass(model, PersonOwned):
        owner["person_id"] = session.person
    statement = insert(cast("Table", inspect(model).local_table)).on_conflict_do_nothing()
    owned = [{**owner, **row} for row in rows]
    # Without the mapper, and a single row on its own: thousands of insertions take half the time.
    session.connection().execute(statement, owned if len(owned) > 1 else owned[0])


@dataclass(frozen=True)
class Stage:
    """Where one cooperative is told: in a database, from a day on, under the key of the installation."""

    database: Database
    days: Days
    plot: Plot
    secret_key: str

    @property
    def cooperative(self) -> UUID:
        """The id of the cooperative."""
        return key("cooperative", self.plot.slug)

    @property
    def seasons(self) -> list[Season]:
        """Its seasons, the last one being the present."""
        return seasons(self.plot.closed)

    @property
    def closings(self) -> Sequence[int]:
        """The days its campaigns closed."""
        return closings(self.plot.closed)

    def member(self, name: str) -> UUID:
        """The id of a member."""
        return key("member", self.plot.slug, address(name))

    def scope(self, name: str) -> Scope:
        """The scope in which a member acts."""
        roles = (role.value for role in self.plot.named[name].roles)
        return Scope(
            person_id(name), self.cooperative, self.member(name), frozenset((SIGNED_IN, MEMBER, *roles))
        )

    def acting(self, name: str) -> AbstractContextManager[UnitOfWork]:
        """A unit of work of a member."""
        return self.database.unit_of_work(self.scope(name))

    def together(self) -> AbstractContextManager[UnitOfWork]:
        """A unit of work of the cooperative, in which nobody in particular acts."""
        return self.database.unit_of_work(Scope(cooperative=self.cooperative))

    @contextmanager
    def machine(self, day: int, minute: int = 0) -> Iterator[UnitOfWork]:
        """A unit of work of the jobs of the cooperative, lived at a moment of a day."""
        scope = Scope(cooperative=self.cooperative)
        with clock.at(self.days.at(day, minute)), self.database.unit_of_work(scope, Role.MACHINE) as session:
            yield session
