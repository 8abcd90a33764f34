"""The operator's command line on the database of the tests."""

from collections.abc import Iterator
from functools import partial

import pytest

from kernel.settings import Settings
from tests.commandline import Operator, call
from web.commands import parts


@pytest.fixture
def operator(settings: Settings, capsys: pytest.CaptureFixture[str]) -> Iterator[Operator]:
    """Calls `musette` with these words, in this process, on the application's own roles."""
    assert settings  # the environment holds them
    parts.house.cache_clear()
    yield partial(call, capsys)
    if parts.house.cache_info().currsize:
        parts.house().database.close()
    parts.house.cache_clear()
