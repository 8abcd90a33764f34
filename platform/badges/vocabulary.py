"""The JSON-LD contexts we know, shipped as data: nothing is ever fetched, and nothing else is understood."""

import json
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from badges.plain import CONTEXT, Fault, Unacceptable

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CONTEST_PATH = "/contexts/contest-1.json"  # ours, pinned: the same at every installation
UNDEFINED = "urn:undefined-term:"
RELATIVE = "refused://relative/"  # what is relative is resolved against it, then seen
MARKED = {"@vocab": UNDEFINED}
VALUED = ("@id", "@vocab")

Terms = dict[str, Any]


@cache
def shipped() -> dict[str, Terms]:
    """The contexts published by others, by address."""
    folder = files("badges") / "contexts"
    index = json.loads((folder / "index.json").read_text(encoding="utf8"))
    return {address: _terms(each["file"]) for address, each in index.items()}


@cache
def contest_context() -> Terms:
    """The context of contests, which this installation publishes at `CONTEST_PATH`."""
    return _terms("contest-1.json")


def published_contest_context() -> bytes:
    """The file to publish at `CONTEST_PATH`."""
    return (files("badges") / "contexts" / "contest-1.json").read_bytes()


def context(address: object) -> Terms:
    """A context by its address; raises Unacceptable when it is not one of those we know."""
    if not isinstance(address, str):  # a context written out could rename any term
        raise Unacceptable(Fault.CONTEXT)
    if address in shipped():
        return shipped()[address]
    if address.startswith(("https://", "http://")) and address.endswith(CONTEST_PATH):
        return contest_context()
    raise Unacceptable(Fault.CONTEXT, address)


@cache
def references() -> frozenset[str]:
    """The terms whose values are identifiers, in any of the contexts."""
    known = [*shipped().values(), contest_context()]
    return frozenset({"id"}.union(*(_references(each) for each in known)))


@lru_cache(maxsize=512)
def context_for(addresses: tuple[str, ...], words: frozenset[str]) -> str:
    """These contexts as JSON, with the terms among these words only: fifteen times shorter, the same meaning.

    They begin with a vocabulary that marks whatever they do not define, which would be dropped otherwise.
    """
    return json.dumps([MARKED, *(_cut(context(each), words) for each in addresses)])


@lru_cache(maxsize=512)
def merged_for(addresses: tuple[str, ...], types: tuple[str, ...]) -> Terms | None:
    """The terms that these types bring together, None unless two of them bring some.

    JSON-LD adds the terms of one type to those of the next; pyoxigraph 0.5 keeps the last one's only. Written
    out on the thing itself, they are all understood, and by nothing below it, as for a type.
    """
    known = [context(each) for each in addresses]
    scopes = [
        definition[CONTEXT]
        for name in sorted(types)
        for terms in known
        if isinstance(definition := terms.get(name), dict) and definition.get(CONTEXT)
    ]
    if len(scopes) < 2:  # noqa: PLR2004 - two of them
        return None
    return {"@propagate": False} | {term: found for scope in scopes for term, found in scope.items()}


def _cut(terms: Terms, words: frozenset[str]) -> Terms:
    kept = {}
    for term, definition in terms.items():
        if term.startswith("@") or term in words or definition in VALUED:
            inner = definition.get(CONTEXT) if isinstance(definition, dict) else None
            kept[term] = {**definition, CONTEXT: _cut(inner, words)} if inner else definition
    return kept


def _references(terms: Terms) -> Iterator[str]:
    for term, definition in terms.items():
        if isinstance(definition, dict):
            if definition.get("@type") in VALUED:
                yield term
            yield from _references(definition.get(CONTEXT) or {})


def _terms(name: str) -> Terms:
    text = (files("badges") / "contexts" / name).read_text(encoding="utf8")
    found: Terms = json.loads(text)[CONTEXT]
    return found
