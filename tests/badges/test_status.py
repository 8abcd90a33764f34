"""Lists of what was withdrawn."""

import base64
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openbadgeslib.ob3 import decode_encoded_list

from badges.status import ENTRIES, MOST_ENTRIES, NotAList, blank, decode, encode, is_marked, marked
from tests.cases import each_case

ANY = st.integers(min_value=0, max_value=ENTRIES - 1)


@given(st.sets(ANY, max_size=8), ANY)
def test_a_list_comes_back(withdrawn: set[int], other: int) -> None:
    bits = blank()
    for index in withdrawn:
        bits = marked(bits, index)
    found = decode(encode(bits))
    assert found == bits
    assert all(is_marked(found, index) for index in withdrawn)
    assert is_marked(found, other) == (other in withdrawn)
    assert marked(marked(found, other), other, on=False) == marked(found, other, on=False)


def test_the_first_entry_is_the_leftmost_bit() -> None:
    assert marked(blank(), 0)[0] == 0b1000_0000
    assert marked(blank(), 9)[1] == 0b0100_0000


def test_the_same_bits_give_the_same_text_that_others_read() -> None:
    bits = marked(blank(), 94_567)
    assert encode(bits) == encode(bits)
    assert bytes(decode_encoded_list(encode(bits))) == bits


@pytest.mark.parametrize("index", [-1, ENTRIES])
def test_out_of_the_list(index: int) -> None:
    with pytest.raises(IndexError):
        marked(blank(), index)
    with pytest.raises(IndexError):
        is_marked(blank(), index)


def text(bits: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(bits)).rstrip(b"=").decode()


@each_case(
    "written",
    [
        "",
        "z123",
        "u",
        "u!!!",
        "uAAAA",
        text(b"\0" * 100),
        text(b"\0" * (MOST_ENTRIES // 8 + 1)),
        text(blank())[:-8],
        "u" + "A" * 3_000_000,
    ],
)
def test_texts_that_are_no_list(written: str) -> None:
    with pytest.raises(NotAList):
        decode(written)


def test_a_short_list_is_not_written() -> None:
    with pytest.raises(NotAList):
        encode(blank(ENTRIES - 8))
