"""What a document may be, before it is read as linked data: JSON that cannot say one thing and sign another.

A proof covers statements (RDF), not the text they stand in. Whatever two readers may understand in two ways
is refused here: keys that are addresses or keywords, a thing told in two places, names of things without a
name, contexts brought along, values that linked data forgets.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

MOST_BYTES = 512 * 1024
MOST_DEPTH = 16
MOST_NESTED = 40  # levels of JSON, lists and bundled documents included
MOST_PARTS = 64  # documents in a bundle
MOST_NODES = 600
MOST_NAMELESS = 4  # in one list: their canonical order is found by trying every one (RDFC-1.0, 4.8)
CONTEXT = "@context"
PURPOSE = "proofPurpose"
EMBEDDING = "verifiableCredential"  # each document in there brings its own contexts

KEY = re.compile(r"[a-z][A-Za-z0-9]*")  # no « : » nor « @ »; a capital begins the name of a type
TYPE = re.compile(r"[A-Z0-9][A-Za-z0-9]*")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")  # and halves of letters

Document = dict[str, Any]


class Fault(StrEnum):
    """Why a document is not read any further."""

    TOO_LARGE = "too_large"
    NOT_JSON = "not_json"
    TWICE = "twice"  # one key, or one thing, told twice
    STRANGE_KEY = "strange_key"
    STRANGE_VALUE = "strange_value"
    NAMELESS = "nameless"  # `_:` names, or too many things without a name
    CONTEXT = "context"  # a context that is unknown, or stands where none may
    DROPPED = "dropped"  # a term that linked data would forget


class Unacceptable(Exception):  # noqa: N818 - it says what the document is
    """A document is refused before its proof is looked at; `where` is the key or the value at fault."""

    def __init__(self, fault: Fault, where: str = "") -> None:
        super().__init__(f"{fault}: {where[:80]}")
        self.fault = fault
        self.where = where[:80]


def parsed(content: bytes | str) -> Document:
    """The document of a JSON text; raises Unacceptable when it is too large, or not one JSON object."""
    if len(content) > MOST_BYTES:
        raise Unacceptable(Fault.TOO_LARGE)
    try:
        found = json.loads(content, object_pairs_hook=_once, parse_constant=_never)
    except (ValueError, RecursionError) as fault:
        raise Unacceptable(Fault.NOT_JSON) from fault
    if not isinstance(found, dict):
        raise Unacceptable(Fault.NOT_JSON)
    if _is_deep(found):
        raise Unacceptable(Fault.TOO_LARGE)
    return found


@dataclass
class Walk:
    """One reading of a document: the words of its vocabulary, and what has been told so far."""

    references: frozenset[str]  # keys whose values are identifiers
    words: set[str] = field(default_factory=set)
    several: set[tuple[str, ...]] = field(default_factory=set)  # types that one thing has together
    told: set[str] = field(default_factory=set)
    nodes: int = 0

    def node(self, node: Document, depth: int = 0) -> None:
        """Look at one thing and at all it holds; raises Unacceptable."""
        self.nodes += 1
        if depth > MOST_DEPTH or self.nodes > MOST_NODES:
            raise Unacceptable(Fault.TOO_LARGE)
        self._named(node)
        for key, value in node.items():
            if key == CONTEXT:
                continue
            if not KEY.fullmatch(key):
                raise Unacceptable(Fault.STRANGE_KEY, key)
            self.words.add(key)
            if key == "type":
                self._types(value if isinstance(value, list) else [value])
            elif key != EMBEDDING:
                self._value(key, value, depth)

    def _named(self, node: Document) -> None:
        """A thing with a name is told in one place; elsewhere, by its name and types at most."""
        name = node.get("id", "")
        if not isinstance(name, str):
            raise Unacceptable(Fault.STRANGE_VALUE, "id")
        if "id" in node and node.keys() - {"id", "type"}:
            if name in self.told:
                raise Unacceptable(Fault.TWICE, name)
            self.told.add(name)

    def _types(self, listed: list[str]) -> None:
        for each in listed:
            if not isinstance(each, str) or not TYPE.fullmatch(each):
                raise Unacceptable(Fault.STRANGE_VALUE, "type")
        self.words.update(listed)
        if len(listed) > 1:
            self.several.add(tuple(listed))

    def _value(self, key: str, value: object, depth: int) -> None:
        if isinstance(value, dict) and value and CONTEXT not in value:
            self.node(value, depth + 1)
        elif isinstance(value, list) and value:
            self._list(key, value, depth)
        elif isinstance(value, str):
            self._text(key, value)
        elif not isinstance(value, bool):  # numbers have several spellings; nothing says nothing
            raise Unacceptable(
                Fault.CONTEXT if isinstance(value, dict) and value else Fault.STRANGE_VALUE, key
            )

    def _list(self, key: str, values: list[Any], depth: int) -> None:
        if sum(isinstance(each, dict) and "id" not in each for each in values) > MOST_NAMELESS:
            raise Unacceptable(Fault.NAMELESS, key)
        if len(values) > 1 and len({_seen(each) for each in values}) < len(values):
            raise Unacceptable(Fault.TWICE, key)
        for each in values:
            if isinstance(each, list):
                raise Unacceptable(Fault.STRANGE_VALUE, key)
            self._value(key, each, depth)

    def _text(self, key: str, value: str) -> None:
        if CONTROL.search(value):
            raise Unacceptable(Fault.STRANGE_VALUE, key)
        if value.startswith("_:"):
            raise Unacceptable(Fault.NAMELESS, key)
        if key == PURPOSE:  # the one value that is a term
            self.words.add(value)
        elif key in self.references and (value.startswith("@") or ":" not in value):
            raise Unacceptable(Fault.STRANGE_VALUE, key)


def embedded(document: Document) -> Iterator[Document]:
    """The documents that a bundle holds; raises Unacceptable when they are anything else."""
    found = document.get(EMBEDDING, [])
    listed = found if isinstance(found, list) else [found]
    if len(listed) > MOST_PARTS:
        raise Unacceptable(Fault.TOO_LARGE, EMBEDDING)
    for each in listed:
        if not isinstance(each, dict) or CONTEXT not in each or EMBEDDING in each:
            raise Unacceptable(Fault.CONTEXT, EMBEDDING)
        yield each


def _seen(value: object) -> str:
    """What tells a value of a list from the others: the name of a thing when it has one."""
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        return str(value["id"])
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


def _once(pairs: list[tuple[str, Any]]) -> Document:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unacceptable(Fault.TWICE)
    return found


def _is_deep(document: Document) -> bool:
    """Whether things are nested too deep; seen level by level, for a deep one would exhaust the stack."""
    level: list[Any] = [document]
    for _ in range(MOST_NESTED):
        held = [each.values() if isinstance(each, dict) else each for each in level]
        level = [inner for each in held for inner in each if isinstance(inner, dict | list)]
    return bool(level)


def _never(constant: str) -> Any:  # noqa: ANN401 - JSON's own hook gives anything
    raise ValueError(constant)
