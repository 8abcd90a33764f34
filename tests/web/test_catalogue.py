"""The French words of the design system: all there, and typed plainly."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

WEB = Path(__file__).parents[2] / "platform" / "web"
FRENCH = WEB / "translations" / "fr" / "LC_MESSAGES" / "messages.po"
OURS = ("layout.html", "macros/*.html", "drawings/*.svg")
METHODS = [(pattern, "jinja2.ext:babel_extract") for pattern in OURS]
VARIABLE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def strings(words: object) -> list[str]:
    """One string, or the forms of a plural."""
    return [str(each) for each in words] if isinstance(words, list | tuple) else [str(words)]


@pytest.fixture(scope="module")
def french() -> dict[str, Message]:
    """What the catalogue holds, by the first form of its id."""
    with FRENCH.open("rb") as words:
        return {strings(message.id)[0]: message for message in read_po(words) if message.id}


def test_every_word_is_translated_with_its_variables(french: dict[str, Message]) -> None:
    for _, _, words, _, _ in extract_from_dir(WEB / "templates", METHODS):
        message = french[strings(words)[0]]
        assert all(strings(message.string)), words
        wanted, found = (VARIABLE.findall(strings(form)[-1]) for form in (words, message.string))
        assert sorted(found) == sorted(wanted)


def test_words_are_typed_plainly(french: dict[str, Message]) -> None:
    for message in french.values():
        for words in (*strings(message.id), *strings(message.string)):
            assert not re.search("[\u2019\u00a0\u202f\u2060]", words)
