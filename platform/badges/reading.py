"""What a document says, once it is known to say it in one way only: types, dates, people, values."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from badges.documents import pieces
from badges.plain import CONTEXT, Document
from badges.vocabulary import CREDENTIALS

PERSON, COOPERATIVE = "did:key:", "did:web:"
BAND = re.compile(r"band-([1-5])")


class Kind(StrEnum):
    """The kinds of documents that are read here."""

    BADGE = "badge"
    SELF_ASSERTION = "self_assertion"
    ENDORSEMENT = "endorsement"
    CONTEST = "contest"
    MEMBERSHIP = "membership"
    STATUS_LIST = "status_list"
    BUNDLE = "bundle"
    HOSTED = "hosted"  # Open Badges 2.0


KINDS = {
    pieces.BADGE: Kind.BADGE,
    "EndorsementCredential": Kind.ENDORSEMENT,
    "ContestCredential": Kind.CONTEST,
    "BitstringStatusListCredential": Kind.STATUS_LIST,
}


class Malformed(Exception):  # noqa: N818 - it says what the document is
    """A document lacks something, says it twice, or goes out of its own bounds; `part` names where."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


@dataclass(frozen=True)
class Read:
    """What a document says. `issuer` and `holder` are identifiers; names are what the document gives."""

    kind: Kind
    id: str
    title: str
    description: str
    issuer: str
    issuer_name: str
    holder: str
    holder_name: str
    valid_from: datetime | None
    expires: datetime | None
    confirmations: int | None
    reciprocal: int | None
    percent: int | None = None  # the level that a person says is theirs, from 0 to 100
    band: int | None = None  # of the level that a peer sees otherwise, from 1 to 5
    state: str = ""  # where the exchange about that view stood (`claims.ContestFacts`)


def read(document: Document) -> Read:
    """What a signed document says; raises Malformed."""
    kind, issuer, subject = _kind(document), document.get("issuer"), _node(document, "credentialSubject")
    said = Read(
        kind=kind,
        id=_text(document, "id"),
        title=_optional(document, "name"),
        description=_described(kind, document, subject),
        issuer=identifier(issuer, "issuer"),
        issuer_name=_optional(issuer, "name") if isinstance(issuer, dict) else "",
        holder=_holder(kind, subject),
        holder_name=_holder_name(subject),
        valid_from=moment(document, "validFrom"),
        expires=moment(document, "validUntil") if "validUntil" in document else None,
        confirmations=None,
        reciprocal=None,
    )
    if said.valid_from is None or len(_statuses(document)) > 1:
        raise Malformed("credentialStatus")
    return _with_results(said, subject)


def _described(kind: Kind, document: Document, subject: Document) -> str:
    """What it says in words; the view of a peer who sees it otherwise is worth its reason."""
    if kind is Kind.CONTEST:
        return _optional(subject, "reason")
    return _optional(subject, "endorsementComment") or _optional(document, "description")


def identifier(value: object, part: str) -> str:
    """A thing referred to, by its identifier or as a node that has one; raises Malformed."""
    found = value.get("id") if isinstance(value, dict) else value
    if not isinstance(found, str) or not found:
        raise Malformed(part)
    return found


def moment(document: Mapping[str, object], key: str) -> datetime:
    """A moment with its zone; raises Malformed."""
    try:
        found = datetime.fromisoformat(_text(document, key))
    except ValueError as fault:
        raise Malformed(key) from fault
    if found.tzinfo is None:
        raise Malformed(key)
    return found


def status_of(document: Document) -> Document | None:
    """The one status of a document, None when it has none; raises Malformed."""
    found = _statuses(document)
    return found[0] if found else None


def types(node: Mapping[str, object]) -> list[str]:
    """The types of a node, as a list."""
    found = node.get("type")
    listed = found if isinstance(found, list) else [found]
    return [each for each in listed if isinstance(each, str)]


def is_bundle(document: Document) -> bool:
    """Whether a document is a presentation of several."""
    return "VerifiablePresentation" in types(document)


