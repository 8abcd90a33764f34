"""The file as a whole: three lines, then the sealed parcels one after the other.

The format, the signature of the list, the list as JSON. Every byte is under that signature or under a digest
in the list, and the file ends with its last parcel: whatever is changed is seen. A list written anew under
another key is another file, and no code opens it: codes hold the digest of the list.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from badges.identifiers import NotAnIdentifier, multikey, read_multikey
from kernel.refusals import N_, Invalid
from musette.parcels.sealing import DIGEST, NO_CODE, to_sign

FORMAT, VERSION = "musette together", 1
FIRST = f"{FORMAT} {VERSION}".encode()
SIGNED = b"musette list 1\n"
LARGEST = 128 * 1024 * 1024  # bytes of a file
LARGEST_HEAD = 64 * 1024
FEWEST, MOST = 2, 60  # people
LINES = 3

NO_FILE = N_("This is not a file that several people made together with Musette, or its end is missing.")
CHANGED = N_(
    "This file is not as it was made: something in it was changed. It is refused whole, and nothing came in."
)
TOO_LARGE = N_("This file is too large: %(most)s megabytes at most.")
NEWER = N_(
    "This file was made by a newer version of Musette. Nothing came in: ask whoever runs this installation"
    " to update it."
)


@dataclass(frozen=True)
class Parcel:
    """One person's sealed parcel, as the list tells it: the key that signed it, its size, its digest."""

    did: str
    size: int
    sha256: str
    signature: bytes


@dataclass(frozen=True)
class Home:
    """The cooperative a file comes from: its name, its identifier, the public key that signed the list."""

    name: str
    did: str
    method: str
    public: bytes


@dataclass(frozen=True)
class File:
    """A file as its list tells it; `digest` is that of the list, `starts` where the parcels begin."""

    id: UUID
    home: Home
    parcels: tuple[Parcel, ...]
    digest: bytes
    starts: int


def listed(sealed: bytes, *, did: str, signature: bytes) -> Parcel:
    """A parcel as the list tells it."""
    return Parcel(did, len(sealed), hashlib.sha256(sealed).hexdigest(), signature)


def head(
    *, file_id: UUID, made_at: str, home: Home, parcels: Sequence[Parcel], sign: Callable[[bytes], bytes]
) -> bytes:
    """How a file begins: the format, the signature, the list. Its parcels follow, in the same order."""
    every = [
        {"did": each.did, "size": each.size, "sha256": each.sha256, "signature": each.signature.hex()}
        for each in parcels
    ]
    told = {
        "format": FORMAT,
        "version": VERSION,
        "id": str(file_id),
        "made_at": made_at,
        "cooperative": {
            "name": home.name,
            "did": home.did,
            "method": home.method,
            "key": multikey(home.public),
        },
        "parcels": every,
    }
    words = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return b"\n".join((FIRST, sign(SIGNED + words).hex().encode(), words, b""))


def digest_of(body: bytes) -> bytes:
    """The digest of the list of a file, before anything of it is believed; raises Invalid without one."""
    return hashlib.sha256(_lines(body)[1]).digest()


def key_of(digest: bytes) -> UUID:
    """What codes find a file by: how the digest of its list begins."""
    return UUID(bytes=digest[:DIGEST])


def checked(body: bytes) -> File:
    """What a file says, every byte of it as it was made; raises Invalid otherwise."""
    signature, words = _lines(body)
    file = _read(words, len(FIRST) + len(signature) + len(words) + LINES)
    _check(file.home.public, signature, SIGNED + words)
    if file.starts + sum(each.size for each in file.parcels) != len(body):
        raise Invalid(NO_FILE, field="file")
    for place, each in enumerate(file.parcels):
        sealed = parcel(body, file, place)
        if hashlib.sha256(sealed).hexdigest() != each.sha256:
            raise Invalid(CHANGED, field="file")
        own, signed = _public(each.did.removeprefix("did:key:")), each.signature.hex().encode()
        _check(own, signed, to_sign(sealed, file_id=file.id, place=place))
    return file


def parcel(body: bytes, file: File, place: int) -> bytes:
    """The sealed parcel at a place; raises Invalid where there is none."""
    if not 0 <= place < len(file.parcels):
        raise Invalid(NO_CODE, field="typed_code")
    start = file.starts + sum(each.size for each in file.parcels[:place])
    return body[start : start + file.parcels[place].size]


def read(body: bytes) -> File:
    """What a file that was checked already says."""
    signature, words = _lines(body)
    return _read(words, len(FIRST) + len(signature) + len(words) + LINES)


def _lines(body: bytes) -> tuple[bytes, bytes]:
    """The signature and the list of a file, looked for and not read."""
    if len(body) > LARGEST:
        raise Invalid(TOO_LARGE, field="file", most=LARGEST // 1024 // 1024)
    first, *rest = body[:LARGEST_HEAD].split(b"\n", LINES)
    if first != FIRST and first.startswith(FORMAT.encode()) and first.rpartition(b" ")[2].isdigit():
        raise Invalid(NEWER, field="file")
    if first != FIRST or len(rest) != LINES:
        raise Invalid(NO_FILE, field="file")
    return rest[0], rest[1]


def _read(words: bytes, starts: int) -> File:
    try:
        told = json.loads(words)
        home, every = told["cooperative"], told["parcels"]
        if (told["format"], told["version"]) != (FORMAT, VERSION) or not FEWEST <= len(every) <= MOST:
            raise Invalid(CHANGED, field="file")
        return File(
            id=UUID(told["id"]),
            home=Home(str(home["name"]), str(home["did"]), str(home["method"]), _public(home["key"])),
            parcels=tuple(_parcel(each) for each in every),
            digest=hashlib.sha256(words).digest(),
            starts=starts,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise Invalid(CHANGED, field="file") from fault


def _parcel(told: dict[str, Any]) -> Parcel:
    size = told["size"]
    if not isinstance(size, int) or not 0 < size <= LARGEST:
        raise ValueError("a parcel has a size")
    return Parcel(str(told["did"]), size, str(told["sha256"]), bytes.fromhex(told["signature"]))


def _public(text: str) -> bytes:
    try:
        return read_multikey(text)
    except NotAnIdentifier as fault:
        raise Invalid(CHANGED, field="file") from fault


def _check(public: bytes, signature: bytes, words: bytes) -> None:
    """Raise Invalid unless this key signed these words, the signature written the one way we write it."""
    try:
        value = bytes.fromhex(signature.decode("ascii"))
        Ed25519PublicKey.from_public_bytes(public).verify(value, words)
    except (InvalidSignature, ValueError) as fault:
        raise Invalid(CHANGED, field="file") from fault
    if value.hex().encode() != signature:
        raise Invalid(CHANGED, field="file")
