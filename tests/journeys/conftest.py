"""The stage on which stories are told."""

from collections.abc import Callable, Iterator

import pytest

from assessment.referential import Language
from kernel.house import House
from tests.browser import PageAt, serving
from tests.journeys.stage import Days, Stage
from tests.journeys.words import Words
from tests.world import World
from web.application import create_app
from web.commands import parts

SetStage = Callable[..., Stage]


@pytest.fixture
def set_stage(house: House, world: World, page_at: PageAt, complaints: list[str]) -> Iterator[SetStage]:
    """Serves the application for one story; gives the stage of a language and a width."""
    app, days = create_app(house=house), Days()
    app.wsgi_app = days.serving(app.wsgi_app)  # type: ignore[method-assign] # how Flask documents it
    with serving(app) as address:

        def make(language: Language, width: int, *, javascript: bool = True) -> Stage:
            return Stage(world, days, address, Words(language), page_at, complaints, width, javascript)

        yield make


@pytest.fixture(autouse=True, scope="session")
def operator() -> Iterator[None]:
    """The parts the command line has opened are closed in the end."""
    yield
    if parts.house.cache_info().currsize:
        parts.house().database.close()
        parts.house.cache_clear()
