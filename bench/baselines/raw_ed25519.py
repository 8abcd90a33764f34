"""Ed25519 alone on as many bytes as a proof covers: what no document can go beyond.

Source: pyca/cryptography's documentation, « Ed25519 signing »; RFC 8032.
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SOURCE = "pyca/cryptography documentation, « Ed25519 signing »"
HASHES = b"h" * 64  # two SHA-256


def sign(key: Ed25519PrivateKey) -> bytes:
    """One signature."""
    return key.sign(HASHES)


def verify(key: Ed25519PrivateKey, signature: bytes) -> None:
    """One verification."""
    key.public_key().verify(signature, HASHES)
