"""A badge in a file taken elsewhere, with all that judging it needs beside it: no network is asked.

Of a cooperative of this installation, what is published here counts and nothing else. Of any other, the keys
brought along prove that nothing has changed since one of them signed, not whose they are: whoever reads is
told so.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from assessment.referential import Axis, Language
from badges.identifiers import did_web
from badges.plain import Document, Unacceptable, parsed
from badges.reading import Kind, Malformed, Read, moment
from badges.verifying import Code, Known, Verdict, judged

PROOF = frozenset((Code.READABLE, Code.FORM, Code.ISSUER, Code.SIGNED))
ABOUT = re.compile(r"/([a-z-]+)-([1-5])-([a-z]{2})\.json\Z")
BADGE = re.compile(r"/b/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\Z")
KEY_WORDS = ("id", "controller", "publicKeyMultibase")


class Unbelieved(Exception):  # noqa: N818 - it says what the badge is
    """The proof of a badge, or of what comes with it, does not hold."""


@dataclass(frozen=True)
class Luggage:
    """What a badge is taken along as, each a JSON text; `bundle` is None when its owner has made none.

    `issuer` is the DID document of who signed it, `status` the signed list its revocation stands in.
    """

    document: str
    voices: tuple[str, ...]
    bundle: str | None
    issuer: str
    status: str


@dataclass(frozen=True)
class Carried:
    """What a badge says once its proof holds; `doubts`: what else does not (`Reason.detail`)."""

    id: UUID
    title: str
    home: str
    issuer: str
    holder_name: str
    axis: Axis
    band: int
    language: Language
    awarded_at: datetime
    expires_at: datetime
    doubts: tuple[str, ...]


class Beside:
    """What is known here, and, of others, what came beside a badge (`verifying.Known`)."""

    def __init__(self, home: Known, origin: str, issuer: Document, status: Document) -> None:
        self._home = home
        self._addresses = f"{origin}/"
        self._ours = did_web(urlsplit(origin).netloc, "x").removesuffix("x")
        self._issuer = issuer
        self._status = status

    def did_document(self, did: str) -> Document | None:
        """Ours for one of ours; for others, what came along."""
        if did.startswith(self._ours):
            return self._home.did_document(did)
        return self._issuer if self._issuer["id"] == did else None

    def status_list(self, address: str) -> Document | None:
        """The same for lists."""
        if address.startswith(self._addresses):
            return self._home.status_list(address)
        return self._status if self._status.get("id") == address else None

    def is_gone(self, address: str) -> bool:
        """Whether it was withdrawn or erased here."""
        return self._home.is_gone(address)

    def hosted(self, _address: str) -> None:
        """Nothing: what is not signed proves nothing away from its home."""


def opened(found: Luggage, *, home: Known, origin: str, now: datetime) -> Carried:
    """What a badge brought along says; raises Unbelieved unless every proof of it holds."""
    try:
        document = parsed(found.document)
        known = Beside(home, origin, _keys(parsed(found.issuer)), parsed(found.status))
        about = judged(document, known=known, now=now)
        others = [judged(parsed(each), known=known, now=now) for each in found.voices]
        bundled = [judged(parsed(found.bundle), known=known, now=now)] if found.bundle else []
    except (Unacceptable, Malformed) as fault:
        raise Unbelieved from fault
    what = _proven(about, Kind.BADGE)
    for each in others:
        if _proven(each, Kind.ENDORSEMENT).holder != what.holder:
            raise Unbelieved
    for each in bundled:
        _check_bundle(each, what)
    doubts = tuple(each.detail or each.code.value for each in about.reasons if not each.ok)
    return _said(document, what, doubts)


def text_of(document: Document) -> str:
    """A document as files carry it: read and written again, it is the same to the letter."""
    return json.dumps(document, ensure_ascii=False)


def _proven(found: Verdict, kind: Kind) -> Read:
    """What a document says, when it is of this kind and its proof holds; raises Unbelieved."""
    if found.what is None or found.what.kind is not kind or not _holds(found):
        raise Unbelieved
    return found.what


def _holds(found: Verdict) -> bool:
    return all(each.ok for each in found.reasons if each.code in PROOF)


def _check_bundle(found: Verdict, badge: Read) -> None:
    """A bundle is signed by who holds the badge, and holds it: what is over in it changes nothing."""
    signed = {each.code for each in found.reasons if each.ok} >= {Code.READABLE, Code.SIGNED}
    parts = list(_all_of(found.parts))
    if not signed or found.what is None or found.what.holder != badge.holder:
        raise Unbelieved
    if not all(_holds(each) for each in parts) or badge.id not in {
        each.what.id for each in parts if each.what
    }:
        raise Unbelieved


def _all_of(parts: Sequence[Verdict]) -> Iterator[Verdict]:
    for each in parts:
        yield each
        yield from _all_of(each.parts)


def _said(document: Document, what: Read, doubts: tuple[str, ...]) -> Carried:
    """What the signed document says, and nothing from beside it; raises Unbelieved for any other."""
    subject = document["credentialSubject"]
    about = subject["achievement"] if isinstance(subject.get("achievement"), dict) else {}
    kind, one = ABOUT.search(str(about.get("id"))), BADGE.search(what.id)
    bands = {str(each.get("achievedLevel")) for each in _results(subject)} - {"None"}
    try:
        if kind is None or one is None or what.expires is None or what.valid_from is None:
            raise Unbelieved
        if bands != {f"{about['id']}#band-{kind[2]}"}:
            raise Unbelieved
        return Carried(
            id=UUID(one[1]),
            title=what.title,
            home=what.issuer_name,
            issuer=what.issuer,
            holder_name=what.holder_name,
            axis=Axis(kind[1].replace("-", "_")),
            band=int(kind[2]),
            language=Language(kind[3]),
            awarded_at=moment(document, "awardedDate"),
            expires_at=what.expires,
            doubts=doubts,
        )
    except (ValueError, Malformed) as fault:
        raise Unbelieved from fault


def _results(subject: Document) -> list[Document]:
    found = subject.get("result")
    listed = found if isinstance(found, list) else [found]
    return [each for each in listed if isinstance(each, dict)]


def _keys(document: Document) -> Document:
    """A DID document in which keys can be looked for without surprise; raises Unbelieved."""
    methods, asserting = document.get("verificationMethod"), document.get("assertionMethod")
    sound = (
        isinstance(document.get("id"), str)
        and isinstance(asserting, list)
        and isinstance(methods, list)
        and all(isinstance(each, dict) for each in methods)
        and all(isinstance(each.get(word), str) for each in methods for word in KEY_WORDS)
    )
    if not sound:
        raise Unbelieved
    return document
