"""Whether a document, or an image that carries one, may be believed, and why: nothing is fetched outside.

Keys are taken from the issuer's own DID document, never from beside the signature; a status from a list that
the same issuer signed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from badges.baking import Baked, Edition, Unreadable, is_png, read_png, read_svg
from badges.documents.pieces import PROVISIONAL
from badges.identifiers import NotAnIdentifier, key_document, key_in
from badges.plain import Document, Fault, Unacceptable, embedded, parsed
from badges.reading import (
    COOPERATIVE,
    PERSON,
    Kind,
    Malformed,
    Read,
    identifier,
    is_bundle,
    moment,
    read,
    states,
    status_of,
)
from badges.signing import Unproven, check, proof_of
from badges.status import NotAList, decode, is_marked


class Code(StrEnum):
    """What was looked at, in this order."""

    READABLE = "readable"  # a badge could be read from what was given
    FORM = "form"  # it says all it must, once, within its own bounds
    ISSUER = "issuer"  # its issuer is known here and may say such a thing
    SIGNED = "signed"  # its issuer signed it, and it did not change since
    CURRENT = "current"  # it has begun and has not expired
    NOT_REVOKED = "not_revoked"  # its bit is not set in the list of its issuer
    NOT_WITHDRAWN = "not_withdrawn"  # its page still stands


class Known(Protocol):
    """What this installation knows: its own cooperatives, their lists, their pages."""

    def did_document(self, did: str) -> Document | None:
        """The DID document of one of our cooperatives, with every key that still verifies."""

    def status_list(self, address: str) -> Document | None:
        """The signed status list published here at this address."""

    def is_gone(self, address: str) -> bool:
        """Whether the page of a badge was withdrawn or erased here."""

    def hosted(self, address: str) -> Document | None:
        """The Open Badges 2.0 assertion published here at this address."""


@dataclass(frozen=True)
class Reason:
    """One thing that was looked at; `detail` is a word for what is wrong (a `Fault`, a `Spoilt`, a date…)."""

    code: Code
    ok: bool
    detail: str = ""


@dataclass(frozen=True)
class Verdict:
    """Whether it may be believed, what it says, each reason, and the verdicts of what it bundles.

    `what` is None when nothing could be read; nothing in it may be believed unless `accepted`.
    """

    accepted: bool
    what: Read | None
    reasons: tuple[Reason, ...]
    parts: tuple["Verdict", ...] = ()


def verdict(content: bytes, *, known: Known, now: datetime) -> Verdict:
    """The verdict on a file: JSON, PNG or SVG. It never raises, whatever the bytes."""
    try:
        baked = unbaked(content)
        if baked.edition is Edition.V2:
            return _hosted(baked.content, known, now)
        document = parsed(baked.content)
    except Unreadable as fault:
        return _unread(fault.why)
    except Unacceptable as fault:
        return _unread(fault.fault)
    if "badge" in document and "verification" in document:
        return _hosted("", known, now, document)
    return judged(document, known=known, now=now)


def unbaked(content: bytes) -> Baked:
    """The text of a file: its image's when it is one, itself otherwise; raises Unreadable or Unacceptable."""
    if is_png(content):
        return read_png(content)
    start = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        return read_svg(content)
    try:
        return Baked(Edition.V3, content.decode())
    except UnicodeDecodeError as fault:
        raise Unacceptable(Fault.NOT_JSON) from fault


def judged(document: Document, *, known: Known, now: datetime) -> Verdict:
    """The verdict on a document already parsed."""
    if is_bundle(document):
        return _bundle(document, known, now)
    try:
        what = read(document)
    except Malformed as fault:
        return Verdict(
            False, None, (Reason(Code.READABLE, ok=True), Reason(Code.FORM, ok=False, detail=fault.part))
        )
    reasons = (
        Reason(Code.READABLE, ok=True),
        Reason(Code.FORM, ok=True),
        *_reasons(document, what, known, now),
    )
    return Verdict(all(each.ok for each in reasons), what, reasons)


def _reasons(document: Document, what: Read, known: Known, now: datetime) -> Iterator[Reason]:
    yield _issuer(document, what, known)
    yield _signed(document, what.issuer, known)
    yield _current(what, now)
    yield _not_revoked(document, what, known, now)
    yield Reason(Code.NOT_WITHDRAWN, ok=not known.is_gone(what.id))


def _issuer(document: Document, what: Read, known: Known) -> Reason:
    """A cooperative is one of ours; a person speaks in their own name, and confirms nothing of themselves."""
    if _for_a_peer(what) or what.kind in (Kind.BADGE, Kind.MEMBERSHIP, Kind.STATUS_LIST):
        ours = what.issuer.startswith(COOPERATIVE) and known.did_document(what.issuer) is not None
        return Reason(Code.ISSUER, ok=ours, detail="" if ours else "unknown")
    if not what.issuer.startswith(PERSON):
        return Reason(Code.ISSUER, ok=False, detail="unknown")
    if what.kind is Kind.SELF_ASSERTION:
        alone = what.holder == what.issuer and what.confirmations is None
        provisional = states(document) == {PROVISIONAL}
        return Reason(
            Code.ISSUER, ok=alone and provisional, detail="" if alone and provisional else "oneself"
        )
    return Reason(
        Code.ISSUER, ok=what.holder != what.issuer, detail="" if what.holder != what.issuer else "oneself"
    )


