"""The story that many tests read, told once in a run: each process has a copy of the database it was told in.

`ours` and `theirs` stand side by side in the database of this process: tests read them, and add to them at
most. `retold` gives our story in a database, a corner of Valkey and a mailbox of its own: anything may happen
to it there.
"""

import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
import redis
from sqlalchemy import inspect

from kernel.house import House, furnish
from kernel.settings import Settings
from kernel.tables import Base
from local.parts import Urls
from tests.servers import TEMPLATE, alone, copy_database, environment, settings_of
from tests.story import Story, tell
from tests.world import World
from worker import parts

TOLD = "musette_told"
LOCK = 20260723  # any number, the same in every process
CORNERS = 16  # of Valkey, beside those of the other tests: one for each story, then those of `retold`
MOST_RETOLD = 4  # by one process
OURS, THEIRS = 0, 1
READERS = (
    frozenset(("ours", "retold")),
    frozenset(("theirs",)),
)  # of each story

Retold = Callable[[], Story]


@pytest.fixture(scope="session")
def storybook(request: pytest.FixtureRequest, urls: Urls, run_folder: Path) -> Path | None:
    """Where the stories these tests read were written, once for all processes; None if they read none."""
    asked = {name for item in request.session.items for name in getattr(item, "fixturenames", ())}
    count = max((rank + 1 for rank, readers in enumerate(READERS) if readers & asked), default=0)
    if not count:
        return None
    folder = run_folder / TOLD
    with alone(urls, LOCK) as admin:
        if not folder.exists():
            draft = run_folder / f"{TOLD}_draft"
            copy_database(admin, TEMPLATE, TOLD)
            for rank in range(count):
                write(settings_of(urls, TOLD, CORNERS + rank, draft / f"letters{rank}"), draft / str(rank))
            draft.rename(folder)
    return folder


@pytest.fixture(scope="session")
def template(storybook: Path | None) -> str:
    """The database of which each process has a copy."""
    return TOLD if storybook else TEMPLATE


@pytest.fixture(scope="session")
def ours(storybook: Path, house: House) -> Story:
    """A cooperative in which everything has happened once; tests read it, and add to it at most."""
    return read(storybook, OURS, house)


@pytest.fixture(scope="session")
def theirs(storybook: Path, house: House) -> Story:
    """Another one beside it, which nobody of ours must ever reach."""
    return read(storybook, THEIRS, house)


@pytest.fixture(scope="session")
def retold(
    storybook: Path,
    urls: Urls,
    worker_number: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Retold]:
    """Gives our story apart, as it was told."""
    with ExitStack() as stack:
        corners = iter(range(MOST_RETOLD))

        def tell_again() -> Story:
            corner = CORNERS + len(READERS) + MOST_RETOLD * worker_number + next(corners)
            name = f"{TOLD}_{corner}"
            with alone(urls, LOCK) as admin:
                copy_database(admin, TOLD, name)
            apart = settings_of(urls, name, corner, tmp_path_factory.mktemp("letters"))
            house = furnish(apart)
            stack.callback(house.database.close)
            return read(storybook, OURS, house)

        yield tell_again


def write(settings: Settings, place: Path) -> None:
    """Tell a story in the database of these settings, and write down who is in it."""
    Path(urlsplit(settings.mail_url).path).mkdir(parents=True)
    house = furnish(settings)
    with working_at(house), place.open("wb") as file:
        Writing(file).dump(tell(World(house)))
    house.database.close()


def read(storybook: Path, rank: int, house: House) -> Story:
    """A story in a house that has a copy of its database, its letters and what Valkey keeps of it."""
    shutil.copytree(storybook / f"letters{rank}", urlsplit(house.settings.mail_url).path, dirs_exist_ok=True)
    url, _equal, number = house.settings.redis_url.rpartition("=")
    with closing(redis.Redis.from_url(f"{url}={CORNERS + rank}")) as corner:
        for key in corner.scan_iter():
            corner.copy(key, key, destination_db=number)
    return cast("Story", Reading(BytesIO((storybook / str(rank)).read_bytes()), house).load())


class Writing(pickle.Pickler):
    """Writes a story down, but for the house it happened in."""

    def persistent_id(self, thing: object) -> str | None:
        """How the house is named."""
        return "house" if isinstance(thing, House) else None

    def reducer_override(self, thing: object) -> Any:
        """A row is its columns: how it was read has no meaning elsewhere."""
        if not isinstance(thing, Base):
            return NotImplemented
        columns = [each.key for each in inspect(type(thing)).column_attrs]
        return row, (type(thing), {name: getattr(thing, name) for name in columns})


def row(model: type[Base], values: dict[str, object]) -> Base:
    """A row of these columns, which belongs to no unit of work."""
    return model(**values)


class Reading(pickle.Unpickler):
    """Reads a story, in another house."""

    def __init__(self, file: BytesIO, house: House) -> None:
        super().__init__(file)
        self._house = house

    def persistent_load(self, _name: object) -> House:
        """The house it happens in."""
        return self._house


@contextmanager
def working_at(house: House) -> Iterator[None]:
    """The jobs of this block are those of another house: its secrets, its address, its mails."""
    told = environment(house.settings)
    kept = {name: os.environ.get(name) for name in told}
    leave()
    os.environ.update(told)
    try:
        yield
    finally:
        leave()
        for name, value in kept.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def leave() -> None:
    """Let the parts of a worker be made anew, from the environment."""
    if parts.house.cache_info().currsize:
        parts.house().database.close()
    parts.forget()
