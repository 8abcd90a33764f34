"""Status lists: one bit for each document of a cooperative, set for those withdrawn.

Source: W3C « Bitstring Status List v1.0 »: at least 131,072 entries (whoever serves the list does not learn
which one is asked about), the first bit leftmost, compressed with gzip, in base64url after a « u ».
"""

import base64
import binascii
import gzip
import zlib

ENTRIES = 131_072
LENGTH = 2 * ENTRIES  # of the lists we begin: half of their entries are given out, no more (see `room`)
MOST_ENTRIES = 64 * ENTRIES
LONGEST = 2 * 1024 * 1024  # characters


class NotAList(ValueError):  # noqa: N818 - it says what the text is not
    """A text is not a status list, or holds too few entries, or too many."""


def blank(entries: int = ENTRIES) -> bytes:
    """A list in which nothing is set."""
    return bytes(entries // 8)


def room(bits: bytes) -> int:
    """How many entries of a list are given out at most: half, so that one drawn is free once in two draws."""
    return len(bits) * 8 // 2


def marked(bits: bytes, index: int, *, on: bool = True) -> bytes:
    """The same list with one bit set, or cleared; raises IndexError beyond its end."""
    place, mask = _place(bits, index)
    changed = bytearray(bits)
    changed[place] = changed[place] | mask if on else changed[place] & ~mask
    return bytes(changed)


def is_marked(bits: bytes, index: int) -> bool:
    """Whether a bit is set; raises IndexError beyond the end of the list."""
    place, mask = _place(bits, index)
    return bool(bits[place] & mask)


def encode(bits: bytes) -> str:
    """The list as documents carry it; the same bits give the same text. Raises NotAList if too short."""
    if len(bits) * 8 < ENTRIES:
        raise NotAList(f"a status list has {ENTRIES} entries at least")
    return "u" + base64.urlsafe_b64encode(gzip.compress(bits, mtime=0)).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The list of a text; raises NotAList. What would unfold beyond eight million entries is not unfolded."""
    if not text.startswith("u") or len(text) > LONGEST:
        raise NotAList("a status list is compressed, in base64url after a « u »")
    try:
        packed = base64.b64decode(text[1:] + "=" * (-len(text[1:]) % 4), altchars=b"-_", validate=True)
        reader = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        bits = reader.decompress(packed, MOST_ENTRIES // 8)
    except (binascii.Error, zlib.error) as fault:
        raise NotAList("a status list is compressed, in base64url after a « u »") from fault
    if not reader.eof or len(bits) * 8 < ENTRIES:
        raise NotAList("a status list has as many entries as the specification asks for, and not too many")
    return bits


def _place(bits: bytes, index: int) -> tuple[int, int]:
    if not 0 <= index < len(bits) * 8:
        raise IndexError(f"the list has no entry {index}")
    return index // 8, 0x80 >> (index % 8)
