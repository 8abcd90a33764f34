"""Proofs: Data Integrity with `eddsa-rdfc-2022`, made and checked.

Source: W3C « Data Integrity EdDSA Cryptosuites v1.0 », 3.2; reproduced on 1EdTech's own test vector.
"""

import hashlib
import re
from datetime import UTC, datetime
from typing import Any, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from badges.identifiers import LONGEST, NotAnIdentifier, base58, read_base58
from badges.linked import canonical
from badges.plain import Document

SUITE = "eddsa-rdfc-2022"
PURPOSE = "assertionMethod"
TYPE = "DataIntegrityProof"
FIELDS = {"type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"}
ADDRESS = re.compile(r"[^\x00-\x20<>\"{}|^`\\]+")
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
SECURITY = "https://w3id.org/security#"
OPTIONS = """\
_:c14n0 <http://purl.org/dc/terms/created> "{created}"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/security#DataIntegrityProof> .
_:c14n0 <https://w3id.org/security#cryptosuite> "{suite}"^^<https://w3id.org/security#cryptosuiteString> .
_:c14n0 <https://w3id.org/security#proofPurpose> <https://w3id.org/security#{purpose}> .
_:c14n0 <https://w3id.org/security#verificationMethod> <{method}> .
"""


class Unproven(Exception):  # noqa: N818 - it says what the document is
    """A proof is missing, is of another kind, or is not that of this document under this key."""


class Signer(Protocol):
    """Who signs: the seam through which keys may be kept elsewhere, in a vault say."""

    @property
    def method(self) -> str:
        """The verification method that its signatures are checked under: `did:…#…`."""

    def sign(self, data: bytes) -> bytes:
        """The 64 bytes of an Ed25519 signature."""


class SeedSigner:
    """Signs with a seed of 32 bytes, held in memory as long as the signer is."""

    def __init__(self, seed: bytes, method: str) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._method = method

    @property
    def method(self) -> str:
        """The verification method given."""
        return self._method

    def sign(self, data: bytes) -> bytes:
        """The signature of these bytes."""
        return self._key.sign(data)


def signed(document: Document, signer: Signer, *, at: datetime) -> Document:
    """The document with its proof, made at a moment that has a zone; raises Unacceptable (see `linked`)."""
    proof = {
        "type": TYPE,
        "created": stamp(at),
        "verificationMethod": signer.method,
        "cryptosuite": SUITE,
        "proofPurpose": PURPOSE,
    }
    unsigned = {key: value for key, value in document.items() if key != "proof"}
    value = signer.sign(hashed(unsigned, proof))
    return {**unsigned, "proof": {**proof, "proofValue": "z" + base58(value)}}


def check(document: Document, public: bytes) -> None:
    """Raise Unproven unless this key signed this document, and Unacceptable when it could mislead."""
    proof = proof_of(document)
    unsigned = {key: value for key, value in document.items() if key != "proof"}
    try:
        value = read_base58(proof["proofValue"][1:])
        Ed25519PublicKey.from_public_bytes(public).verify(value, hashed(unsigned, proof))
    except (InvalidSignature, NotAnIdentifier) as fault:
        raise Unproven("the proof is not that of this document under this key") from fault


def proof_of(document: Document) -> dict[str, str]:
    """The one proof of a document; raises Unproven when it has none, several, or one of another kind."""
    proof = document.get("proof")
    if not isinstance(proof, dict) or proof.keys() != FIELDS:
        raise Unproven("one proof is needed, with nothing more than its kind asks for")
    if not all(isinstance(each, str) and len(each) <= LONGEST for each in proof.values()):
        raise Unproven("a proof is made of short texts")
    if (proof["type"], proof["cryptosuite"], proof["proofPurpose"]) != (TYPE, SUITE, PURPOSE):
        raise Unproven("this kind of proof is not read here")
    if not proof["proofValue"].startswith("z"):
        raise Unproven("the value of a proof is written in base 58")
    return proof


def hashed(unsigned: Document, proof: dict[str, str]) -> bytes:
    """The 64 bytes that are signed: SHA-256 of the options of the proof, then of the document."""
    return hashlib.sha256(options(proof)).digest() + hashlib.sha256(canonical(unsigned)).digest()


def options(proof: dict[str, Any]) -> bytes:
    """The options of a proof as canonical N-Quads: always the same five statements; raises Unproven."""
    created, method = proof["created"], proof["verificationMethod"]
    if not STAMP.fullmatch(created) or not ADDRESS.fullmatch(method) or ":" not in method:
        raise Unproven("a proof says when it was made, and under which key")
    return OPTIONS.format(created=created, suite=SUITE, purpose=PURPOSE, method=method).encode()


def stamp(at: datetime) -> str:
    """A moment as documents write it, in UTC and to the second; raises ValueError when it has no zone."""
    if at.tzinfo is None:
        raise ValueError("a moment needs a zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
