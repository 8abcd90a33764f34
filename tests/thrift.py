"""What each test would pay for and none asks about: paid once in a run, or not at all.

Templates are compiled once, whichever application renders them; a chart is rendered once, whoever looks at
it. A password takes little to hash: what it costs whoever guesses is told by `people.passwords`, and a test
of accounts reads it there. What the tests have imported is never garbage: the collector looks elsewhere, and
less often than it would, for a twentieth of the time went into looking.
"""

import gc
import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import vl_convert
from argon2 import PasswordHasher
from jinja2 import FileSystemBytecodeCache

from people import passwords
from web.application import Musette

KEPT = "musette_kept"  # what the processes of xdist are told: where all of them keep what is made once
LEAST = 8  # kibibytes: argon2 takes no less
PATIENCE = 50_000  # objects made and not yet freed before the collector looks at the young ones

AS_SERVED = passwords.HASHER

_stack = ExitStack()
_folder = pytest.StashKey[Path]()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a process of xdist where all of them keep what is made once."""
    node.workerinput[KEPT] = str(node.config.stash[_folder])


def pytest_configure(config: pytest.Config) -> None:
    """Have every application of this process find its templates compiled."""
    told = getattr(config, "workerinput", {}).get(KEPT)
    folder = told or _stack.enter_context(tempfile.TemporaryDirectory(prefix="musette-kept-"))
    config.stash[_folder] = Path(folder)
    cache = FileSystemBytecodeCache(folder)
    Musette.jinja_options = {**Musette.jinja_options, "bytecode_cache": cache}


def pytest_unconfigure() -> None:
    """Forget with the run what it has kept."""
    _stack.close()


def pytest_collection_finish() -> None:
    """Leave what is there by now out of the collector's sight, and let it look less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(PATIENCE)


@pytest.fixture(scope="session")
def run_folder(request: pytest.FixtureRequest) -> Path:
    """Where the processes of a run keep what is made once."""
    return request.config.stash[_folder]


@pytest.fixture(autouse=True, scope="session")
def thrift(run_folder: Path) -> Iterator[None]:
    """Passwords that take no time, and charts rendered once."""
    render = vl_convert.vegalite_to_svg

    def drawn(spec: dict[str, Any], **options: Any) -> str:
        place = run_folder / hashlib.sha256(json.dumps([spec, options]).encode()).hexdigest()
        if not place.exists():
            draft = run_folder / uuid4().hex
            draft.write_text(render(spec, **options))
            draft.rename(place)
        return place.read_text()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vl_convert, "vegalite_to_svg", drawn)
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=LEAST, parallelism=1))
        yield
