"""Badges carried by their image: written into a PNG or an SVG, and read back.

Sources: 1EdTech « Open Badges 3.0 », 5.3 (keyword `openbadgecredential`, element `openbadges:credential`);
IMS « Open Badges v2.0 Baking Specification » (`openbadges`, `openbadges:assertion`); W3C « PNG », 11.3.3.4.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from xml.parsers import expat  # doctypes and entities are refused below  # nosec B407
from xml.sax.saxutils import quoteattr  # writes text, reads none  # nosec B406

from badges.plain import MOST_BYTES

MOST_IMAGE = 2 * 1024 * 1024
SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEADER, END, TEXT = b"IHDR", b"IEND", b"iTXt"
OPENING = re.compile(r"<svg\b[^>]*>")


class Edition(StrEnum):
    """The two editions of Open Badges, each with its own keyword."""

    V3 = "openbadgecredential"
    V2 = "openbadges"


NAMESPACES = {Edition.V3: "https://purl.imsglobal.org/ob/v3p0", Edition.V2: "http://openbadges.org"}
ELEMENTS = {Edition.V3: "credential", Edition.V2: "assertion"}
FOUND = {f"{NAMESPACES[each]} {ELEMENTS[each]}": each for each in Edition}


class Spoilt(StrEnum):
    """Why nothing could be read from an image."""

    TOO_LARGE = "too_large"
    NOT_AN_IMAGE = "not_an_image"
    TRUNCATED = "truncated"
    NO_BADGE = "no_badge"
    SEVERAL = "several"


class Unreadable(Exception):  # noqa: N818 - it says what the image is
    """An image cannot be read, or carries no badge, or more than one."""

    def __init__(self, why: Spoilt) -> None:
        super().__init__(f"this image cannot be read: {why}")
        self.why = why


@dataclass(frozen=True)
class Baked:
    """What an image carries: a JSON text, or in the second edition the address of one."""

    edition: Edition
    content: str


def bake_png(png: bytes, content: str, *, edition: Edition = Edition.V3) -> bytes:
    """The image carrying this text, right after its header, in place of any it carried; raises Unreadable."""
    keyword = edition.value.encode()
    text = keyword + b"\0\0\0\0\0" + content.encode()  # uncompressed; no language, no translated keyword
    written = [SIGNATURE]
    for kind, data in _chunks(png):
        if kind == TEXT and data.partition(b"\0")[0] == keyword:
            continue
        written.append(_chunk(kind, data))
        if kind == HEADER:
            written.append(_chunk(TEXT, text))
    return b"".join(written)


def read_png(png: bytes) -> Baked:
    """What a PNG carries, the third edition when it carries both; raises Unreadable."""
    found = [each for kind, data in _chunks(png) if kind == TEXT for each in _text(data)]
    return _one(found)


def bake_svg(svg: str, content: str, *, edition: Edition = Edition.V3) -> str:
    """The drawing carrying this text as its first element; raises Unreadable when it carries one already."""
    opening = OPENING.search(svg)
    if opening is None or svg[opening.start() : opening.end()].endswith("/>"):
        raise Unreadable(Spoilt.NOT_AN_IMAGE)
    if f"<openbadges:{ELEMENTS[edition]}" in svg:
        raise Unreadable(Spoilt.SEVERAL)
    name, space = ELEMENTS[edition], f'xmlns:openbadges="{NAMESPACES[edition]}"'
    if edition is Edition.V2 and not content.startswith("{"):
        element = f"<openbadges:{name} {space} verify={quoteattr(content)}/>"
    else:
        inside = content.replace("]]>", "]]\\u003e")  # in JSON, only within a text
        element = f"<openbadges:{name} {space}><![CDATA[{inside}]]></openbadges:{name}>"
    return svg[: opening.end()] + element + svg[opening.end() :]


def read_svg(svg: bytes) -> Baked:
    """What an SVG carries; raises Unreadable. One with a doctype or entities is not read."""
    if len(svg) > MOST_IMAGE:
        raise Unreadable(Spoilt.TOO_LARGE)
    reader = Drawing()
    try:
        reader.read(svg)
    except expat.ExpatError as fault:
        raise Unreadable(Spoilt.NOT_AN_IMAGE) from fault
    return _one(reader.found)


def is_png(content: bytes) -> bool:
    """Whether these bytes begin as a PNG does."""
    return content.startswith(SIGNATURE)


@dataclass
class Drawing:
    """The badges met while an SVG is read."""

    found: list[Baked] = field(default_factory=list)
    edition: Edition | None = None
    inside: list[str] = field(default_factory=list)

    def read(self, svg: bytes) -> None:
        """Read it whole; raises ExpatError, or Unreadable for a doctype."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.CharacterDataHandler = self._characters
        parser.EndElementHandler = self._end
        parser.Parse(svg, True)

    def _refuse(self, *_declared: object) -> None:
        raise Unreadable(Spoilt.NOT_AN_IMAGE)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in FOUND:
            self.edition, self.inside = FOUND[name], [attributes.get("verify", "")]

    def _characters(self, text: str) -> None:
        if self.edition:
            self.inside.append(text)

    def _end(self, name: str) -> None:
        if self.edition and name in FOUND:
            written = "".join(self.inside[1:]).strip() or self.inside[0]
            self.found.append(Baked(self.edition, written))
            self.edition = None


def _one(found: list[Baked]) -> Baked:
    """The one badge of the latest edition; raises Unreadable when there is none, or two."""
    for edition in Edition:
        held = [each for each in found if each.edition is edition]
        if len(held) > 1:
            raise Unreadable(Spoilt.SEVERAL)
        if held:
            return held[0]
    raise Unreadable(Spoilt.NO_BADGE)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG, from its header to its end, each checked; raises Unreadable."""
    if len(png) > MOST_IMAGE:
        raise Unreadable(Spoilt.TOO_LARGE)
    if not is_png(png):
        raise Unreadable(Spoilt.NOT_AN_IMAGE)
    place, kind = len(SIGNATURE), b""
    while kind != END:
        head = png[place : place + 8]
        if len(head) < 8:  # noqa: PLR2004 - a length, then a kind, of four bytes each
            raise Unreadable(Spoilt.TRUNCATED)
        length, kind = struct.unpack(">I4s", head)
        data, sum_ = png[place + 8 : place + 8 + length], png[place + 8 + length : place + 12 + length]
        if len(data) != length or sum_ != _checksum(kind, data):
            raise Unreadable(Spoilt.TRUNCATED)
        if (place == len(SIGNATURE)) != (kind == HEADER):
            raise Unreadable(Spoilt.NOT_AN_IMAGE)
        yield kind, data
        place += 12 + length


def _text(data: bytes) -> Iterator[Baked]:
    """The badge of an iTXt chunk; one that is compressed is not read, as the specification has it."""
    keyword, _end, rest = data.partition(b"\0")
    if keyword.decode("latin-1") not in list(Edition):
        return
    parts = rest[2:].split(b"\0", 2)
    if rest[:1] != b"\0" or len(parts) != 3 or len(parts[2]) > MOST_BYTES:  # noqa: PLR2004 - language, name, text
        raise Unreadable(Spoilt.NO_BADGE)
    try:
        yield Baked(Edition(keyword.decode("latin-1")), parts[2].decode())
    except UnicodeDecodeError as fault:
        raise Unreadable(Spoilt.NO_BADGE) from fault


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", len(data), kind) + data + _checksum(kind, data)


def _checksum(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(kind + data))
