"""Secrets: random tokens, their digests, and tokens derived from a row for mails that may be sent again."""

import base64
import hashlib
import hmac
import secrets
from uuid import UUID

TOKEN_BYTES = 32


def new_token() -> str:
    """A random token of 256 bits, safe in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """What is stored of a token: its SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def derived_token(secret_key: str, purpose: str, row: UUID) -> str:
    """A token of 256 bits that only the holder of the secret key can make for this row and purpose.

    A mail that has to be sent again after a crash carries the same link, though the token is stored nowhere:
    only its digest is. The row's id is random, so two rows never share a token (HMAC-SHA256, RFC 2104).
    """
    mac = hmac.new(secret_key.encode(), f"{purpose}:{row}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()


def pseudonym(secret_key: str, text: str) -> str:
    """A short stable name for a text (an address, say) that must not be written down where it is used."""
    return hmac.new(secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()[:24]
