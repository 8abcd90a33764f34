"""Photos are made anew: upright, small, bare; and whatever is no photo is refused in words."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from kernel.refusals import Invalid
from musette.photos import CUT, HEAVY, HEIC, LARGEST, NO_PHOTO, SMALL, VAST, WIDE, prepared
from tests.cases import each_case
from tests.pictures import CANARY, bomb, from_a_telephone, heic, jpeg, opened, picture, written

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def test_a_photo_is_kept_at_two_bounded_sizes() -> None:
    made = prepared(jpeg(4000, 3000))
    assert (made.width, made.height) == (WIDE, WIDE * 3 // 4)
    assert opened(made.body).size == (made.width, made.height)
    assert opened(made.small).size == (SMALL, SMALL * 3 // 4)
    assert {opened(each).format for each in (made.body, made.small)} == {"JPEG"}


def test_a_small_photo_is_not_enlarged() -> None:
    made = prepared(jpeg(200, 100))
    assert (made.width, made.height) == (200, 100)
    assert opened(made.small).size == (200, 100)


def test_forty_megapixels_are_read_at_a_smaller_scale() -> None:
    made = prepared(jpeg(7728, 5200, quality=30))
    assert made.width == WIDE
    assert len(made.body) < 400_000


def test_nothing_that_came_with_the_picture_is_kept() -> None:
    sent = from_a_telephone()
    assert CANARY.encode() in sent
    assert 0x8825 in opened(sent).getexif()
    made = prepared(sent)
    for body in (made.body, made.small):
        assert CANARY.encode() not in body
        assert b"Exif" not in body
        assert dict(opened(body).getexif()) == {}
        assert not {"exif", "comment", "icc_profile"} & set(opened(body).info)


def test_a_photo_is_turned_upright() -> None:
    made = prepared(from_a_telephone(orientation=6))  # a quarter turn: what was left is at the top
    assert (made.width, made.height) == (480, 640)
    image = opened(made.body)
    top, bottom = image.getpixel((240, 60)), image.getpixel((240, 580))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] < 60
    assert bottom[0] > 200


@each_case("mode", ["RGBA", "LA", "L", "P", "1", "I;16"])
def test_other_kinds_of_points_are_understood(mode: str) -> None:
    image = Image.new("I;16", (64, 48)) if mode == "I;16" else picture(64, 48).convert(mode)
    assert opened(prepared(written(image, "PNG")).body).mode == "RGB"


def test_what_is_transparent_becomes_white() -> None:
    image = opened(prepared(written(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG")).body)
    assert image.getpixel((20, 20)) == (255, 255, 255)


def test_webp_is_understood() -> None:
    assert prepared(written(picture(), "WEBP")).width == 640


@each_case(
    "sent, sentence",
    [
        (heic(), HEIC),
        (b"%PDF-1.7 not a photo at all", NO_PHOTO),
        (b"", NO_PHOTO),
        (SVG, NO_PHOTO),
        (b"\xff\xd8\xff\xe0" + b"fake" * 100, NO_PHOTO),
        (written(picture(), "GIF"), NO_PHOTO),
        (written(picture(), "BMP"), NO_PHOTO),
        (jpeg()[: len(jpeg()) // 2], CUT),
        (written(picture(), "PNG")[:-60], CUT),
        (bomb(), VAST),
        (bomb(4_000), CUT),
        (b"\xff" * (LARGEST + 1), HEAVY),
    ],
)
def test_what_is_no_photo_is_refused_in_words(sent: bytes, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        prepared(sent)
    assert (refused.value.sentence, refused.value.field) == (sentence, "photo")


@given(place=st.integers(0, 2000), byte=st.integers(0, 255), cut=st.integers(1, 4000))
@hypothesis_settings(max_examples=60)
def test_damage_is_refused_or_read_and_never_breaks(place: int, byte: int, cut: int) -> None:
    sent = bytearray(jpeg(64, 48))
    sent[place % len(sent)] = byte
    with suppress(Invalid):
        assert prepared(bytes(sent[:cut])).width > 0
