"""Cases tried in one test: none is left out, and each that is wrong is named."""

import pytest

from tests.cases import each_case, try_each

TRIED: list[tuple[int, str, str]] = []


@pytest.fixture
def word() -> str:
    """A fixture among the cases."""
    return "word"


@each_case("number", [1, 2])
@each_case("letter, sign", [("a", "+"), ("b", "-")])
def test_every_case_is_tried_with_the_fixtures(letter: str, number: int, sign: str, word: str) -> None:
    assert word == "word"
    TRIED.append((number, letter, sign))
    assert len(TRIED) < 4 or TRIED == [(1, "a", "+"), (1, "b", "-"), (2, "a", "+"), (2, "b", "-")]


def even(number: int) -> None:
    """Three ways to be wrong: an assertion, another fault, nothing raised where something must be."""
    if number == 5:
        raise ValueError(number)
    if number == 7:
        with pytest.raises(ValueError):  # noqa: PT011  it is not raised
            pass
    assert number % 2 == 0


def test_every_case_that_is_wrong_is_named() -> None:
    with pytest.raises(BaseExceptionGroup, match="3 of 5 cases are wrong") as raised:
        try_each(((each,) for each in (2, 3, 4, 5, 7)), even)
    assert [each.__notes__ for each in raised.value.exceptions] == [["Case: 3"], ["Case: 5"], ["Case: 7"]]


def test_no_case_proves_nothing() -> None:
    with pytest.raises(AssertionError, match="no case"):
        try_each([], even)
