"""Where transactions begin and end: one unit of work for a request or a job, inside a scope.

Services add, change and read; only this module commits. PostgreSQL holds the wall; the two session events
below are its second layer, there for the day a filter is forgotten.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Engine, PoolProxiedConnection, create_engine, event, func, inspect, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.orm import (
    ORMExecuteState,
    Session,
    with_loader_criteria,
)
from sqlalchemy.orm.util import LoaderCriteriaOption

from kernel.connections import discard_closed
from kernel.scope import Scope
from kernel.settings import Settings, SettingsError
from kernel.tables import Base, CooperativeOwned, PersonOwned
from kernel.walls import Role

NOWHERE = Scope()
POOL_SIZE = 5
SCOPE, READ_ONLY = "musette_scope", "musette_read_only"  # what a unit of work tells its connections
ABOVE_COOPERATIVES = frozenset((Role.IDENTITY, Role.RELAY, Role.OWNER))


class OutOfScope(Exception):  # noqa: N818 - it names what the row is
    """A row was read or written outside the scope of the unit of work: a bug, never a user's fault."""


class UnitOfWork(Session):
    """A session that serves one scope, in one database role, for its whole life."""

    @property
    def scope(self) -> Scope:
        """On whose behalf this unit of work reads and writes."""
        scope: Scope = self.info["scope"]
        return scope

    @property
    def cooperative(self) -> UUID:
        """The cooperative in scope; raises OutOfScope when there is none."""
        if self.scope.cooperative is None:
            raise OutOfScope("no cooperative in scope")
        return self.scope.cooperative

    @property
    def person(self) -> UUID:
        """The person in scope; raises OutOfScope when there is none."""
        if self.scope.person is None:
            raise OutOfScope("no person in scope")
        return self.scope.person

    @property
    def member(self) -> UUID:
        """The member in scope; raises OutOfScope when there is none."""
        if self.scope.member is None:
            raise OutOfScope("no member in scope")
        return self.scope.member

    @cached_property
    def in_cooperative(self) -> LoaderCriteriaOption:
        """What keeps a query to the rows of the cooperative in scope; making it takes as long as asking."""
        value = self.cooperative
        return with_loader_criteria(
            CooperativeOwned, lambda row: row.cooperative_id == value, include_aliases=True
        )

    @cached_property
    def of_person(self) -> LoaderCriteriaOption:
        """The same, to the rows of the person in scope."""
        value = self.person
        return with_loader_criteria(PersonOwned, lambda row: row.person_id == value, include_aliases=True)

    def add_once(self, row: Base) -> bool:
        """Insert a row unless one of its keys is taken already, and say whether it was inserted.

        A form sent twice carries the same hidden id: the second time is no error and changes nothing.
        """
        _stamp(self, row)
        mapper = inspect(type(row))
        found = {each.key: getattr(row, each.key) for each in mapper.column_attrs}
        given = {name: value for name, value in found.items() if name in inspect(row).dict}
        statement = insert(type(row)).values(given).on_conflict_do_nothing()
        return self.execute(statement.returning(*mapper.primary_key)).first() is not None

    def one_at_a_time(self, *names: object, of: UUID | None = None) -> None:
        """Wait until no other unit of work does this in the cooperative, or for whomever it is `of`.

        The next one waits for our end.
        """
        key = " ".join(str(each) for each in (of or self.cooperative, *names))
        self.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))

    def after_commit(self, act: Callable[[], None]) -> None:
        """Do this once everything is safely written, and not at all if the work is undone."""
        self.info["after_commit"].append(act)


def address(name: str, url: str) -> URL:
    """The address of a PostgreSQL database; raises SettingsError when this is none."""
    try:
        return make_url(url).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as fault:
        raise SettingsError(f"{name} must look like postgresql://host:5432/musette") from fault