def _kind(document: Document) -> Kind:
    first = document.get(CONTEXT)
    if not isinstance(first, list) or not first or first[0] != CREDENTIALS:
        raise Malformed(CONTEXT)
    found = [KINDS[each] for each in types(document) if each in KINDS]
    if len(found) != 1 or pieces.CREDENTIAL not in types(document):
        raise Malformed("type")
    if found[0] is not Kind.BADGE:
        return found[0]
    if identifier(document.get("issuer"), "issuer").startswith(PERSON):
        return Kind.SELF_ASSERTION
    about = _node(_node(document, "credentialSubject"), "achievement")
    return Kind.MEMBERSHIP if about.get("achievementType") == "Membership" else Kind.BADGE


def _with_results(said: Read, subject: Document) -> Read:
    """The same with its numbers; raises Malformed when a value is out of the bounds the badge describes."""
    if said.kind is Kind.CONTEST:
        return replace(said, band=_band_seen(subject), state=_optional(subject, "state"))
    if said.kind not in (Kind.BADGE, Kind.SELF_ASSERTION):
        return said
    about = _node(subject, "achievement")
    described = {_text(each, "id"): each for each in _nodes(about, "resultDescription")}
    values: dict[str, int] = {}
    for result in _nodes(subject, "result"):
        name = _text(result, "resultDescription")
        description = described.get(name)
        if description is None:
            raise Malformed("resultDescription")
        _check_result(result, description)
        if "value" in result:
            values[name.rpartition("#")[2]] = int(Decimal(_text(result, "value")))
    return replace(
        said,
        confirmations=values.get(pieces.CONFIRMATIONS),
        reciprocal=values.get(pieces.RECIPROCAL),
        percent=values.get(pieces.PERCENT),
    )


def _band_seen(subject: Document) -> int | None:
    """The band of the level a peer sees, None when it is not said; raises Malformed when it is said badly."""
    said = [_text(each, "achievedLevel") for each in _nodes(subject, "result")]
    found = {BAND.fullmatch(each.rpartition("#")[2]) for each in said}
    if len(found) > 1 or None in found:
        raise Malformed("achievedLevel")
    return next((int(each[1]) for each in found if each), None)


def _check_result(result: Document, description: Document) -> None:
    if "value" in result:
        value = _number(result, "value")
        low, high = _number(description, "valueMin"), _number(description, "valueMax")
        if not low <= value <= high:
            raise Malformed("value")
    if "achievedLevel" in result:
        levels = {_text(each, "id") for each in _nodes(description, "rubricCriterionLevel")}
        if result["achievedLevel"] not in levels:
            raise Malformed("achievedLevel")
    if "status" in result and result["status"] not in (pieces.COMPLETED, pieces.PROVISIONAL):
        raise Malformed("status")


def states(document: Document) -> set[str]:
    """The states that the results of a badge give: `Completed`, `Provisional`."""
    subject = _node(document, "credentialSubject")
    return {str(each["status"]) for each in _nodes(subject, "result") if "status" in each}


def _holder(kind: Kind, subject: Document) -> str:
    if kind is Kind.ENDORSEMENT:
        return identifier(subject.get("credentialSubject"), "credentialSubject")
    return "" if kind is Kind.STATUS_LIST else identifier(subject, "credentialSubject")


def _holder_name(subject: Document) -> str:
    for each in _nodes(subject, "identifier"):
        if each.get("identityType") == "name" and each.get("hashed") is False:
            return _optional(each, "identityHash")
    return ""


def _statuses(document: Document) -> list[Document]:
    return list(_nodes(document, "credentialStatus"))


def _number(node: Document, key: str) -> Decimal:
    """A number written as a plain text; raises Malformed."""
    text = _text(node, key)
    try:
        found = Decimal(text)
    except InvalidOperation as fault:
        raise Malformed(key) from fault
    if not found.is_finite() or not text.isascii():
        raise Malformed(key)
    return found


def _node(node: Document, key: str) -> Document:
    found = node.get(key)
    if not isinstance(found, dict):
        raise Malformed(key)
    return found


def _nodes(node: Document, key: str) -> Iterator[Document]:
    found = node.get(key, [])
    for each in found if isinstance(found, list) else [found]:
        if not isinstance(each, dict):
            raise Malformed(key)
        yield each


def _text(node: Mapping[str, object], key: str) -> str:
    found = node.get(key)
    if not isinstance(found, str) or not found:
        raise Malformed(key)
    return found


def _optional(node: Mapping[str, object], key: str) -> str:
    found = node.get(key, "")
    if not isinstance(found, str):
        raise Malformed(key)
    return found
