"""One person's parcel: sealed so that it opens under their code alone, signed with their own key.

AES-GCM under a key of its own: HKDF-SHA256 of the secret in the code, salted with the file. The file and the
place in it are part of what is sealed and of what is signed: a parcel moved elsewhere opens for nobody.
"""

import base64
import hashlib
import os
from binascii import Error as NotBase32
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kernel.keys import derived_token
from kernel.refusals import N_, Invalid

NONCE, SECRET, DIGEST = 12, 16, 16  # bytes
GROUP = 5  # letters of a code that are read together
SIGNED, KEY, PURPOSE = b"musette parcel 1\n", b"musette parcel key 1", "parcel"
MISREAD = str.maketrans("018", "OIB")  # figures no code has, and the letters they are taken for
NO_CODE = N_(
    "This code opens nothing here: it may be mistyped, or the file it goes with was not brought here, or was"
    " changed on the way."
)


@dataclass(frozen=True)
class Code:
    """What somebody's code says: the file, their place in it, the secret of their parcel."""

    file: UUID
    place: int
    secret: bytes


def secret_of(secret_key: str, consent: UUID) -> bytes:
    """The secret of a parcel: made from what its owner agreed to, and stored nowhere."""
    return hashlib.sha256(derived_token(secret_key, PURPOSE, consent).encode()).digest()[:SECRET]


def seal(content: bytes, *, secret: bytes, file_id: UUID, place: int) -> bytes:
    """A parcel that opens under this secret, in this file, at this place; each call gives other bytes."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_key(secret, file_id)).encrypt(nonce, content, where(file_id, place))


def unseal(sealed: bytes, *, secret: bytes, file_id: UUID, place: int) -> bytes:
    """What a parcel holds; raises Invalid under another secret, file or place."""
    nonce, rest = sealed[:NONCE], sealed[NONCE:]
    try:
        return AESGCM(_key(secret, file_id)).decrypt(nonce, rest, where(file_id, place))
    except (InvalidTag, ValueError) as fault:
        raise Invalid(NO_CODE, field="typed_code") from fault


def to_sign(sealed: bytes, *, file_id: UUID, place: int) -> bytes:
    """The bytes a person signs of their own parcel: which file, which place, which bytes."""
    return SIGNED + where(file_id, place) + hashlib.sha256(sealed).digest()


def code(digest: bytes, *, place: int, secret: bytes) -> str:
    """What a person is given to open their parcel, in a file whose list has this digest."""
    letters = base64.b32encode(bytes((place,)) + digest[:DIGEST] + secret).decode().rstrip("=")
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def read_code(text: str) -> Code:
    """What a code says, however it was typed; raises Invalid when it is none."""
    letters = "".join(each for each in text.upper() if each.isascii() and each.isalnum())
    letters = letters.translate(MISREAD)
    try:
        held = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except (NotBase32, ValueError) as fault:
        raise Invalid(NO_CODE, field="typed_code") from fault
    if len(held) != 1 + DIGEST + SECRET:
        raise Invalid(NO_CODE, field="typed_code")
    return Code(UUID(bytes=held[1 : 1 + DIGEST]), held[0], held[1 + DIGEST :])


def where(file_id: UUID, place: int) -> bytes:
    """A place in a file, as it is sealed and signed."""
    return file_id.bytes + place.to_bytes(2)


def _key(secret: bytes, file_id: UUID) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=file_id.bytes, info=KEY).derive(secret)