class Database:
    """The engines of each role, made at first use and never carried across a fork."""

    def __init__(self, settings: Settings, **info: object) -> None:
        """Reach the database of these settings; `info` is handed to every unit of work."""
        self._url = address("DATABASE_URL", settings.database_url)
        self._passwords = settings.database_passwords
        self._info = info
        self._engines: dict[tuple[int, Role], Engine] = {}

    def engine(self, role: Role) -> Engine:
        """The engine of a role, in this process."""
        key = (os.getpid(), role)
        if key not in self._engines:
            # A fault goes to logs: it must not carry the values of the statement.
            made = create_engine(
                self.url(role),
                pool_size=POOL_SIZE,
                hide_parameters=True,
                connect_args={"autocommit": True},  # psycopg begins nothing by itself: `begin` does
            )
            discard_closed(made)
            event.listen(made, "begin", begin)
            self._engines[key] = made
        return self._engines[key]

    def url(self, role: Role) -> URL:
        """Where a role connects to, its password included."""
        password = self._passwords.get(role.name.lower())
        return self._url.set(username=role.value, password=password)

    @contextmanager
    def unit_of_work(self, scope: Scope = NOWHERE, role: Role = Role.APP) -> Iterator[UnitOfWork]:
        """A transaction inside a scope: committed when the block ends well, undone when it does not."""
        with self._session(scope, role, read_only=False) as session:
            yield session
            session.commit()
            acts: Sequence[Callable[[], None]] = session.info["after_commit"]
        for act in acts:
            act()

    @contextmanager
    def reading(self, scope: Scope = NOWHERE, role: Role = Role.APP) -> Iterator[UnitOfWork]:
        """A transaction in which PostgreSQL refuses any write; nothing is written at its end."""
        with self._session(scope, role, read_only=True) as session:
            yield session
            if session.in_transaction():
                keep_prepared(session.connection())

    def rows(self, role: Role, statement: str, values: Mapping[str, object]) -> Sequence[tuple[Any, ...]]:
        """What one statement finds, by itself: no session, no transaction (see `kernel.prepared`)."""
        try:
            held = self.engine(role).raw_connection()
            try:
                return driver(held).execute(statement, values).fetchall()
            finally:
                if driver(held).closed:
                    held.invalidate()
                held.close()
        except psycopg.OperationalError as fault:
            raise OperationalError(statement, None, fault, hide_parameters=True) from fault

    def _session(self, scope: Scope, role: Role, *, read_only: bool) -> UnitOfWork:
        engine = self.engine(role).execution_options(**{SCOPE: scope, READ_ONLY: read_only})
        info = {**self._info, "scope": scope, "role": role, "after_commit": []}
        return UnitOfWork(engine, expire_on_commit=False, info=info)

    def close(self) -> None:
        """Give every connection back."""
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()


def driver(held: PoolProxiedConnection) -> "psycopg.Connection[tuple[object, ...]]":
    """The connection as psycopg knows it."""
    link: psycopg.Connection[tuple[object, ...]] = held.driver_connection  # type: ignore[assignment] # it is open
    return link


def keep_prepared(connection: Connection) -> None:
    """End a transaction that has read by a COMMIT.

    After a ROLLBACK psycopg forgets every statement it has prepared: PostgreSQL would plan each page anew.
    """
    try:
        driver(connection.connection).commit()
    except psycopg.OperationalError as fault:
        raise OperationalError("COMMIT", None, fault, hide_parameters=True) from fault


def begin(connection: Connection) -> None:
    """Begin a transaction and tell PostgreSQL, for it only, whom we act for: one message, one round trip."""
    options = connection.get_execution_options()
    words = beginning(options.get(SCOPE, NOWHERE), read_only=options.get(READ_ONLY, False))
    try:
        driver(connection.connection).execute(words, prepare=False)  # several commands, new ones each time
    except psycopg.OperationalError as fault:
        raise OperationalError(words, None, fault, hide_parameters=True) from fault


def beginning(scope: Scope, *, read_only: bool) -> str:
    """The commands that begin a transaction in a scope. Only identifiers are written into them."""
    words = "BEGIN READ ONLY" if read_only else "BEGIN"
    if not (scope.person or scope.cooperative or scope.member):
        return words
    names = {"person_id": scope.person, "cooperative_id": scope.cooperative, "member_id": scope.member}
    settings = (
        f"set_config('app.{name}', '{each.hex if each else ''}', true)" for name, each in names.items()
    )
    return f"{words}; SELECT {', '.join(settings)}"


@event.listens_for(UnitOfWork, "do_orm_execute")
def stay_inside(state: ORMExecuteState) -> None:
    """Add the scope to every query on owned rows; refuse those made without one."""
    session = state.session
    if not isinstance(session, UnitOfWork) or session.info["role"] in ABOVE_COOPERATIVES:
        return
    models = [mapper.class_ for mapper in state.all_mappers]
    if any(issubclass(model, CooperativeOwned) for model in models):
        state.statement = state.statement.options(session.in_cooperative)
    if any(issubclass(model, PersonOwned) for model in models):
        state.statement = state.statement.options(session.of_person)


@event.listens_for(UnitOfWork, "before_flush")
def stamp(session: UnitOfWork, _context: object, _instances: object) -> None:
    """Write the scope on new rows; refuse rows of another one."""
    for row in (*session.new, *session.dirty, *session.deleted):
        _stamp(session, row)


def _stamp(session: UnitOfWork, row: object) -> None:
    if isinstance(row, CooperativeOwned):
        _own(row, "cooperative_id", session.cooperative)
    if isinstance(row, PersonOwned):
        _own(row, "person_id", session.person)


def _own(row: object, column: str, value: UUID) -> None:
    if getattr(row, column) is None:
        setattr(row, column, value)
    elif getattr(row, column) != value:
        raise OutOfScope(f"{type(row).__name__} belongs to another {column}")
