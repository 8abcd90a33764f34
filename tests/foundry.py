"""What many tests begin with: built once by the services in each process, then copied row by row.

A copy holds what the services wrote, under other ids and addresses: tests stay as far apart as if each had
built its own, and none waits for it. Keys and checks hold for it as for any row. Jobs that are done, mails
that were sent, and what Valkey keeps for a while are not copied.
"""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any, TypeVar, cast
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import make_url

import web.tables
from kernel.settings import Settings
from kernel.tables import Base, models_of
from tests.servers import connected
from tests.world import World

OWNERS = ("cooperative_id", "person_id", "scope_id")  # the columns that say whose a row is
DONE = {"job": "done_at IS NOT NULL"}
MODELS = {name: model for module in web.tables.MODELS for name, model in models_of(module).items()}
# An id in full, without its dashes as in an address, and how it begins as in a slug.
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|[0-9a-f]{12}")
Made = TypeVar("Made")
Names = Mapping[str, str]


@dataclass(frozen=True)
class Mould:
    """What was built, its scopes, and its rows by table as one text."""

    made: object
    scopes: frozenset[UUID]
    rows: str
    insertion: str


class Foundry:
    """Builds each thing once, and gives copies of it."""

    def __init__(self, admin: Connection) -> None:
        """Reads and writes as the superuser, for whom every row is there."""
        self._admin = admin
        self._moulds: dict[object, Mould] = {}

    def cast(self, build: Callable[[World], Made], world: World) -> Made:
        """What `build` makes, in this world: built at the first call, and copied each time."""
        if build not in self._moulds:
            self._moulds[build] = self._mould(build, World(world.house))
        mould = self._moulds[build]
        names = other_names(mould)
        self._admin.execute(text(mould.insertion), {"rows": renamed(mould.rows, names)})
        world.scopes |= {UUID(names[str(each)]) for each in mould.scopes}
        return cast("Made", Copying(world, names).copy(mould.made))

    def _mould(self, build: Callable[[World], object], world: World) -> Mould:
        """Build it, let its jobs run, and keep every row of its cooperatives and people."""
        made = build(world)
        world.run_jobs()
        rows = {name: found for name in MODELS if (found := self._rows(name, world.scopes))}
        return Mould(made, frozenset(world.scopes), json.dumps(rows), insertion(rows))

    def _rows(self, table: str, scopes: Collection[UUID]) -> list[object]:
        """What a table holds of some cooperatives and people."""
        owners = [f'"{name}" = ANY(:scopes)' for name in owners_of(table)]
        if not owners:
            return []
        rest = f"AND NOT ({DONE[table]})" if table in DONE else ""
        sql = f'SELECT to_jsonb(each) FROM "{table}" AS each WHERE ({" OR ".join(owners)}) {rest}'
        return list(self._admin.scalars(text(sql), {"scopes": list(scopes)}))


@pytest.fixture(scope="session")
def foundry(settings: Settings) -> Iterator[Foundry]:
    """Where what many tests begin with is built once, then copied."""
    own = make_url(settings.database_url).database
    with connected(make_url(str(settings.database_admin_url)).set(database=own)) as admin:
        yield Foundry(admin)


def owners_of(table: str) -> Iterator[str]:
    """The columns of a table that say whose its rows are."""
    columns = MODELS[table].__table__.columns
    yield from (name for name in OWNERS if name in columns)
    if table == "person":
        yield "id"


def insertion(tables: Collection[str]) -> str:
    """One statement that writes rows into these tables: what they owe one another is checked at its end."""
    each = (
        f'"in {name}" AS (INSERT INTO "{name}" SELECT * FROM'
        f" jsonb_populate_recordset(NULL::\"{name}\", CAST(:rows AS jsonb) -> '{name}'))"
        for name in tables
    )
    return f"WITH {', '.join(each)} SELECT"


def other_names(mould: Mould) -> Names:
    """Another name for each id that stands in the rows of a mould."""
    names: dict[str, str] = {}
    for found in {UUID(each) for each in ID.findall(mould.rows) if "-" in each}:
        other = uuid4()
        names |= {str(found): str(other), found.hex: other.hex, found.hex[:12]: other.hex[:12]}
    return names


def renamed(words: str, names: Names) -> str:
    """A text in which ids have their other names."""
    return ID.sub(lambda found: names.get(found[0], found[0]), words)


class Copying:
    """Copies what was built, with the names its rows have now."""

    def __init__(self, world: World, names: Names) -> None:
        self._world = world
        self._names = names
        self._copies: dict[int, object] = {}

    def copy(self, thing: object) -> object:
        """The same thing in this world; what was one object is still one."""
        if id(thing) not in self._copies:
            self._copies[id(thing)] = self._copied(thing)
        return self._copies[id(thing)]

    def _copied(self, thing: Any) -> object:
        copied = thing
        match thing:
            case World():
                copied = self._world
            case UUID():
                copied = UUID(renamed(str(thing), self._names))
            case str() if not isinstance(thing, Enum):
                copied = renamed(thing, self._names)
            case list() | tuple() | set() | frozenset():
                copied = type(thing)(self.copy(each) for each in thing)
            case dict():
                copied = {self.copy(key): self.copy(value) for key, value in thing.items()}
            case Base():
                copied = self._with(thing, [each.key for each in inspect(type(thing)).column_attrs])
            case _ if is_dataclass(thing):
                copied = self._with(thing, [each.name for each in fields(thing)])
        return copied

    def _with(self, thing: Any, names: Collection[str]) -> object:
        return type(thing)(**{name: self.copy(getattr(thing, name)) for name in names})
