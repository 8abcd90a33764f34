"""Who signs, as decentralised identifiers: `did:key` for members, `did:web` for cooperatives.

Sources: W3C « Decentralized Identifiers (DIDs) v1.0 », « The did:key Method », « did:web Method
Specification », « Controlled Identifiers v1.0 » (Multikey).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ED25519 = b"\xed\x01"  # multicodec: ed25519-pub
ED25519_SECRET = b"\x80\x26"  # multicodec: ed25519-priv
KEY_BYTES = 32
LONGEST = 512  # characters of an identifier we read
CONTEXTS = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FRAGMENT = re.compile(r"key-\d{4}-\d+")


class NotAnIdentifier(ValueError):  # noqa: N818 - it says what the text is not
    """A text is not a key or an identifier of the kinds used here."""


@dataclass(frozen=True)
class NamedKey:
    """A public key (32 bytes) of a cooperative under its name, `key-2026-1`: the year, then a rank."""

    name: str
    public: bytes


def public_key(seed: bytes) -> bytes:
    """The 32 bytes of the Ed25519 public key of a seed of 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def multikey(public: bytes) -> str:
    """A public key as Multikey writes it: `z6Mk…`."""
    return "z" + base58(ED25519 + public)


def read_multikey(text: str) -> bytes:
    """The 32 bytes of a Multikey; raises NotAnIdentifier when it is none of Ed25519."""
    decoded = read_base58(text[1:]) if text.startswith("z") and len(text) <= LONGEST else b""
    if not decoded.startswith(ED25519) or len(decoded) != len(ED25519) + KEY_BYTES:
        raise NotAnIdentifier("this is not an Ed25519 key")
    return decoded[len(ED25519) :]


def did_key(public: bytes) -> str:
    """The identifier that is a public key."""
    return f"did:key:{multikey(public)}"


def exported(did: str, seed: bytes) -> dict[str, Any]:
    """A key with its secret half, as Multikey writes it, for whoever it belongs to."""
    return {
        "@context": CONTEXTS[1],
        "id": did_key_method(did),
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": multikey(public_key(seed)),
        "secretKeyMultibase": "z" + base58(ED25519_SECRET + seed),
    }


def did_key_method(did: str) -> str:
    """The one verification method of a `did:key`: `did:key:z6Mk…#z6Mk…`."""
    return f"{did}#{did.removeprefix('did:key:')}"


def did_web(host: str, slug: str) -> str:
    """The identifier of a cooperative at a host, with its port when it has one; raises NotAnIdentifier."""
    if not SLUG.fullmatch(slug):
        raise NotAnIdentifier("a slug is made of small letters, digits and hyphens")
    return f"did:web:{host.lower().replace(':', '%3A')}:t:{slug}"


def did_web_method(did: str, name: str) -> str:
    """The verification method of a named key: `did:web:…#key-2026-1`; raises NotAnIdentifier."""
    if not FRAGMENT.fullmatch(name):
        raise NotAnIdentifier("a key is named key-YEAR-RANK")
    return f"{did}#{name}"


def did_web_address(did: str, scheme: str = "https") -> str:
    """Where the document of a `did:web` is published: `https://HOST/t/slug/did.json`."""
    host, *path = did.removeprefix("did:web:").split(":")
    return "/".join((f"{scheme}://{unquote(host)}", *(path or [".well-known"]), "did.json"))


def web_document(did: str, keys: tuple[NamedKey, ...]) -> dict[str, Any]:
    """The DID document of a cooperative: all the keys that still verify, oldest first."""
    methods = [(did_web_method(did, each.name), each.public) for each in keys]
    return _document(did, methods)


def key_document(did: str) -> dict[str, Any]:
    """The DID document that a `did:key` is by itself; raises NotAnIdentifier when it is none."""
    public = read_multikey(did.removeprefix("did:key:") if did.startswith("did:key:") else "")
    return _document(did, [(did_key_method(did), public)])


def key_in(document: Mapping[str, Any], method: str) -> bytes | None:
    """The public key that a DID document lets assert under this method; None when it names none such."""
    if method not in document.get("assertionMethod", ()):
        return None
    for each in document.get("verificationMethod", ()):
        if each.get("id") == method and each.get("controller") == document.get("id"):
            return read_multikey(each["publicKeyMultibase"])
    return None


def base58(data: bytes) -> str:
    """Bytes in base 58, as Bitcoin writes it."""
    number, written = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        written = ALPHABET[digit] + written
    return ALPHABET[0] * (len(data) - len(data.lstrip(b"\0"))) + written


def read_base58(text: str) -> bytes:
    """The bytes of a text in base 58; raises NotAnIdentifier for a letter that is none of its own."""
    number = 0
    for letter in text:
        digit = ALPHABET.find(letter)
        if digit < 0:
            raise NotAnIdentifier("this is not base 58")
        number = number * 58 + digit
    zeros = len(text) - len(text.lstrip(ALPHABET[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _document(did: str, methods: list[tuple[str, bytes]]) -> dict[str, Any]:
    return {
        "@context": list(CONTEXTS),
        "id": did,
        "verificationMethod": [
            {"id": method, "type": "Multikey", "controller": did, "publicKeyMultibase": multikey(public)}
            for method, public in methods
        ],
        "assertionMethod": [method for method, _public in methods],
    }
