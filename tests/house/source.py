"""The source of the house, read as text and as trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLATFORM = ROOT / "platform"
SHIPPED = ("platform", "worker")


def rooms() -> set[str]:
    """The rooms of the house: the folders of `platform/` that hold Python."""
    return {path.parent.name for path in PLATFORM.glob("*/__init__.py")}


def modules(*folders: str) -> Iterator[Path]:
    """Every module under these folders, caches left out."""
    for folder in folders or SHIPPED:
        yield from sorted(path for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts)


def name_of(path: Path) -> str:
    """A path as the project knows it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """A module, parsed."""
    return ast.parse(path.read_text(encoding="utf8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module, methods and inner ones included."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many lines a function takes."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def calls(path: Path) -> Iterator[tuple[str, int]]:
    """Every dotted name a module uses, with its line: « clock.now », « session.commit »."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node), node.lineno
