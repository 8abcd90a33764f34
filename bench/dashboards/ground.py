"""What the bench stands on: real servers, thrown away at the end, with generated cooperatives in them."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Self
from uuid import UUID

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from demo.large.cooperatives import slug
from demo.large.loading import load
from demo.large.sizes import Size
from kernel import preparation
from kernel.house import House, furnish
from kernel.settings import Settings
from kernel.walls import Role
from local.instance import ROOT
from local.parts import embedded
from local.postgres import SMALL
from tenants.service import cooperatives

# As an installation has them, so that what is written is on the disk; the rest of the load is what differs.
POSTGRES = (*SMALL, "max_connections=100", "max_wal_size=2GB")
SECRET = "a secret of forty characters, for the bench"  # noqa: S105 - of servers thrown away  # nosec B105


@dataclass(frozen=True)
class Ground:
    """Servers, and the settings of the installation on them."""

    settings: Settings
    folder: Path

    @cached_property
    def house(self) -> House:
        """The parts of the installation."""
        return furnish(self.settings)

    def load(self, size: Size) -> UUID:
        """Load cooperatives; gives the large one."""
        load(self.settings, size)
        with self.house.database.reading() as session:
            found = cooperatives.by_slug(session, slug=slug(size))
        if found is None:
            raise LookupError(slug(size))
        return found

    def copy(self, name: str) -> Self:
        """The same installation on a copy of its database, nobody being connected to it meanwhile."""
        self.house.database.close()
        return self._beside(name, template=self.database)

    def bare(self) -> Self:
        """A database on the same server in which nothing was made, for what baselines keep in tables."""
        return self._beside("bare", template="template0")

    @property
    def database(self) -> str:
        """The name of its database."""
        return str(make_url(self.settings.database_url).database)

    def _beside(self, name: str, *, template: str) -> Self:
        with self.administrator() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
        url = make_url(self.settings.database_url).set(database=name)
        return replace(
            self, settings=replace(self.settings, database_url=url.render_as_string(hide_password=False))
        )

    @contextmanager
    def administrator(self) -> Iterator[Connection]:
        """A connection of the superuser to this database, each statement on its own."""
        above = make_url(str(self.settings.database_admin_url))
        url = above.set(drivername="postgresql+psycopg", database=self.database)
        engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            yield connection

    @property
    def environment(self) -> dict[str, str]:
        """The same settings, as the environment of a program."""
        paths = os.pathsep.join((str(ROOT / "platform"), str(ROOT)))
        return {
            "PATH": os.defpath,
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONPATH": paths,
            "DATABASE_URL": self.settings.database_url,
            "REDIS_URL": self.settings.redis_url,
            "MUSETTE_SECRET_KEY": self.settings.secret_key,
            "MUSETTE_PUBLIC_URL": self.settings.public_url,
            "MUSETTE_MAIL_URL": self.settings.mail_url,
            "MUSETTE_EMBEDDED": "1",
        }


@contextmanager
def ground() -> Iterator[Ground]:
    """Servers with a migrated database."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="musette-bench-")))
        urls = stack.enter_context(embedded(folder, POSTGRES))
        settings = Settings(
            database_url=urls.database_url,
            redis_url=f"{urls.redis_url}?db=0",
            secret_key=SECRET,
            public_url="http://127.0.0.1:8000",
            database_admin_url=urls.admin_url,
            mail_url=f"mailbox://{folder}/mailbox",
            embedded=True,
        )
        preparation.prepare(settings)
        made = Ground(settings, folder)
        with made.administrator() as connection:
            # What takes too long is to be measured, not to be cut.
            connection.execute(text(f"ALTER ROLE {Role.MACHINE} SET idle_in_transaction_session_timeout = 0"))
        yield made
        made.house.database.close()
