"""The same proofs with pyld, the reference JSON-LD library of Python, its contexts kept in memory.

Source: pyld's documentation, « normalize »; W3C « Data Integrity EdDSA Cryptosuites v1.0 », 3.2. It
canonicalises the document and the options of the proof, and signs; it refuses nothing of what misleads.
"""

import hashlib
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyld import jsonld

from badges.identifiers import base58, read_base58
from badges.plain import Document
from badges.signing import PURPOSE, SUITE, TYPE, Signer, stamp
from badges.vocabulary import context

SOURCE = "pyld documentation, « normalize »; W3C vc-di-eddsa 3.2"


def loaded(address: str, _options: object) -> dict[str, Any]:
    """A context that is at hand."""
    return {"contextUrl": None, "documentUrl": address, "document": {"@context": context(address)}}


OPTIONS = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": loaded}


def issue(document: Document, signer: Signer, at: datetime) -> Document:
    """The document with its proof."""
    proof = {
        "type": TYPE,
        "created": stamp(at),
        "verificationMethod": signer.method,
        "cryptosuite": SUITE,
        "proofPurpose": PURPOSE,
    }
    value = signer.sign(hashed(document, proof))
    return {**document, "proof": {**proof, "proofValue": "z" + base58(value)}}


def verify(document: Document, public: bytes) -> None:
    """Raise InvalidSignature unless this key signed it."""
    proof = {key: value for key, value in document["proof"].items() if key != "proofValue"}
    unsigned = {key: value for key, value in document.items() if key != "proof"}
    value = read_base58(document["proof"]["proofValue"][1:])
    Ed25519PublicKey.from_public_bytes(public).verify(value, hashed(unsigned, proof))


def hashed(unsigned: Document, proof: dict[str, str]) -> bytes:
    """What is signed."""
    parts = ({"@context": unsigned["@context"], **proof}, unsigned)
    return b"".join(hashlib.sha256(jsonld.normalize(each, OPTIONS).encode()).digest() for each in parts)
