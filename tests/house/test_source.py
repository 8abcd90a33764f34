"""What the import contracts cannot see in the source."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import PLATFORM, ROOT, calls, functions, length, modules, name_of, rooms, tree

LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
LONGEST_JOB = 12
MOST_METHODS = 12
REASON = 3  # words
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "base", "tools"}
DOORS = {
    *("charters", "terms", "amendments", "kit", "register", "processing", "retention", "facts"),
    *("views", "forms", "jobs", "charts", "descriptions", "pictures", "letters", "service", "permissions"),
    *("queries", "models", "board", "rules", "display", "disclosure", "cuts", "portrait", "drafts", "draw"),
    *("measures", "figures", "proposals", "gathered", "merging", "admission", "candidates", "answers"),
    *("ledger", "audit", "tabular", "photos", "copies", "papers", "archives", "parcels", "joint", "pieces"),
    "erasures",
    *("referential", "addresses", "ground", "wheel", "passwords"),
    *("words", "story", "figures", "rulers", "ruled", "plates", "overlay"),
    *("claims", "plain", "vocabulary", "linked", "identifiers", "sealing", "signing", "status", "documents"),
    *("reading", "verifying", "luggage", "hosted", "baking", "labels"),
}
DOORLESS = {"kernel", "pages", "web", "demo"}  # rooms whose modules are named after what they hold
SILENCED = re.compile(r"#\s*(noqa|type:\s*ignore|nosec|pragma)")
CODES = re.compile(r"noqa(: [A-Z0-9, ]+)?|type: ignore(\[[a-z, -]+\])?|nosec( [A-Z0-9, ]+)?|[-#(),]")
UNFINISHED = re.compile(r"#\s*(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)")


def test_the_source_root_has_no_init() -> None:
    assert not (PLATFORM / "__init__.py").exists(), "it would hide Python's own `platform`"


def test_no_room_takes_the_name_of_a_standard_module() -> None:
    assert not rooms() & sys.stdlib_module_names


def test_every_room_stands_in_the_contracts() -> None:
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    floors = {room for line in configured["contracts"][0]["layers"] for room in re.split(r"[ |:]+", line)}
    assert set(configured["root_packages"]) == rooms() | {"worker"} == floors
    doors = set(configured["contracts"][1]["containers"])
    assert doors == rooms() - DOORLESS


def test_rooms_have_the_same_doors() -> None:
    for room in rooms() - DOORLESS:
        found = {path.stem for path in (PLATFORM / room).glob("*.py")} | {
            path.parent.name for path in (PLATFORM / room).glob("*/__init__.py")
        }
        assert found - {"__init__"} <= DOORS, f"{room} has a door of its own"


def test_init_files_hold_one_docstring() -> None:
    for path in modules():
        if path.name == "__init__.py":
            body = tree(path).body
            assert len(body) == 1, name_of(path)
            assert ast.get_docstring(tree(path)), name_of(path)


def test_nothing_is_a_drawer() -> None:
    for path in modules("platform", "worker", "local", "tests", "bench", "migrations"):
        names = {path.stem, *path.relative_to(ROOT).parts[:-1]}
        assert not names & DRAWERS, name_of(path)


def test_modules_and_functions_keep_to_their_walls() -> None:
    for path in modules():
        lines = path.read_text(encoding="utf8").count("\n")
        assert lines <= LONGEST_MODULE, f"{name_of(path)}: {lines} lines"
        for function in functions(path):
            assert length(function) <= LONGEST_FUNCTION, f"{name_of(path)}: {function.name}"


def test_jobs_are_doorbells() -> None:
    for path in (ROOT / "worker" / "jobs.py", ROOT / "worker" / "mails.py"):
        for function in functions(path):
            assert length(function) <= LONGEST_JOB, f"{name_of(path)}: {function.name}"


def test_classes_have_twelve_methods_at_most() -> None:
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef):
                methods = [each for each in node.body if isinstance(each, ast.FunctionDef)]
                assert len(methods) <= MOST_METHODS, f"{name_of(path)}: {node.name}"


def test_no_import_hides_in_a_function() -> None:
    for path in modules():
        for function in functions(path):
            hidden = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
            assert not hidden, f"{name_of(path)}: {function.name}"


@pytest.mark.parametrize(
    ("home", "names"),
    [
        ("platform/kernel/db.py", {"session.commit", "self.commit", "here.commit"}),
        ("platform/kernel/clock.py", {"datetime.now", "datetime.utcnow", "date.today", "time.time"}),
        ("platform/kernel/settings.py", {"os.environ", "os.getenv"}),
    ],
)
def test_some_names_have_one_home(home: str, names: set[str]) -> None:
    for path in modules():
        if name_of(path) != home:
            used = {f"{name} at line {line}" for name, line in calls(path) if ends(name, names)}
            assert not used, f"{name_of(path)}: {used}"
    assert any(ends(name, names) for name, _line in calls(ROOT / home)), f"{home} does not use them either"


def test_every_commit_is_in_the_unit_of_work() -> None:
    for path in modules():
        if name_of(path) != "platform/kernel/db.py":
            assert ".commit()" not in path.read_text(encoding="utf8"), name_of(path)


def test_silences_have_their_reason() -> None:
    for path in modules():
        for line in path.read_text(encoding="utf8").splitlines():
            if SILENCED.search(line):
                reason = CODES.sub(" ", line.partition("#")[2]).split()
                assert len(reason) >= REASON, f"{name_of(path)}: {line.strip()}"


def test_nothing_is_left_for_later() -> None:
    for path in modules("platform", "worker", "local", "tests", "bench", "migrations"):
        assert not UNFINISHED.search(path.read_text(encoding="utf8")), name_of(path)


def test_the_project_names_no_registry_and_no_machine() -> None:
    hosts = re.compile(r"python[h]osted|py[p]i\.org|registry\.[n]pm|/w[o]rk/")
    for path in text_files():
        assert not hosts.search(path.read_text(encoding="utf8")), name_of(path)


def text_files() -> Iterator[Path]:
    """The files of the project that people write."""
    suffixes = {".py", ".md", ".toml", ".txt", ".yml", ".yaml", ".html", ".css", ".js", ".po"}
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith((".", "__pycache__", "node_modules")) for part in parts)
        if path.is_file() and path.suffix in suffixes and not hidden:
            yield path


def ends(name: str, names: set[str]) -> bool:
    """Whether a dotted name is one of these, or ends with one."""
    return any(name == each or name.endswith(f".{each}") for each in names)
