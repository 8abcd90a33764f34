"""Every page that is read, asked for once in a run: what several tests say of it is of the same answer.

A role reads all its pages in a language, one after the other, as the same browser would. The process that
needs them first reads them and writes down what it got, for the others: all have copies of the same story.
"""

import fcntl
import pickle
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.wrappers import Response

import web.tables
from bench.asked import statements
from kernel.house import House
from kernel.tables import models_of
from kernel.walls import Role
from musette.service.acts import Act
from tests.conftest import stranger
from tests.story import Story
from tests.web.addresses import SKIPPED, Address, every_page, path_of, person_of
from tests.world import carry, open_door, reads

PAGES = [page for page in every_page() if page.endpoint not in SKIPPED]
LANGUAGES = ("fr", "en")
# Noted apart from the page: that a peer has read somebody's level, and the hour in which a link was opened.
APART = {"reading", "link_reading"}
BUT = {"entry": f" WHERE verb <> '{Act.TAKE_FILE}'"}  # nor that a file with parts of others was taken
TABLES = sorted(name for module in web.tables.MODELS for name in models_of(module) if name not in APART)


class Answer(Response):
    """What was answered, read whole."""

    @property
    def text(self) -> str:
        """Its words."""
        return self.get_data(as_text=True)


@dataclass(frozen=True)
class Seen:
    """One page as it was read: what was answered, or the fault met instead, and what PostgreSQL was asked."""

    path: str
    statements: list[str]
    answered: tuple[bytes, str, list[tuple[str, str]]] | None = None
    fault: Exception | None = None

    @property
    def answer(self) -> Answer:
        """The answer; raises the fault if there was one."""
        if self.fault:
            raise self.fault
        assert self.answered
        return Answer(*self.answered)


@dataclass(frozen=True)
class Round:
    """What a role has read in a language, and the rows there were before and after."""

    pages: dict[Address, Seen]
    before: dict[str, int]
    after: dict[str, int]


@dataclass
class Crawl:
    """The rounds made so far in a story."""

    app: Flask
    house: House
    story: Story
    folder: Path
    rounds: dict[tuple[str, str], Round] = field(default_factory=dict)

    def round(self, role: str, language: str) -> Round:
        """Every page of a role in a language, read at the first call of the run."""
        if (role, language) not in self.rounds:
            place = self.folder / f"crawl_{role}_{language}"
            with place.with_suffix(".lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                made = self._found(place) or self._made(role, language)
                if not place.exists() and not any(seen.fault for seen in made.pages.values()):
                    place.write_bytes(pickle.dumps(made))
            self.rounds[role, language] = made
        return self.rounds[role, language]

    def _found(self, place: Path) -> Round | None:
        """What a process of this run has read; a fault is not written down, each meets it itself."""
        if not place.exists():
            return None
        found: Round = pickle.loads(place.read_bytes())  # noqa: S301  this run wrote it
        return found

    def _made(self, role: str, language: str) -> Round:
        client = self._client(role, language)
        paths = {page: path_of(page, self.story, self.app) for page in PAGES if page.role == role}
        before = counts(self.house)
        pages = {page: self._seen(client, path) for page, path in paths.items()}
        return Round(pages, before, counts(self.house))

    def seen(self, page: Address, language: str) -> Seen:
        """One page of it."""
        return self.round(page.role, language).pages[page]

    def _client(self, role: str, language: str) -> FlaskClient:
        client, person = stranger(self.app, language), person_of(role, self.story)
        if person is None:
            return client
        reads(self.house, person, language)
        return carry(client, self.house, open_door(self.house, person))

    def _seen(self, client: FlaskClient, path: str) -> Seen:
        with statements() as asked:
            try:
                answer = client.get(path)
                return Seen(path, asked, (answer.data, answer.status, list(answer.headers)))
            except Exception as fault:  # noqa: BLE001  it is raised in the test of this page
                return Seen(path, asked, fault=fault)


def counts(house: House) -> dict[str, int]:
    """How many rows each table holds, asked of all of them at once."""
    each = (f'(SELECT count(*) FROM "{name}"{BUT.get(name, "")}) AS "{name}"' for name in TABLES)
    with house.database.engine(Role.BACKUP).connect() as connection:
        return dict(connection.execute(text(f"SELECT {', '.join(each)}")).mappings().one())
