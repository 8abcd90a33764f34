"""Documents as linked data: the canonical statements that a proof covers.

Sources: W3C « JSON-LD 1.1 », « RDF Dataset Canonicalization » (RDFC-1.0), read by pyoxigraph.
"""

import json
import re
from collections import defaultdict
from functools import partial

from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, parse, serialize

from badges.plain import CONTEXT, EMBEDDING, Document, Fault, Unacceptable, Walk, embedded
from badges.vocabulary import RELATIVE, UNDEFINED, context, context_for, merged_for, references

MARKS = (UNDEFINED, RELATIVE)
WRITTEN_MARKS = tuple(f"<{each}" for each in MARKS)
NAMELESS = re.compile(r'"(?:[^"\\]|\\.)*"|(_:[A-Za-z0-9]+)')  # the texts too, which may look like names
MOST_CONTEXTS = 6


def canonical(document: Document) -> bytes:
    """The statements of a document, as canonical N-Quads; raises Unacceptable for what could mislead.

    Any term that no context defines, any relative address, any context of its own: see `plain`.
    """
    text = _with_contexts(document)
    try:
        dataset = Dataset(parse(text.encode(), RdfFormat.JSON_LD, base_iri=RELATIVE))
    except (SyntaxError, UnicodeEncodeError) as fault:
        raise Unacceptable(Fault.STRANGE_VALUE, str(fault)) from fault
    _refuse_alike(_written(dataset))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    written = _written(dataset)
    if any(mark in written for mark in WRITTEN_MARKS):
        _refuse_marked(dataset)
    return "\n".join(sorted(written.splitlines())).encode() + b"\n"


def _with_contexts(document: Document) -> str:
    """The document as JSON, its contexts written out; raises Unacceptable."""
    walk = Walk(references())
    walk.node(document)
    parts = [_with_contexts(each) for each in embedded(document)]
    addresses = _addresses(document)
    held = {key: value for key, value in document.items() if key not in (CONTEXT, EMBEDDING)}
    if any(merged_for(addresses, each) for each in walk.several):
        held = _merged(held, addresses)
    written = context_for(addresses, frozenset(walk.words))
    bundled = f',"{EMBEDDING}":[{",".join(parts)}]' if parts else ""
    return f'{{"{CONTEXT}":{written},{json.dumps(held)[1:-1]}{bundled}}}'


def _merged(node: Document, addresses: tuple[str, ...]) -> Document:
    """The same with the terms of its types written on each thing that has several; see `merged_for`."""
    found = {key: _merged_value(value, addresses) for key, value in node.items()}
    types = node.get("type")
    terms = merged_for(addresses, tuple(types)) if isinstance(types, list) else None
    return {CONTEXT: terms, **found} if terms else found


def _merged_value(value: object, addresses: tuple[str, ...]) -> object:
    if isinstance(value, list):
        return [_merged_value(each, addresses) for each in value]
    return _merged(value, addresses) if isinstance(value, dict) else value


def _addresses(document: Document) -> tuple[str, ...]:
    found = document.get(CONTEXT)
    if not isinstance(found, list) or not 0 < len(found) <= MOST_CONTEXTS:
        raise Unacceptable(Fault.CONTEXT)
    for each in found:
        context(each)
    return tuple(found)


def _written(dataset: Dataset) -> str:
    return (serialize(dataset, format=RdfFormat.N_QUADS) or b"").decode()


def _refuse_alike(written: str) -> None:
    """Raise Unacceptable when two things without a name look the same by what is said of each (4.6).

    To tell them apart every order is tried (4.8): that is how a small document keeps a reader busy for hours,
    and where pyoxigraph 0.5 differs from the other libraries when there are several graphs. Ours has none.
    """
    said = defaultdict(set)
    for line in written.splitlines():
        if "_:" in line:
            for name in set(NAMELESS.findall(line)) - {""}:
                said[name].add(NAMELESS.sub(partial(_as_seen, name), line))
    if len({frozenset(each) for each in said.values()}) < len(said):
        raise Unacceptable(Fault.NAMELESS)


def _as_seen(name: str, found: re.Match[str]) -> str:
    """A part of a statement as a nameless thing sees it: itself, another one, or a text left as it is."""
    other = "_:z" if found[1] else found[0]
    return "_:a" if found[1] == name else other


def _refuse_marked(dataset: Dataset) -> None:
    """Raise Unacceptable when an identifier bears a mark; a text may well quote one."""
    for quad in dataset:
        for each in _identifiers(quad):
            if each.startswith(MARKS):
                raise Unacceptable(Fault.DROPPED, each.removeprefix(UNDEFINED).removeprefix(RELATIVE))


def _identifiers(quad: Quad) -> list[str]:
    parts = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return [each.value for each in parts if isinstance(each, NamedNode)]
