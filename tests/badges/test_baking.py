"""Badges carried by images: written, read back, and refused when spoilt."""

import json
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openbadgeslib import baking as theirs

from assessment.referential import Axis, Language
from badges.baking import (
    MOST_IMAGE,
    SIGNATURE,
    Baked,
    Edition,
    Spoilt,
    Unreadable,
    bake_png,
    bake_svg,
    is_png,
    read_png,
    read_svg,
)
from badges.claims import Level
from badges.labels import Label, svg
from badges.verifying import Code, verdict
from tests.badges.cast import NOW, Home, made
from tests.cases import each_case

DRAWING = svg(Label(Level(Axis.CREATIVITY, 50), "L’Établi commun", "nov. 2026 – nov. 2028", Language.FRENCH))
TEXT = json.dumps(made("badge"), ensure_ascii=False)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))


HEADER = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
END = chunk(b"IEND", b"")
PNG = SIGNATURE + HEADER + chunk(b"IDAT", zlib.compress(b"\0\0")) + END
PLAIN = b"openbadgecredential\0\0\0\0\0"


def why(content: bytes) -> Spoilt:
    with pytest.raises(Unreadable) as raised:
        read_png(content) if is_png(content) else read_svg(content)
    found = verdict(content, known=Home(), now=NOW)
    assert [(each.code, each.ok) for each in found.reasons] == [(Code.READABLE, False)]
    return raised.value.why


@given(st.text(), st.sampled_from(Edition))
def test_what_is_baked_in_a_png_is_read_back(text: str, edition: Edition) -> None:
    baked = bake_png(PNG, text, edition=edition)
    assert read_png(baked) == Baked(edition, text)
    assert bake_png(baked, text, edition=edition) == baked


@given(st.dictionaries(st.text(), st.text()), st.sampled_from(Edition))
def test_what_is_baked_in_an_svg_is_read_back(facts: dict[str, str], edition: Edition) -> None:
    text = json.dumps(facts)
    found = read_svg(bake_svg(DRAWING, text, edition=edition).encode())
    assert found.edition is edition
    assert json.loads(found.content) == facts


def test_accents_and_pictures_travel() -> None:
    for content in (bake_png(PNG, TEXT), bake_svg(DRAWING, TEXT).encode()):
        found = verdict(content, known=Home(), now=NOW)
        assert found.accepted
        assert found.what
        assert found.what.holder_name == "Zoë Étienne-Nuñez 🎒"


def test_an_address_is_baked_as_the_second_edition_asks() -> None:
    address = "https://musette.example.org/b/1/ob2.json?a=1&b=2"
    baked = bake_svg(DRAWING, address, edition=Edition.V2)
    assert 'verify="https://musette.example.org/b/1/ob2.json?a=1&amp;b=2"' in baked
    assert read_svg(baked.encode()) == Baked(Edition.V2, address)
    both = bake_png(bake_png(PNG, TEXT), address, edition=Edition.V2)
    assert read_png(both) == Baked(Edition.V3, TEXT)


def test_the_end_of_a_section_cannot_be_forged() -> None:
    text = json.dumps({"name": "]]><script/>"})
    baked = bake_svg(DRAWING, text)
    assert "<script/>" not in baked.replace("]]\\u003e<script/>", "")
    assert json.loads(read_svg(baked.encode()).content) == {"name": "]]><script/>"}


def test_openbadgeslib_reads_our_images() -> None:
    in_png = theirs.extract_png(bake_png(PNG, TEXT), keyword=theirs.ITXT_KEYWORD_OB3)
    drawing = bake_svg(DRAWING, TEXT).encode()
    in_svg = theirs.extract_svg(drawing, element=theirs.SVG_ELEMENT_OB3, text_fallback=True)
    assert in_png == in_svg == TEXT


@each_case("length", [*range(8, len(PNG)), len(PNG) + 0])
def test_a_truncated_png_is_refused(length: int) -> None:
    content = bake_png(PNG, "{}")
    assert why(content[:length]) is Spoilt.TRUNCATED


@each_case(
    "content, expected",
    [
        (PNG, Spoilt.NO_BADGE),
        (PNG.replace(b"IDAT", b"IDAX"), Spoilt.TRUNCATED),
        (SIGNATURE + chunk(b"IDAT", b"") + HEADER + END, Spoilt.NOT_AN_IMAGE),
        (SIGNATURE + HEADER + HEADER + END, Spoilt.NOT_AN_IMAGE),
        (SIGNATURE + HEADER + 2 * chunk(b"iTXt", PLAIN + b"{}") + END, Spoilt.SEVERAL),
        (
            SIGNATURE
            + HEADER
            + chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + zlib.compress(b"{}"))
            + END,
            Spoilt.NO_BADGE,
        ),
        (SIGNATURE + HEADER + chunk(b"iTXt", b"openbadgecredential\0") + END, Spoilt.NO_BADGE),
        (SIGNATURE + HEADER + chunk(b"iTXt", PLAIN + b"\xff") + END, Spoilt.NO_BADGE),
        (SIGNATURE + HEADER + chunk(b"iTXt", PLAIN + b"x" * 600_000) + END, Spoilt.NO_BADGE),
        (SIGNATURE + struct.pack(">I4s", 2**31, b"IHDR") + b"x" * 64, Spoilt.TRUNCATED),
        (PNG + b"\0" * 50_000_000, Spoilt.TOO_LARGE),
        (b"<svg>" + b" " * 50_000_000, Spoilt.TOO_LARGE),
        (b"<svg", Spoilt.NOT_AN_IMAGE),
        (b"<svg></svg>", Spoilt.NO_BADGE),
        (b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg>&a;</svg>', Spoilt.NOT_AN_IMAGE),
        (b'<?xml version="1.0"?><!DOCTYPE svg SYSTEM "http://example.org/x.dtd"><svg/>', Spoilt.NOT_AN_IMAGE),
    ],
)
def test_spoilt_images_are_refused(content: bytes, expected: Spoilt) -> None:
    assert why(content) is expected


def test_two_badges_in_a_drawing_are_refused() -> None:
    baked = bake_svg(DRAWING, "{}")
    with pytest.raises(Unreadable, match="several"):
        bake_svg(baked, "{}")
    element = baked[baked.index("<openbadges") : baked.index("</openbadges:credential>") + 24]
    assert why(baked.replace("</svg>", element + "</svg>").encode()) is Spoilt.SEVERAL


def test_a_large_image_is_not_even_parsed() -> None:
    with pytest.raises(Unreadable, match="too_large"):
        bake_png(SIGNATURE + b"\0" * MOST_IMAGE, "{}")
    with pytest.raises(Unreadable, match="not_an_image"):
        bake_svg("<svg/>", "{}")


@given(st.binary(max_size=300))
def test_no_bytes_break_the_verdict(content: bytes) -> None:
    for given_ in (content, SIGNATURE + content, SIGNATURE + HEADER + content, b"<svg>" + content):
        assert not verdict(given_, known=Home(), now=NOW).accepted