def _signed(document: Document, issuer: str, known: Known) -> Reason:
    """The key named by the proof belongs to the issuer, in the issuer's own DID document."""
    try:
        method = proof_of(document)["verificationMethod"]
        key = _key(method, issuer, known)
        if key is None:
            return Reason(Code.SIGNED, ok=False, detail="key")
        check(document, key)
    except Unproven:
        return Reason(Code.SIGNED, ok=False, detail="proof")
    except Unacceptable as fault:
        return Reason(Code.SIGNED, ok=False, detail=fault.fault)
    return Reason(Code.SIGNED, ok=True)


def _key(method: str, issuer: str, known: Known) -> bytes | None:
    """The key of the issuer that bears this name; None when the issuer has none such."""
    if method.partition("#")[0] != issuer:
        return None
    try:
        found = key_document(issuer) if issuer.startswith(PERSON) else known.did_document(issuer)
        return key_in(found, method) if found and found.get("id") == issuer else None
    except NotAnIdentifier:
        return None


def _current(what: Read, now: datetime) -> Reason:
    if what.valid_from is None or now < what.valid_from:
        return Reason(Code.CURRENT, ok=False, detail="not_yet")
    if what.expires is not None and now >= what.expires:
        return Reason(Code.CURRENT, ok=False, detail="expired")
    return Reason(Code.CURRENT, ok=True)


def _for_a_peer(what: Read) -> bool:
    """Whether it is a view that a cooperative signed, for a peer it does not name."""
    return what.kind is Kind.CONTEST and what.issuer.startswith(COOPERATIVE)


def _not_revoked(document: Document, what: Read, known: Known, now: datetime) -> Reason:
    place = status_of(document)
    if place is None:  # what the cooperative says can always be withdrawn; what a person says is theirs
        ok = what.kind not in (Kind.BADGE, Kind.MEMBERSHIP) and not _for_a_peer(what)
        return Reason(Code.NOT_REVOKED, ok=ok, detail="" if ok else "no_status")
    try:
        revoked = _is_revoked(place, what.issuer, known, now)
    except (Malformed, NotAList, Unproven, IndexError, ValueError):
        return Reason(Code.NOT_REVOKED, ok=False, detail="no_list")
    return Reason(Code.NOT_REVOKED, ok=not revoked, detail="revoked" if revoked else "")


def _is_revoked(place: Document, issuer: str, known: Known, now: datetime) -> bool:
    """Whether a bit is set in a list of revocations that the same issuer signed; raises without one."""
    if place.get("type") != "BitstringStatusListEntry" or place.get("statusPurpose") != "revocation":
        raise Malformed("credentialStatus")
    address = identifier(place.get("statusListCredential"), "statusListCredential")
    found = known.status_list(address)
    if found is None:
        raise NotAList(address)
    what, subject = read(found), found["credentialSubject"]
    proper = what.kind is Kind.STATUS_LIST and what.id == address and what.issuer == issuer
    if not proper or subject.get("statusPurpose") != "revocation" or not _current(what, now).ok:
        raise NotAList(address)
    if not _signed(found, issuer, known).ok:
        raise Unproven(address)
    index = str(place.get("statusListIndex"))
    if not (index.isascii() and index.isdigit()):
        raise Malformed("statusListIndex")
    return is_marked(decode(str(subject.get("encodedList"))), int(index))


def _bundle(document: Document, known: Known, now: datetime) -> Verdict:
    """A bundle: signed by its holder, and each of its documents judged as if it came alone."""
    try:
        holder = identifier(document.get("holder"), "holder")
        parts = tuple(judged(each, known=known, now=now) for each in embedded(document))
    except (Malformed, Unacceptable):
        return Verdict(
            False, None, (Reason(Code.READABLE, ok=True), Reason(Code.FORM, ok=False, detail="holder"))
        )
    signed, wrong = _signed(document, holder, known), _wrong_parts(parts, holder)
    ok = not wrong
    reasons = (Reason(Code.READABLE, ok=True), Reason(Code.FORM, ok=ok, detail=wrong), signed)
    what = Read(Kind.BUNDLE, str(document.get("id")), "", "", holder, "", holder, "", None, None, None, None)
    return Verdict(ok and signed.ok, what, reasons, parts)


def _wrong_parts(parts: tuple[Verdict, ...], holder: str) -> str:
    """Why a bundle is not what it says: a part is refused, or concerns someone else; nothing otherwise."""
    if not parts or not all(each.accepted for each in parts):
        return "parts"
    return "" if all(each.what and each.what.holder == holder for each in parts) else "someone_else"


def _hosted(content: str, known: Known, now: datetime, document: Document | None = None) -> Verdict:
    """An Open Badges 2.0 assertion: true when this installation publishes it, the same to the letter."""
    if document is None and content.startswith("{"):
        document = parsed(content)
    address = str(document.get("id")) if document else content
    published = known.hosted(address)
    same = published is not None and document in (None, published)
    reasons = [Reason(Code.READABLE, ok=True), Reason(Code.SIGNED, ok=same, detail="" if same else "unknown")]
    if published is None:
        reasons[1:1] = [Reason(Code.NOT_WITHDRAWN, ok=False)] if known.is_gone(address) else []
        return Verdict(False, None, tuple(reasons))
    begun, expires = moment(published, "issuedOn"), moment(published, "expires")
    what = Read(
        Kind.HOSTED,
        address,
        "",
        str(published.get("narrative", "")),
        "",
        "",
        "",
        "",
        begun,
        expires,
        None,
        None,
    )
    reasons += [_current(what, now), Reason(Code.NOT_WITHDRAWN, ok=not known.is_gone(address))]
    return Verdict(all(each.ok for each in reasons), what, tuple(reasons))


def _unread(detail: str) -> Verdict:
    return Verdict(False, None, (Reason(Code.READABLE, ok=False, detail=detail),))
